// Replays in a storm: single ones of every kind, and jobs of many. Who asked and got no answer does not know whether there is one; so
// of each run there are at least the replays that were answered, and at most those that were asked for.
import { setTimeout as delay } from 'node:timers/promises';
import { ApiFailure } from '../../fixtures/public-api.ts';
import type { ReplayFacts } from '../invariants/index.ts';
import type { LoadParts, Pace, StormLoad } from './storm-load.ts';

const restMs = { one: 300, many: 12_000 };
/** A job takes the runs of so many seconds. */
const jobOf = { seconds: 4, perSecond: 50 };

const someSql = `
SELECT r.id, convert_from(e.body, 'UTF8') AS body FROM run r JOIN event e ON e.id = r.event_id
WHERE r.flow_id = ANY ($1::uuid[]) AND r.status = 3 AND r.replay_of IS NULL ORDER BY random() LIMIT 1`;
const rowsSql = `SELECT bulk_id AS "bulkId", run_id AS "runId", state FROM bulk_replay_run`;
const openSql = `SELECT count(*)::int AS open FROM bulk_replay WHERE status = 'running'`;

type Kind = 'same' | 'latest' | 'anew' | 'edited';

export async function startReplayLoad(parts: LoadParts, flowIds: readonly string[]): Promise<StormLoad> {
  const { rig, random, say } = parts;
  const counts = new Map<string, { least: number; most: number }>();
  const jobs = new Map<string, number>();
  const count = (of: string, change: { least: number; most: number }): void => {
    const { least, most } = counts.get(of) ?? { least: 0, most: 0 };
    counts.set(of, { least: least + change.least, most: most + change.most });
  };
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  let edits = 0;

  const inputOf = (kind: Kind, body: string | null): object => {
    if (kind === 'same') return { mode: 'same', version: 'original' };
    if (kind === 'latest') return { mode: 'same', version: 'latest' };
    if (kind === 'anew' || body === null) return { mode: 'asNewEvent', version: 'original' };
    const event = JSON.parse(body) as { id: string };
    // Another event in the eyes of the target.
    return { mode: 'asNewEvent', version: 'original', payload: { ...event, id: `${event.id}~${(edits += 1)}` } };
  };
  const replay = async (): Promise<void> => {
    const [run] = (await rig.db.query<{ id: string; body: string | null }>(someSql, [flowIds])).rows;
    if (run === undefined) return;
    const input = inputOf(pick(['same', 'latest', 'anew', 'edited'] as const), run.body);
    try {
      await rig.api.request('POST', `/runs/${run.id}/replay`, input);
      count(run.id, { least: 1, most: 1 });
    } catch (cause) {
      const isRefused = cause instanceof ApiFailure && cause.status < 500;
      if (!isRefused) count(run.id, { least: 0, most: 1 });
    }
  };
  const replayMany = async (): Promise<void> => {
    const since = new Date(Date.now() - jobOf.seconds * 1_000).toISOString();
    const filter = { flowId: pick(flowIds), status: ['succeeded'], since };
    const input = { filter, version: pick(['original', 'latest']), perSecond: jobOf.perSecond };
    const { bulkId, runs } = await rig.api.request<{ bulkId: string; runs: number }>('POST', '/bulk-replays', input);
    jobs.set(bulkId, runs);
    say(`a job replays ${runs} runs`);
  };
  const again = async ({ goesOn }: Pace, ms: number, what: () => Promise<void>): Promise<void> => {
    while (goesOn()) {
      await delay(ms);
      // The database may be away just now.
      await what().catch(() => undefined);
    }
  };

  return {
    flows: new Map(),
    senders: new Map(),
    rage: async (pace) => {
      await Promise.all([again(pace, restMs.one, replay), again(pace, restMs.many, replayMany)]);
    },
    settle: async () => (await rig.db.query<{ open: number }>(openSql)).rows[0]?.open === 0,
    facts: async () => {
      const { rows } = await rig.db.query<{ bulkId: string; runId: string; state: number }>(rowsSql);
      for (const { runId, state } of rows) if (state === 1) count(runId, { least: 1, most: 1 });
      const replays: ReplayFacts[] = [...counts].map(([of, counted]) => ({ of, ...counted }));
      const lost = [...jobs].filter(([id, runs]) => rows.filter(({ bulkId }) => bulkId === id).length !== runs);
      const sum = (of: 'least' | 'most'): number => replays.reduce((total, one) => total + one[of], 0);
      say(`${sum('least')} replays were taken, ${sum('most')} asked for, ${rows.length} of them by ${jobs.size} jobs`);
      // A job that was taken and lacks runs: nobody replays them.
      return { replays: [...replays, ...lost.map(([id, runs]) => ({ of: `job ${id}`, least: runs, most: runs }))] };
    },
  };
}
