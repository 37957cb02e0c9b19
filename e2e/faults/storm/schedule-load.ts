// Schedules of each kind in a storm; one of them is paused and resumed now and then.
import { setTimeout as delay } from 'node:timers/promises';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { dueSchedules } from '../schedule-facts.ts';
import { patience, publishInto } from './storm-load.ts';
import type { LoadParts, StormLoad } from './storm-load.ts';

const schedules = [
  { id: 'leave', missed: 'skip', overlap: 'allow' },
  { id: 'newest', missed: 'once', overlap: 'skip' },
  { id: 'turns', missed: 'all', overlap: 'queue' },
] as const;
/** Of the schedules, as if nobody had been there: there is more to fire than a storm has minutes. */
const minutesBehind = 20;

const behindSql = `
UPDATE schedule SET next_at = next_at - $1 * interval '1 minute', registered_at = registered_at - $1 * interval '1 minute'
WHERE node_id = $2`;

/** There is time before the next full minute. */
async function youngMinute(): Promise<void> {
  const leftMs = 60_000 - (Date.now() % 60_000);
  if (leftMs < 20_000) await delay(leftMs + 500);
}

export async function startScheduleLoad({ rig, targetUrl, random, say }: LoadParts): Promise<StormLoad> {
  const flows = new Map<string, FlowJson>();
  const flowOf = new Map<string, string>();
  for (const { id, ...rules } of schedules) {
    const draft = new FlowDraft(targetUrl).everyMinute(id, rules).effect('send', patience).to(id, 'send');
    await youngMinute();
    flowOf.set(id, (await publishInto(flows, rig, draft.build(`Storm: ${id}`))).flowId);
    // Before its first time comes, which would then be both fired and missed.
    await rig.db.query(behindSql, [minutesBehind, id]);
  }
  const turn = async (way: 'pause' | 'resume'): Promise<void> => {
    for (;;) {
      try {
        await rig.api.request('POST', `/flows/${flowOf.get('leave')}/triggers/leave/${way}`);
        return say(`a schedule is ${way}d`);
      } catch {
        await delay(500);
      }
    }
  };
  const rest = (): Promise<void> => delay(5_000 + random() * 10_000);
  return {
    flows,
    senders: new Map(),
    rage: async ({ goesOn }) => {
      while (goesOn()) {
        await rest();
        if (!goesOn()) return;
        await turn('pause');
        await rest();
        await turn('resume');
      }
    },
    settle: async () => (await dueSchedules(rig.db)) === 0,
  };
}
