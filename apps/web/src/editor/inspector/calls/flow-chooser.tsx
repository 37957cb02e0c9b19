import type { ApiOutputs } from '@patchbay/api';
import { ChevronDown, Workflow } from 'lucide-react';
import { useState } from 'react';
import { controlClass, Popover, SearchField, Spinner } from '../../../ui/index.ts';

export type CallableFlow = ApiOutputs['flow']['callable'][number];

interface FlowChooserProps {
  readonly id: string;
  readonly describedBy: string | undefined;
  /** What is chosen, in words; null: nothing. */
  readonly chosen: string | null;
  readonly flows: readonly CallableFlow[] | undefined;
  readonly disabled: boolean;
  readonly onChoose: (flow: CallableFlow) => void;
}

/** The live flows that may be called, found by their names. */
export function FlowChooser({ id, describedBy, chosen, flows, disabled, onChoose }: FlowChooserProps) {
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const found = (flows ?? []).filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(words));
  return (
    <Popover
      label="Flows that can be called"
      open={isOpen && !disabled}
      onOpenChange={setOpen}
      className="flex max-h-96 w-80 flex-col"
      trigger={
        <button
          type="button"
          id={id}
          aria-describedby={describedBy}
          disabled={disabled}
          className={`${controlClass} flex h-7 w-full items-center gap-1.5 px-2 text-left disabled:text-ink-3`}
        >
          <Workflow size={14} aria-hidden className="flex-none text-ink-3" />
          <span className={`min-w-0 flex-1 truncate ${chosen === null ? 'text-ink-3' : ''}`}>
            {chosen ?? 'Choose a flow'}
          </span>
          <ChevronDown size={14} aria-hidden className="flex-none text-ink-3" />
        </button>
      }
    >
      <div className="p-1">
        <SearchField label="Search flows" value={search} onChange={setSearch} />
      </div>
      {flows === undefined ? (
        <p className="flex items-center gap-2 p-3 text-ink-3">
          <Spinner /> Looking…
        </p>
      ) : flows.length === 0 ? (
        <p className="p-3 text-12 text-ink-2">
          No flow can be called yet. Give one the trigger “Called by another flow” and publish it.
        </p>
      ) : found.length === 0 ? (
        <p className="p-3 text-12 text-ink-2">No flow is called like this.</p>
      ) : (
        <ul className="min-h-0 overflow-y-auto">
          {found.map((flow) => (
            <li key={flow.flowId}>
              <button
                type="button"
                className="grid w-full grid-cols-[minmax(0,1fr)] gap-0.5 rounded-1 px-2 py-1.5 text-left hover:bg-hover focus-visible:bg-hover"
                onClick={() => {
                  onChoose(flow);
                  setOpen(false);
                }}
              >
                <span className="flex items-baseline gap-2">
                  <span className="min-w-0 flex-1 truncate font-medium">{flow.name}</span>
                  <span className="flex-none text-12 text-ink-3">version {flow.version}</span>
                </span>
                {flow.description === '' ? null : (
                  <span className="line-clamp-2 text-12 text-ink-3">{flow.description}</span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
