import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Loaded } from '../app/loaded.tsx';
import type { LoadedProps } from '../app/loaded.tsx';
import type { RunItem } from '../runs/run-table.tsx';
import { runLook } from '../runs/run-words.ts';
import { Status, TimeText } from '../ui/index.ts';
import { Lines } from './recent-flows.tsx';

export interface RunLinesProps {
  readonly query: LoadedProps<{ readonly items: readonly RunItem[] }>['query'];
  readonly empty: ReactNode;
}

/** Runs in one line each: how it stands, of which flow, what happened, when. */
export const RunLines = ({ query, empty }: RunLinesProps) => (
  <Loaded query={query} loading={<Lines />} className="m-3">
    {({ items }) => <List runs={items} empty={empty} />}
  </Loaded>
);

function List({ runs, empty }: { readonly runs: readonly RunItem[]; readonly empty: ReactNode }) {
  if (runs.length === 0) return <p className="flex items-center gap-2 px-4 py-3 text-ink-2">{empty}</p>;
  return (
    <ul>
      {runs.map((run) => {
        const { look, words } = runLook(run);
        return (
          <li key={run.id} className="border-b border-line last:border-b-0">
            <Link
              to="/runs/$runId"
              params={{ runId: run.id }}
              className="flex h-10 items-center gap-3 px-4 outline-offset-[-2px] hover:bg-hover"
            >
              <Status look={look} className="w-36 flex-none">
                {words}
              </Status>
              <span className="max-w-60 flex-none truncate font-medium">{run.flowName}</span>
              <span className="min-w-0 flex-1 truncate text-ink-2">{run.what}</span>
              <TimeText
                at={run.startedAt ?? run.createdAt}
                ago
                className="w-20 flex-none text-right text-12 text-ink-3"
              />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
