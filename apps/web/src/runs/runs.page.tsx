import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Activity, CirclePause, MailWarning, SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { trpc, trpcClient } from '../app/api-client.ts';
import { ApprovalsLink } from '../approvals/approvals.page.tsx';
import { ListStates } from '../app/list-states.tsx';
import { useMay, useSession } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { useFreshTop, usePages } from '../app/use-pages.ts';
import { useSearchText } from '../app/use-search-text.ts';
import { Button, CountPill, EmptyState, linkButtonClass, Spinner, SteadyScroll, useNow } from '../ui/index.ts';
import { ReplayAllButton } from './replay-all.tsx';
import { ReplayJobs } from './replay-jobs.tsx';
import { RunFigures } from './run-figures.tsx';
import { RunFilterBar } from './run-filter-bar.tsx';
import { groupRuns, parseRunSearch, runListQuery, type RunSearch } from './run-filters.ts';
import { RunTable } from './run-table.tsx';
import type { RunItem } from './run-table.tsx';
import { useLiveRuns } from './use-live-runs.ts';

export function RunsPage({ search }: { readonly search: RunSearch }) {
  const navigate = useNavigate();
  const { workspace, environment } = useSession();
  const change = (next: RunSearch) =>
    void navigate({ to: '/runs', search: parseRunSearch({ ...next }), replace: true });
  const [text, setText] = useSearchText(search.q ?? '', (q) => change({ ...search, q }));
  const mayRepair = useMay('run.repair');
  const { list, groups, stats, live } = useRuns(search);
  const filtered = Object.keys(search).length > 0;
  const total = (groups?.rest.length ?? 0) + (groups?.needsYou.length ?? 0);
  return (
    <PageFrame
      title="Runs"
      meta={<span className="truncate text-12 text-ink-3">{`${workspace.name} · ${environment.name}`}</span>}
      actions={
        <>
          <ApprovalsLink />
          <DeadLettersLink />
        </>
      }
      className="flex flex-col"
    >
      <RunFigures stats={stats} />
      <RunFilterBar
        search={search}
        onChange={change}
        text={text}
        onText={setText}
        aside={mayRepair && total > 0 ? <ReplayAllButton search={search} /> : undefined}
      />
      <ReplayJobs />
      <SteadyScroll className="min-h-0 flex-1 overflow-auto border-t border-line">
        <ListStates
          query={list}
          items={groups === undefined ? undefined : [...groups.needsYou, ...groups.rest]}
          empty={<NoRuns filtered={filtered} onClear={() => change({})} />}
          more="Show older runs"
        >
          {() => <RunTable needsYou={groups?.needsYou ?? []} rest={groups?.rest} />}
        </ListStates>
      </SteadyScroll>
      <footer className="flex h-10 flex-none items-center gap-2 border-t border-line px-4 text-12">
        {live ? (
          <>
            <span className="flex items-center gap-1 text-run">
              <Spinner /> Live
            </span>
            <span className="text-ink-3">new runs appear by themselves</span>
          </>
        ) : (
          <span className="flex items-center gap-1 text-wait">
            <CirclePause size={14} aria-hidden /> Not live: connecting to the server…
          </span>
        )}
        <span className="tabular ml-auto text-ink-3">
          {groups === undefined ? '' : `${total} shown${list.hasNextPage ? ', more are older' : ''}`}
        </span>
      </footer>
    </PageFrame>
  );
}

/** How many entries wait for a person, and the way to them. */
function DeadLettersLink() {
  const { data } = useQuery(trpc.deadLetter.list.queryOptions({ limit: 1 }));
  const waiting = data === undefined ? 0 : data.counts.poison + data.counts.undo + data.counts.spent;
  return (
    <Link to="/runs/dead-letters" className={linkButtonClass({ look: 'ghost' })}>
      <MailWarning size={14} aria-hidden />
      Dead letters {waiting === 0 ? null : <CountPill count={waiting} tone="wait" label="wait" />}
    </Link>
  );
}

const pageSize = 100;

function useRuns(search: RunSearch) {
  // The minute moves the window of “last hour” on without asking at every drawing.
  const now = useNow(60_000);
  const query = useMemo(() => runListQuery(search, now), [search, now]);
  const client = useQueryClient();
  const runs = {
    under: trpc.run.list.pathKey(),
    key: query,
    fetchPage: (cursor: { cursor?: string }) => trpcClient.run.list.query({ ...query, ...cursor, limit: pageSize }),
  };
  const list = usePages(runs);
  const freshTop = useFreshTop<RunItem>({
    ...runs,
    idOf: ({ id }) => id,
    isOpen: ({ finishedAt }) => finishedAt === null,
  });
  const needed = trpc.run.list.queryOptions(
    { ...query, needsYou: true, limit: pageSize },
    { placeholderData: (before) => before },
  );
  const needing = useQuery(needed);
  const live = useLiveRuns(() =>
    Promise.all([
      freshTop(),
      client.invalidateQueries({ queryKey: needed.queryKey }),
      client.invalidateQueries({ queryKey: trpc.run.stats.pathKey() }),
      client.invalidateQueries({ queryKey: trpc.deadLetter.list.queryKey({ limit: 1 }) }),
    ]),
  );
  const day = useMemo(() => new Date(Math.floor(now.getTime() / 60_000) * 60_000 - 86_400_000).toISOString(), [now]);
  const stats = useQuery(trpc.run.stats.queryOptions({ since: day }, { placeholderData: (before) => before }));
  const { items } = list;
  const groups = useMemo(
    () => (items === undefined || needing.data === undefined ? undefined : groupRuns(needing.data.items, items)),
    [items, needing.data],
  );
  return { list, groups, stats: stats.data, live };
}

function NoRuns({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  return filtered ? (
    <EmptyState
      icon={SearchX}
      title="No run matches these filters"
      why="Runs are kept; the filters hide them."
      action={<Button onClick={onClear}>Remove all filters</Button>}
    />
  ) : (
    <EmptyState
      icon={Activity}
      title="No runs yet"
      why="Every event that a published flow receives becomes a run, and every test run stands here too: what came in, what each step did, and what went out."
      action={
        <Link to="/flows" className={linkButtonClass({ look: 'primary' })}>
          Open a flow and test it
        </Link>
      }
      example="For example: an order that a shop posted to a webhook."
    />
  );
}
