import { ListFilter, Search } from 'lucide-react';
import { FlowId } from '@patchbay/model/identity';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { trpc, trpcClient } from '../app/api-client.ts';
import { useKey, useNamedShortcut } from '../shortcuts/index.ts';
import {
  classNames,
  Button,
  controlClass,
  DataPill,
  Kbd,
  Menu,
  type MenuItem,
  type OptionPage,
  SearchPopover,
} from '../ui/index.ts';
import {
  type RunSearch,
  selectedStatuses,
  sinceWords,
  type Since,
  statusFilterWords,
  type StatusFilter,
  toggleStatus,
} from './run-filters.ts';

export interface RunFilterBarProps {
  readonly search: RunSearch;
  readonly onChange: (search: RunSearch) => void;
  /** What stands in the text field; it reaches the address when the typing pauses. */
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What can be done with the runs that are found. */
  readonly aside?: ReactNode;
}

/** Filters as pills in one field, and the text that is searched. */
export function RunFilterBar({ search, onChange, text, onText, aside }: RunFilterBarProps) {
  const keys = useKey('searchRuns');
  const input = useRef<HTMLInputElement>(null);
  useNamedShortcut('searchRuns', () => input.current?.focus());
  return (
    <div className="flex items-center gap-2 px-4 pt-3 pb-2">
      <div className={classNames(controlClass, 'h-auto min-h-9 flex-1 flex-wrap gap-y-0.5 py-0.5 pr-1.5 pl-2.5')}>
        <Search size={14} aria-hidden className="text-ink-3" />
        <FilterPills search={search} onChange={onChange} />
        <input
          ref={input}
          type="search"
          aria-label="Search runs by id or by words of the error"
          placeholder="run id, or words of the error"
          value={text}
          onChange={(event) => onText(event.target.value)}
          className="h-7 min-w-40 flex-1 bg-transparent outline-none [&::-webkit-search-cancel-button]:hidden"
        />
        {keys === undefined ? null : <Kbd keys={keys} />}
      </div>
      <FilterMenu label="Status" items={statusItems(search, onChange)} />
      <SearchPopover
        aria-label="Flow"
        trigger={
          <Button size="large" icon={ListFilter}>
            Flow
          </Button>
        }
        value={search.flow}
        load={findFlows}
        onChange={(flow) => onChange({ ...search, flow: search.flow === flow ? undefined : flow })}
      />
      <FilterMenu
        label="Time"
        items={(Object.keys(sinceWords) as Since[]).map((since) =>
          choice(sinceWords[since], search.since === since, () =>
            onChange({ ...search, since: search.since === since ? undefined : since }),
          ),
        )}
      />
      <FilterMenu
        label="Kind"
        items={[
          choice('live runs', search.mode === 'live', () =>
            onChange({ ...search, mode: search.mode === 'live' ? undefined : 'live' }),
          ),
          choice('test runs', search.mode === 'test', () =>
            onChange({ ...search, mode: search.mode === 'test' ? undefined : 'test' }),
          ),
        ]}
      />
      {aside}
    </div>
  );
}

const choice = (label: string, on: boolean, onSelect: () => void): MenuItem => ({
  label,
  onSelect,
  chosen: on,
});

const statusItems = (search: RunSearch, onChange: (search: RunSearch) => void): MenuItem[] => {
  const selected = selectedStatuses(search);
  return (Object.keys(statusFilterWords) as StatusFilter[]).map((status) =>
    choice(statusFilterWords[status], selected.includes(status), () => onChange(toggleStatus(search, status))),
  );
};

function FilterMenu({ label, items }: { readonly label: string; readonly items: readonly MenuItem[] }) {
  return (
    <Menu
      trigger={
        <Button size="large" icon={ListFilter} disabled={items.length === 0}>
          {label}
        </Button>
      }
      items={items}
    />
  );
}

/** All flows of the workspace can be found, however many there are. */
async function findFlows(search: string, cursor: string | null): Promise<OptionPage> {
  const text = search.trim();
  const { items, nextCursor } = await trpcClient.flow.list.query({
    limit: 50,
    ...(text === '' ? {} : { search: text }),
    ...(cursor === null ? {} : { cursor }),
  });
  return { options: items.map(({ id, name }) => ({ value: id, label: name })), next: nextCursor };
}

/** By its id until the name is known, and where it was removed. */
function FlowName({ flowId }: { readonly flowId: string }) {
  const { data } = useQuery(
    trpc.flow.get.queryOptions(
      { flowId: FlowId.parse(flowId) },
      { select: ({ document }) => document.name, retry: false },
    ),
  );
  return <>{data ?? flowId}</>;
}

function FilterPills({ search, onChange }: Pick<RunFilterBarProps, 'search' | 'onChange'>) {
  const flow = search.flow;
  return (
    <>
      {selectedStatuses(search).map((status) => (
        <DataPill
          key={status}
          neutral
          name={`the filter ${statusFilterWords[status]}`}
          onRemove={() => onChange(toggleStatus(search, status))}
        >
          status = <b className="font-semibold">{statusFilterWords[status]}</b>
        </DataPill>
      ))}
      {flow === undefined ? null : (
        <DataPill neutral name="the filter on the flow" onRemove={() => onChange({ ...search, flow: undefined })}>
          flow ={' '}
          <b className="font-semibold">
            <FlowName flowId={flow} />
          </b>
        </DataPill>
      )}
      {search.since === undefined ? null : (
        <DataPill neutral name="the filter on the time" onRemove={() => onChange({ ...search, since: undefined })}>
          started in <b className="font-semibold">{sinceWords[search.since]}</b>
        </DataPill>
      )}
      {search.mode === undefined ? null : (
        <DataPill neutral name="the filter on the kind" onRemove={() => onChange({ ...search, mode: undefined })}>
          kind = <b className="font-semibold">{search.mode === 'test' ? 'test runs' : 'live runs'}</b>
        </DataPill>
      )}
    </>
  );
}
