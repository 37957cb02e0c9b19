// Bursts in a storm: many events at once, each sent only once. Whoever was told that his event is taken has a run, whoever was told that
// it is not has none; whose answer was lost has one at most, and has one for certain where he sends it again.
import { setTimeout as delay } from 'node:timers/promises';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import { patience, publishInto } from './storm-load.ts';
import type { LoadParts, StormLoad } from './storm-load.ts';

const eventsAtOnce = 60;
const restMs = { least: 4_000, most: 9_000 };

const short = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl)
    .hook()
    .map('shape', { id: 'trigger.body.id' })
    .effect('tell', patience)
    .to('hook', 'shape')
    .to('shape', 'tell')
    .build('Bursts');

export async function startBurstLoad({
  rig,
  targetUrl,
  hookUrls,
  random,
  say,
  limitMs,
}: LoadParts): Promise<StormLoad> {
  const flows = new Map<string, FlowJson>();
  const { flowId, hook } = await publishInto(flows, rig, short(targetUrl));
  const sender = createSender(() => hookUrls(hook), limitMs);
  const refused: string[] = [];
  const unknown: string[] = [];
  const burst = async (number: number): Promise<void> => {
    const told = { accepted: 0, refused: 0, unknown: 0 };
    const one = async (n: number): Promise<void> => {
      const event = { id: `burst-${number}-${n}` };
      const answer = await sender.once(event);
      told[answer] += 1;
      if (answer === 'refused') refused.push(event.id);
      if (answer !== 'unknown') return;
      if (n % 2 === 0) await sender.send(event);
      else unknown.push(event.id);
    };
    await Promise.all(Array.from({ length: eventsAtOnce }, (_, n) => one(n)));
    say(`a burst: ${told.accepted} events taken, ${told.refused} refused, of ${told.unknown} nobody knows`);
  };
  return {
    flows,
    senders: new Map([[flowId, sender]]),
    rage: async ({ goesOn }) => {
      for (let number = 0; goesOn(); number += 1) {
        await delay(restMs.least + random() * (restMs.most - restMs.least));
        if (goesOn()) await burst(number);
      }
    },
    facts: async () => {
      const { rows } = await rig.db.query<{ key: string }>('SELECT key FROM event_key WHERE key = ANY ($1::text[])', [
        unknown,
      ]);
      say(
        `of bursts ${refused.length} events were refused; of ${unknown.length} whose answer was lost ${rows.length} are there`,
      );
      return { refused: refused.map((event) => ({ event, flowId })) };
    },
  };
}
