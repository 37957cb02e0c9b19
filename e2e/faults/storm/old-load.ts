// Runs that have had their time, in a storm: as soon as they end they are as good as two days old, and workers remove them, while some are
// replayed. Of all other flows no run goes (I1), and what stays is whole (I16).
import { setTimeout as delay } from 'node:timers/promises';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import type { StormLoad, LoadParts } from './storm-load.ts';

const restMs = 150;
const shareReplayed = 0.3;
const eventsAtOnce = 5;

const shortLived = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl).hook().map('keep', { id: 'trigger.body.id' }).to('hook', 'keep').build('Short-lived');

const ageSql = `
UPDATE run SET finished_at = finished_at - interval '2 days'
WHERE flow_id = $1 AND status IN (3, 4, 5) AND finished_at > now() - interval '1 day'`;
/** A run that lost three workers waits for a person, and holds what stands on its effects: such families are kept for good. */
const leftSql = `
SELECT count(*)::int AS runs FROM run r
WHERE r.flow_id = $1 AND NOT EXISTS (
  SELECT FROM run m JOIN dead_letter d ON d.run_id = m.id
  WHERE (m.id = r.effect_root OR m.effect_root = r.effect_root) AND d.discarded_at IS NULL AND d.redriven_at IS NULL)`;
const someSql = 'SELECT id FROM run WHERE flow_id = $1 ORDER BY random() LIMIT 1';

export async function startOldLoad({ rig, targetUrl, hookUrls, random, say, limitMs }: LoadParts): Promise<StormLoad> {
  const { flowId, hook } = await rig.publish(shortLived(targetUrl));
  await rig.api.request('PUT', `/flows/${flowId}/retention`, {
    keep: { succeededDays: 1, failedDays: 1, deadLetterDays: null },
  });
  const sender = createSender(() => hookUrls(hook), limitMs);
  let replayed = 0;
  /** It is there, or it is gone: whatever is said, nothing is left in halves. */
  const replaySome = async (): Promise<void> => {
    const [run] = (await rig.db.query<{ id: string }>(someSql, [flowId])).rows;
    if (run === undefined) return;
    const mode = random() < 0.5 ? 'same' : 'asNewEvent';
    await rig.api.request('POST', `/runs/${run.id}/replay`, { mode, version: 'original' });
    replayed += 1;
  };
  const left = async (): Promise<number> =>
    (await rig.db.query<{ runs: number }>(leftSql, [flowId])).rows[0]?.runs ?? -1;
  return {
    flows: new Map(),
    // Its events are taken, and their runs may be gone.
    senders: new Map(),
    rage: async ({ goesOn, mayHaveMore }) => {
      for (let n = 0; goesOn(); n += eventsAtOnce) {
        if (mayHaveMore()) {
          const events = Array.from({ length: eventsAtOnce }, (_, index) => ({ id: `old-${n + index}` }));
          await sender.sendAll(events, eventsAtOnce);
        }
        // The database may be away just now.
        await rig.db.query(ageSql, [flowId]).catch(() => undefined);
        if (random() < shareReplayed) await replaySome().catch(() => undefined);
        await delay(restMs);
      }
    },
    /** All that has ended goes, once the last replay has, but for what a dead letter holds. */
    settle: async () => {
      await rig.db.query(ageSql, [flowId]);
      return (await left()) === 0;
    },
    facts: async () => {
      say(
        `${sender.accepted.length} events had short-lived runs, ${replayed} of them were replayed; ${await left()} are left`,
      );
      return {};
    },
  };
}
