import { Link } from '@tanstack/react-router';
import { Loaded } from '../app/loaded.tsx';
import type { LoadedProps } from '../app/loaded.tsx';
import type { FlowItem } from '../flows/flow-row.tsx';
import { FlowState } from '../flows/flow-state.tsx';
import { NamedIcon, Skeleton, TimeText } from '../ui/index.ts';

interface RecentFlowsProps {
  readonly query: LoadedProps<{ readonly items: readonly FlowItem[] }>['query'];
}

export const RecentFlows = ({ query }: RecentFlowsProps) => (
  <Loaded query={query} loading={<Lines />} className="m-3">
    {({ items }) => <List flows={items} />}
  </Loaded>
);

function List({ flows }: { readonly flows: readonly FlowItem[] }) {
  if (flows.length === 0)
    return <p className="px-4 py-3 text-ink-2">No flow yet. A template is the shortest way to one that works.</p>;
  return (
    <ul>
      {flows.map((flow) => (
        <li key={flow.id} className="border-b border-line last:border-b-0">
          <Link
            to="/flows/$flowId"
            params={{ flowId: flow.id }}
            className="flex h-10 items-center gap-2 px-4 outline-offset-[-2px] hover:bg-hover"
          >
            <span className="text-ink-3">
              <NamedIcon name={flow.triggers[0] ?? 'workflow'} />
            </span>
            <span className="min-w-0 flex-1 truncate font-medium">{flow.name}</span>
            <FlowState flow={flow} />
            <TimeText at={flow.updatedAt} ago className="w-20 text-right text-12 text-ink-3" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function Lines() {
  return (
    <div aria-busy>
      {[1, 2, 3].map((line) => (
        <div key={line} className="flex h-10 items-center px-4">
          <Skeleton className="w-56" />
        </div>
      ))}
    </div>
  );
}
