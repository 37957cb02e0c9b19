import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { NamedIcon, Panel, SearchField } from '../../ui/index.ts';
import { useEditor } from '../editor-context.ts';
import { allSteps, paletteGroups, searchSteps } from '../step-kinds.ts';
import type { PaletteEntry, StepKind } from '../step-kinds.ts';
import { useAddStep } from '../use-add-step.ts';
import { usePaletteDrag } from './use-palette-drag.tsx';
import { useKey } from '../../shortcuts/index.ts';

export const paletteSearchId = 'palette-search';

/** Every step of this installation: a click adds it behind the selected one, a drag puts it anywhere. */
export function Palette() {
  const { catalogue, canvas } = useEditor();
  const [query, setQuery] = useState('');
  const groups = useMemo(() => paletteGroups(catalogue), [catalogue]);
  const hits = useMemo(
    () => (query.trim() === '' ? null : searchSteps(allSteps(catalogue), query)),
    [catalogue, query],
  );
  const add = useAddStep();
  const drag = usePaletteDrag();
  const row = (step: StepKind) => <StepRow key={step.key} step={step} onAdd={() => add(step)} onGrab={drag.grab} />;
  return (
    <Panel aria-label="Steps" className="h-full border-r border-line">
      <div className="px-3 py-2">
        <SearchField
          id={paletteSearchId}
          label="Search steps"
          shortcut={useKey('addStep')}
          value={query}
          onChange={setQuery}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && hits?.[0] !== undefined) {
              add(hits[0]);
              setQuery('');
              canvas.current?.focus();
            } else if (event.key === 'Escape') {
              setQuery('');
              canvas.current?.focus();
            }
          }}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto pb-4">
        {hits === null ? (
          groups.map((group) => (
            <section key={group.title} aria-label={group.title}>
              <h2 className="px-3 pt-3 pb-1 text-12 font-semibold text-ink-2">{group.title}</h2>
              {group.entries.map((entry) =>
                entry.kind === 'step' ? row(entry.step) : <ConnectorRow key={entry.id} entry={entry} row={row} />,
              )}
            </section>
          ))
        ) : (
          <section aria-label="Hits">
            {hits.map(row)}
            {hits.length === 0 ? (
              <p className="px-3 py-2 text-12 text-ink-3">No step is called that. Try “HTTP”, “map” or “branch”.</p>
            ) : null}
          </section>
        )}
      </div>
      {drag.ghost}
    </Panel>
  );
}

interface StepRowProps {
  readonly step: StepKind;
  readonly onAdd: () => void;
  readonly onGrab: (step: StepKind, event: React.PointerEvent) => void;
}

function StepRow({ step, onAdd, onGrab }: StepRowProps) {
  return (
    <button
      type="button"
      title={step.description}
      data-step-kind={step.key}
      className="flex h-7 w-full touch-none items-center gap-2 px-3 text-left whitespace-nowrap outline-offset-[-2px] hover:bg-hover"
      onClick={onAdd}
      onPointerDown={(event) => onGrab(step, event)}
    >
      <NamedIcon name={step.icon} size={16} className="text-ink-3" />
      <span className="min-w-0 flex-1 truncate">{step.label}</span>
      {step.from === undefined ? null : <span className="truncate text-11 text-ink-3">{step.from}</span>}
    </button>
  );
}

function ConnectorRow({
  entry,
  row,
}: {
  readonly entry: Extract<PaletteEntry, { kind: 'connector' }>;
  readonly row: (step: StepKind) => React.ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        className="flex h-7 w-full items-center gap-2 px-3 text-left whitespace-nowrap outline-offset-[-2px] hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <NamedIcon name={entry.icon} size={16} className="text-ink-3" />
        <span className="min-w-0 flex-1 truncate">{entry.label}</span>
        <span className="tabular text-11 text-ink-3">{entry.steps.length}</span>
        <Chevron size={14} aria-hidden className="text-ink-3" />
      </button>
      {open ? (
        <div className="pl-4">{entry.steps.map((step) => row({ ...step, from: undefined } as StepKind))}</div>
      ) : null}
    </>
  );
}
