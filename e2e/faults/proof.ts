// From a rig and its target to evidence, and from evidence to a verdict.
import type pg from 'pg';
import type { FlowJson } from '../fixtures/rig/flow-document.ts';
import type { RecordedCall } from '../fixtures/rig/recording-target.ts';
import { groupBy, noEvidence, violationsOf } from './invariants/index.ts';
import { looseParts } from './loose-parts.ts';
import { plannedEvent, scheduleFacts } from './schedule-facts.ts';
import { stepKeys } from './step-keys.ts';
import type { Evidence, Glimpse, KeyedRuns, RunRow, StepRow, StepStatus, Violation } from './invariants/index.ts';

interface StoredRun extends Omit<RunRow, 'event'> {
  readonly triggerId: string;
  readonly meta: string;
  readonly body: Buffer | null;
}

const ms = (column: string): string => `extract(epoch FROM ${column})::float8 * 1000`;
const runsSql = `
SELECT r.id, r.flow_id AS "flowId", r.version_id AS "versionId", r.effect_root AS "effectRoot", r.replay_of AS "replayOf", r.status, r.fence,
  ${ms('r.created_at')} AS "createdAt", ${ms('r.started_at')} AS "startedAt", ${ms('r.finished_at')} AS "finishedAt",
  ${ms('r.wake_at')} AS "wakeAt", ${ms('r.cancel_at')} AS "cancelAt",
  e.trigger_id AS "triggerId", e.meta, e.body
FROM v_run r JOIN event e ON e.id = r.event_id`;
const stepsSql = 'SELECT run_id AS "runId", path, status, ports, output FROM v_step';
const recordsSql = `
SELECT run_id AS "runId", path, seq, place::int AS place, ${ms('at')} AS at, record ->> 'status' AS status FROM v_step_record`;
const attemptsSql = `SELECT run_id AS "runId", path, ${ms('started_at')} AS "startedAt" FROM v_attempt`;
const leftSql = `SELECT run_id AS "runId", remaining FROM dead_letter WHERE remaining IS NOT NULL`;
const openSql = `
SELECT count(*)::int AS open FROM v_run
WHERE (status IN ('queued', 'running', 'compensating') OR (status = 'waiting' AND wake_at IS NOT NULL))
  AND flow_id <> ALL ($1::uuid[])`;

/** What the sender calls the event; of a schedule, its trigger and planned time; of a message, the trigger and what its sender calls it. */
function eventOf({ triggerId, meta, body }: Pick<StoredRun, 'triggerId' | 'meta' | 'body'>): string | null {
  if (body === null || body.length === 0) {
    const { plannedAt, headers } = JSON.parse(meta) as { plannedAt?: string; headers?: { 'x-id'?: string } };
    // Large bodies stand elsewhere, and their senders say the id beside them.
    return plannedAt === undefined ? (headers?.['x-id'] ?? null) : plannedEvent(triggerId, plannedAt);
  }
  const { id } = JSON.parse(body.toString('utf8')) as { id?: unknown };
  if (typeof id !== 'string') return null;
  return 'messageId' in (JSON.parse(meta) as object) ? `${triggerId}:${id}` : id;
}

/** What a request of the chain carries of a step: of an HTTP answer its body. */
const answerOf = (output: unknown): unknown =>
  typeof output === 'object' && output !== null && 'body' in output && ('status' in output || 'method' in output)
    ? output.body
    : output;

type Told = Pick<
  Evidence,
  'messages' | 'published' | 'batches' | 'recordsToSend' | 'files' | 'refused' | 'replays' | 'carried'
>;

export interface ProofParts extends Partial<Told> {
  readonly db: pg.Pool;
  readonly calls: readonly RecordedCall[];
  /** By flow id. */
  readonly flows: ReadonlyMap<string, FlowJson>;
  /** Of flows with several versions, by the id of each. */
  readonly versions?: ReadonlyMap<string, FlowJson>;
  /** Events that were answered with 2xx, by flow id. */
  readonly accepted: ReadonlyMap<string, readonly string[]>;
  /** Events that must have their run though nobody was told so: of calls that were made. */
  readonly alsoAccepted?: Evidence['accepted'];
  readonly glimpses?: readonly Glimpse[];
  readonly deadlineMs?: number;
  /** Which original runs share a key, by what the sender knows. */
  readonly keyed?: (runs: readonly RunRow[]) => readonly KeyedRuns[];
  readonly expected?: (run: RunRow, body: unknown) => ReadonlyMap<string, StepStatus> | undefined;
}

export async function gatherEvidence(parts: ProofParts): Promise<Evidence> {
  const read = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> =>
    (await parts.db.query<Row>(sql)).rows;
  // Before the rows: what happens while they are read is not held against them.
  const calls = [...parts.calls];
  // What has fired has a run, so it is asked before the runs are.
  const { schedules, fired } = await scheduleFacts(parts.db);
  const stored = await read<StoredRun>(runsSql);
  const runs = stored.map(({ body, meta, triggerId, ...run }): RunRow => ({
    ...run,
    event: eventOf({ triggerId, meta, body }),
  }));
  const rootOf = await rootsOf(parts.db, runs);
  const steps = await read<StepRow>(stepsSql);
  const letters = await read<{ runId: string; remaining: string }>(leftSql);
  const [now] = await read<{ at: number }>(`SELECT ${ms('now()')} AS at`);
  const expected = new Map<string, ReadonlyMap<string, StepStatus>>();
  for (const [index, run] of runs.entries()) {
    const body = stored[index]?.body ?? null;
    if (run.status !== 'succeeded' || body === null || body.length === 0) continue;
    const model = parts.expected?.(run, JSON.parse(body.toString('utf8')));
    if (model !== undefined) expected.set(run.id, model);
  }
  return {
    ...noEvidence,
    readAt: now?.at ?? 0,
    deadlineMs: parts.deadlineMs ?? noEvidence.deadlineMs,
    accepted: [
      ...[...parts.accepted].flatMap(([flowId, events]) => events.map((event) => ({ event, flowId }))),
      ...fired,
      ...(parts.alsoAccepted ?? []),
    ],
    schedules,
    runs,
    steps: steps.map((step) => ({ ...step, output: answerOf(step.output) })),
    records: await read(recordsSql),
    attempts: await read(attemptsSql),
    calls: calls.map((call) => (call.honoursKeys ? { ...call, root: rootOf(call) } : call)),
    glimpses: parts.glimpses ?? [],
    graphs: new Map([...parts.flows, ...(parts.versions ?? [])]),
    left: new Map(
      letters.map(({ runId, remaining }) => [
        runId,
        (JSON.parse(remaining) as { readonly path: string }[]).map(({ path }) => path),
      ]),
    ),
    keyed: parts.keyed?.(runs.filter((run) => run.replayOf === null)) ?? [],
    expected,
    loose: await looseParts(parts.db),
    ...toldOf(parts),
  };
}

/** The keys are worked out once more, from outside: so each call is that of a run, or of none. */
async function rootsOf(db: pg.Pool, runs: readonly RunRow[]): Promise<(call: RecordedCall) => string | null> {
  const keyOf = await stepKeys(db);
  const byEvent = groupBy(runs, (run) => run.event ?? run.id);
  return ({ event, step, key }) => {
    const roots = new Set((byEvent.get(event) ?? []).map(({ effectRoot }) => effectRoot));
    return [...roots].find((root) => keyOf(root, step) === key) ?? null;
  };
}

const toldOf = (parts: ProofParts): Told => ({
  messages: parts.messages ?? [],
  published: parts.published ?? [],
  batches: [...(parts.batches ?? [])],
  recordsToSend: parts.recordsToSend ?? [],
  files: parts.files ?? [],
  refused: parts.refused ?? [],
  replays: parts.replays ?? [],
  carried: parts.carried ?? noEvidence.carried,
});

export const proof = async (parts: ProofParts): Promise<Violation[]> => violationsOf(await gatherEvidence(parts));

/** Looks at the runs again and again, for what must never change or go back. */
export function watchRuns(db: pg.Pool, everyMs = 500): { readonly glimpses: Glimpse[]; stop(): Promise<void> } {
  const glimpses: Glimpse[] = [];
  let current: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    current = db
      .query<Glimpse[number]>('SELECT id, status, fence FROM v_run')
      // The database may be away just now, which is what is being tested.
      .then(
        ({ rows }) => void glimpses.push(rows),
        () => undefined,
      )
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return {
    glimpses,
    stop: async () => {
      clearInterval(timer);
      await current;
    },
  };
}

/** Runs that are not at their end and wait for no person, but for those of some flows; undefined while the database cannot say. */
export async function openRuns(db: pg.Pool, exceptOf: readonly string[] = []): Promise<number | undefined> {
  try {
    return (await db.query<{ open: number }>(openSql, [exceptOf])).rows[0]?.open;
  } catch {
    return undefined;
  }
}
