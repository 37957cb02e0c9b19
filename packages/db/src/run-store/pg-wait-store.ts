// Waits over PostgreSQL. One row each, whoever comes first, the step that asks or the answer: so neither misses the other.
import type { WaitKey, WaitState, WaitStore, WaitToOpen } from '@patchbay/engine/drivers';
import type { RunId } from '@patchbay/model/identity';
import { AppError } from '@patchbay/model/errors';
import { Batcher } from './batcher.ts';
import { HotConnection } from './hot-connection.ts';
import { doubleArray, textArray, uuidArray } from './wire-arrays.ts';

const ms = (column: string): string => `extract(epoch FROM ${column})::float8 * 1000`;
const columns = `w.effect_root, w.path, w.ask, ${ms('w.due_at')}, ${ms('w.remind_at')}, ${ms('w.reminded_at')},
  w.over_at IS NOT NULL, ${ms('w.answered_at')}, w.content_type, w.meta, w.body, w.blob`;

/** Opened by the same run before: its times stay. By a replay: they begin anew, unless the answer is there. */
const mine = 'w.opened_at IS NOT NULL AND excluded.runs <@ w.runs';
const openSql = `
INSERT INTO wait AS w (effect_root, path, runs, workspace_id, environment_id, flow_id, node_id, kind, opened_at, due_at, remind_at, ask)
SELECT d.effect_root, d.path, ARRAY[d.run_id], d.workspace_id, d.environment_id, d.flow_id, d.node_id, d.kind, now(),
  now() + d.timeout_ms * interval '1 millisecond', now() + d.remind_ms * interval '1 millisecond', d.ask
FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::float8[],
  $10::float8[], $11::text[])
AS d(effect_root, path, run_id, workspace_id, environment_id, flow_id, node_id, kind, timeout_ms, remind_ms, ask)
ON CONFLICT (effect_root, path) DO UPDATE SET
  runs = CASE WHEN excluded.runs <@ w.runs THEN w.runs ELSE w.runs || excluded.runs END,
  opened_at = CASE WHEN ${mine} THEN w.opened_at ELSE excluded.opened_at END,
  due_at = CASE WHEN ${mine} THEN w.due_at ELSE excluded.due_at END,
  remind_at = CASE WHEN ${mine} THEN w.remind_at ELSE excluded.remind_at END,
  reminded_at = CASE WHEN ${mine} THEN w.reminded_at END,
  over_at = CASE WHEN ${mine} THEN w.over_at END,
  ask = CASE WHEN ${mine} THEN w.ask ELSE excluded.ask END
RETURNING ${columns}`;

const lookSql = `
UPDATE wait w SET
  over_at = CASE WHEN w.answered_at IS NULL AND w.due_at <= now() THEN coalesce(w.over_at, now()) ELSE w.over_at END,
  reminded_at = CASE WHEN w.answered_at IS NULL AND w.remind_at <= now() THEN coalesce(w.reminded_at, now())
    ELSE w.reminded_at END
FROM unnest($1::uuid[], $2::text[]) AS d(effect_root, path)
WHERE w.effect_root = d.effect_root AND w.path = d.path AND w.opened_at IS NOT NULL
RETURNING ${columns}`;

const groupSize = 64;
const keyOf = ({ effectRoot, path }: WaitKey): string => `${effectRoot} ${path}`;

export class PgWaitStore implements WaitStore {
  readonly #connections: HotConnection[];
  readonly #open: Batcher<WaitToOpen, WaitState, HotConnection>;
  readonly #look: Batcher<WaitKey, WaitState | null, HotConnection>;

  constructor({ url }: { url: string }) {
    const [opens, looks] = [new HotConnection({ url }), new HotConnection({ url })];
    this.#connections = [opens, looks];
    const shared = { maxItems: groupSize, delayMs: 0 };
    this.#open = new Batcher({ ...shared, connections: [opens], flush: openTogether });
    this.#look = new Batcher({ ...shared, connections: [looks], flush: lookTogether });
  }

  open(wait: WaitToOpen): Promise<WaitState> {
    return this.#open.push(wait);
  }

  look(key: WaitKey): Promise<WaitState | null> {
    return this.#look.push(key);
  }

  async close(): Promise<void> {
    await Promise.all([this.#open.drain(), this.#look.drain()]);
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }
}

async function openTogether(connection: HotConnection, waits: readonly WaitToOpen[]): Promise<WaitState[]> {
  const rows = await connection.run('wait-open', openSql, [
    uuidArray(waits.map((wait) => wait.effectRoot)),
    textArray(waits.map((wait) => wait.path)),
    uuidArray(waits.map((wait) => wait.runId)),
    uuidArray(waits.map((wait) => wait.workspaceId)),
    uuidArray(waits.map((wait) => wait.environmentId)),
    uuidArray(waits.map((wait) => wait.flowId)),
    textArray(waits.map((wait) => wait.nodeId)),
    textArray(waits.map((wait) => wait.kind)),
    doubleArray(waits.map((wait) => wait.timeoutMs)),
    doubleArray(waits.map((wait) => wait.remindAfterMs)),
    textArray(waits.map((wait) => wait.ask)),
  ]);
  const states = byKey(rows);
  return waits.map((wait) => {
    const state = states.get(keyOf(wait));
    if (state === undefined) throw new AppError('internal', `the wait ${keyOf(wait)} was not stored`);
    return state;
  });
}

async function lookTogether(connection: HotConnection, keys: readonly WaitKey[]): Promise<(WaitState | null)[]> {
  const roots = uuidArray(keys.map((key) => key.effectRoot));
  const rows = await connection.run('wait-look', lookSql, [roots, textArray(keys.map((key) => key.path))]);
  const states = byKey(rows);
  return keys.map((key) => states.get(keyOf(key)) ?? null);
}

const byKey = (rows: readonly unknown[][]): Map<string, WaitState> =>
  new Map(rows.map(toState).map((state) => [keyOf(state), state]));

const dateOf = (value: unknown): Date | null => (typeof value === 'number' ? new Date(value) : null);

/** The columns in their order. */
function toState(row: readonly unknown[]): WaitState {
  const answeredAt = dateOf(row[7]);
  return {
    effectRoot: row[0] as RunId,
    path: row[1] as string,
    ask: row[2] as string | null,
    dueAt: new Date(row[3] as number),
    remindAt: dateOf(row[4]),
    remindedAt: dateOf(row[5]),
    isOver: row[6] as boolean,
    answer:
      answeredAt === null
        ? null
        : {
            at: answeredAt,
            contentType: row[8] as string,
            meta: row[9] as string,
            body: row[10] as Buffer | null,
            blob: row[11] as string | null,
          },
  };
}
