import { isTerminal } from '@patchbay/model/run';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../app/api-client.ts';
import { Heading, Status, TimeText } from '../ui/index.ts';
import type { RunView } from './run-summary.tsx';
import { runLook, shortRunId } from './run-words.ts';
import { traceRows } from './trace-rows.ts';

/** Deeper ones stand no further to the right: the panel is narrow. */
const deepest = 6;
const stepPx = 14;
/** How often it looks while something is under way: runs that this one leads to come by themselves. */
const lookAgainMs = 3_000;

/** The runs that belong to a run by a message, a call or a replay; nothing where it stands alone. */
export function RunTrace({ run }: { readonly run: RunView['run'] }) {
  const { data } = useQuery(
    trpc.run.trace.queryOptions(
      { runId: run.id },
      {
        refetchInterval: ({ state }) =>
          state.data?.items.some(({ status }) => !isTerminal(status)) === true ? lookAgainMs : false,
      },
    ),
  );
  if (data === undefined || data.items.length < 2) return null;
  return (
    <section className="grid gap-1.5" aria-label="Runs that belong together">
      <Heading>Runs that belong together</Heading>
      <ol className="grid grid-cols-[minmax(0,1fr)]">
        {traceRows(data.items).map(({ run: one, depth }) => {
          const { look, words } = runLook(one);
          return (
            <li
              key={one.id}
              aria-current={one.id === run.id ? 'true' : undefined}
              className={`flex min-h-9 items-center gap-2 rounded-1 px-2 py-1 ${one.id === run.id ? 'bg-accent-soft' : 'hover:bg-hover'}`}
              style={{ paddingLeft: 8 + Math.min(depth, deepest) * stepPx }}
            >
              <Status look={look}>
                <span className="sr-only">{words}</span>
              </Status>
              <span className="min-w-0 flex-1">
                <Link
                  to="/runs/$runId"
                  params={{ runId: one.id }}
                  className="block truncate font-medium text-accent-text hover:underline"
                  title={`${one.flowName}, run ${shortRunId(one.id)}: ${words}`}
                >
                  {one.flowName}
                </Link>
                <span className="block truncate text-12 text-ink-3">
                  {one.replayOf !== null ? 'Replay · ' : ''}
                  {one.what === '' ? words : one.what}
                </span>
              </span>
              <TimeText at={one.createdAt} ago className="flex-none text-12 text-ink-3" />
            </li>
          );
        })}
      </ol>
      {data.isCut ? (
        <p className="text-12 text-ink-3">There are more; the first {data.items.length} are shown.</p>
      ) : null}
    </section>
  );
}
