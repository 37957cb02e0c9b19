// The filters of the run list and the address that carries them: `/runs?status=failed,waiting&since=7d&q=refused`.
import type { RunStatus } from '@patchbay/model/run';
import { runStatusWords } from './run-words.ts';

export interface RunSearch {
  /** Statuses, and `needs-you`, separated by commas. */
  readonly status?: string;
  readonly flow?: string;
  readonly since?: Since;
  readonly q?: string;
  readonly mode?: 'live' | 'test';
}

export const sinceWords = {
  '1h': 'last hour',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
} as const;
export type Since = keyof typeof sinceWords;
const sinceMs: Readonly<Record<Since, number>> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
};

const needsYou = 'needs-you';
export type StatusFilter = RunStatus | typeof needsYou;
export const statusFilterWords: Readonly<Record<StatusFilter, string>> = { [needsYou]: 'Needs you', ...runStatusWords };
const statusFilters = Object.keys(statusFilterWords) as StatusFilter[];

const isSince = (value: unknown): value is Since => typeof value === 'string' && Object.hasOwn(sinceWords, value);
const flowId = /^[0-9a-f-]{36}$/i;

/** Reads what an address says; what it does not understand is left out. */
export function parseRunSearch(search: Record<string, unknown>): RunSearch {
  const { status, flow, since, q, mode } = search;
  const statuses = typeof status === 'string' ? selectedStatuses({ status }) : [];
  return {
    ...(statuses.length === 0 ? {} : { status: statuses.join(',') }),
    ...(typeof flow === 'string' && flowId.test(flow) ? { flow } : {}),
    ...(isSince(since) ? { since } : {}),
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.slice(0, 200) } : {}),
    ...(mode === 'live' || mode === 'test' ? { mode } : {}),
  };
}

export function selectedStatuses({ status = '' }: Pick<RunSearch, 'status'>): StatusFilter[] {
  const words = new Set(status.split(','));
  return statusFilters.filter((filter) => words.has(filter));
}

export function toggleStatus(search: RunSearch, filter: StatusFilter): RunSearch {
  const before = selectedStatuses(search);
  const after = before.includes(filter) ? before.filter((one) => one !== filter) : [...before, filter];
  return parseRunSearch({ ...search, status: after.join(',') });
}

export interface RunListQuery {
  readonly status?: RunStatus[];
  readonly needsYou?: boolean;
  readonly flowId?: string;
  readonly since?: string;
  readonly search?: string;
  readonly mode?: 'live' | 'test';
}

const minuteMs = 60_000;

/** What to ask of the server. `since` is cut to the minute, so that drawing again does not ask again. */
export function runListQuery(search: RunSearch, now: Date): RunListQuery {
  const statuses = selectedStatuses(search);
  const stored = statuses.filter((status) => status !== needsYou);
  const from =
    search.since === undefined ? undefined : Math.floor((now.getTime() - sinceMs[search.since]) / minuteMs) * minuteMs;
  return {
    ...(stored.length === 0 ? {} : { status: stored }),
    ...(statuses.includes(needsYou) ? { needsYou: true } : {}),
    ...(search.flow === undefined ? {} : { flowId: search.flow }),
    ...(from === undefined ? {} : { since: new Date(from).toISOString() }),
    ...(search.q === undefined ? {} : { search: search.q.trim() }),
    ...(search.mode === undefined ? {} : { mode: search.mode }),
  };
}

/** Runs that need a person stand first; each run stands once. */
export function groupRuns<Run extends { readonly id: string; readonly needsDecision: boolean }>(
  needing: readonly Run[],
  all: readonly Run[],
): { needsYou: Run[]; rest: Run[] } {
  const seen = new Set(needing.map((run) => run.id));
  const late = all.filter((run) => run.needsDecision && !seen.has(run.id));
  const first = [...needing, ...late];
  const ids = new Set(first.map((run) => run.id));
  return { needsYou: first, rest: all.filter((run) => !ids.has(run.id)) };
}
