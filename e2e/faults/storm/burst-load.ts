// Bursts in a storm, in a workspace of their own: many events at once, each sent only once, while the runs of their flow are held back,
// until servers refuse them. Whoever was told that his event is taken has a run, whoever was told that it is not has none; whose answer
// was lost has one at most, and has one for certain where he sends it again.
import { setTimeout as delay } from 'node:timers/promises';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import type { Sender } from '../../fixtures/rig/sender.ts';
import { patience, publishInto } from './storm-load.ts';
import type { LoadParts, StormLoad } from './storm-load.ts';

const eventsAtOnce = 40;
/** Servers count what waits once a second. */
const restMs = { least: 5_000, most: 10_000, wave: 400, doubt: 500 };
/** While servers are dead or the database is away nobody is refused: such a burst ends without it. */
const mostWaves = 15;

const short = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl)
    .hook()
    .map('shape', { id: 'trigger.body.id' })
    .effect('tell', patience)
    .to('hook', 'shape')
    .to('shape', 'tell')
    .build('Bursts');

interface Event {
  readonly id: string;
}
type Answer = Awaited<ReturnType<Sender['once']>>;
type Told = Readonly<Record<Answer, readonly Event[]>>;

export async function startBurstLoad({
  rig,
  targetUrl,
  hookUrls,
  random,
  say,
  limitMs,
}: LoadParts): Promise<StormLoad> {
  const flows = new Map<string, FlowJson>();
  const api = await rig.neighbour();
  const { flowId, hook } = await publishInto(flows, rig, short(targetUrl), api);
  const sender = createSender(() => hookUrls(hook), limitMs);
  const refused: string[] = [];
  const unknown: string[] = [];
  /** Whoever gets no answer asks again: twice is as good as once. */
  const insist = async (on: 'pause' | 'resume'): Promise<void> => {
    for (;;) {
      try {
        await api.request('POST', `/flows/${flowId}/${on}`);
        return;
      } catch {
        await delay(restMs.doubt);
      }
    }
  };
  const wave = async (name: string): Promise<Told> => {
    const events = Array.from({ length: eventsAtOnce }, (_, n) => ({ id: `${name}-${n}` }));
    const answers = await Promise.all(events.map(async (event) => ({ event, answer: await sender.once(event) })));
    const told = (of: Answer): Event[] => answers.filter(({ answer }) => answer === of).map(({ event }) => event);
    return { accepted: told('accepted'), refused: told('refused'), unknown: told('unknown') };
  };
  const burst = async (number: number, mayGoOn: () => boolean): Promise<void> => {
    const count = { accepted: 0, refused: 0, unknown: 0 };
    const inDoubt: Event[] = [];
    await insist('pause');
    for (let n = 0; n < mostWaves && count.refused < eventsAtOnce && mayGoOn(); n += 1) {
      const told = await wave(`burst-${number}-${n}`);
      for (const answer of ['accepted', 'refused', 'unknown'] as const) count[answer] += told[answer].length;
      refused.push(...told.refused.map(({ id }) => id));
      inDoubt.push(...told.unknown);
      await delay(restMs.wave);
    }
    await insist('resume');
    say(`a burst: ${count.accepted} events taken, ${count.refused} refused, of ${count.unknown} nobody knows`);
    const sentAgain = inDoubt.filter((_, index) => index % 2 === 0);
    unknown.push(...inDoubt.filter((_, index) => index % 2 === 1).map(({ id }) => id));
    await sender.sendAll(sentAgain, eventsAtOnce);
  };
  return {
    flows,
    senders: new Map([[flowId, sender]]),
    heldBack: [flowId],
    rage: async ({ goesOn }) => {
      // On a machine so slow that the storm was over before anybody was refused, one more burst meets the calm.
      const mayGoOn = (): boolean => goesOn() || refused.length === 0;
      for (let number = 0; mayGoOn(); number += 1) {
        await delay(restMs.least + random() * (restMs.most - restMs.least));
        if (mayGoOn()) await burst(number, mayGoOn);
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
