// Topics in a storm: flows that publish and a program that does, subscribers with and without a filter, and one that gets all of its
// messages once more now and then.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import { messagesFor, publishedSteps } from '../message-facts.ts';
import type { Subscriber } from '../message-facts.ts';
import { patience, publishInto } from './storm-load.ts';
import type { LoadParts, Pace, StormLoad } from './storm-load.ts';

/** Of flows, and of a program. */
const topics = { orders: 'storm.orders', signals: 'storm.signals' } as const;
const filterFrom = 50;
const restMs = { event: 150, signal: 200, replay: 8_000, doubt: 1_000 };

const publishing = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl)
    .hook()
    .effect('book', patience)
    .publish('say', topics.orders, '{ id: trigger.body.id, n: trigger.body.n }')
    .effect('told', { ...patience, uses: ['book'] })
    .to('hook', 'book')
    .to('book', 'say')
    .to('say', 'told')
    .build('Publishes');

const listening = (targetUrl: string, id: string, filter?: string): FlowJson =>
  new FlowDraft(targetUrl)
    .subscribed(id, topics.orders, filter)
    .effect('hear', patience)
    .to(id, 'hear')
    .build(`Subscribes: ${id}`);

/** Its messages have no id: so no event of them is taken for another when it comes once more. */
const again = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl)
    .subscribed('again', topics.signals)
    .map('keep', { n: 'trigger.body.n' })
    .to('again', 'keep')
    .build('Subscribes: again');

export async function startMessageLoad(parts: LoadParts): Promise<StormLoad> {
  const { rig, targetUrl, hookUrls, say, limitMs } = parts;
  const flows = new Map<string, FlowJson>();
  for (const name of Object.values(topics)) await rig.api.request('POST', '/topics', { name });
  const publisher = await publishInto(flows, rig, publishing(targetUrl));
  const sender = createSender(() => hookUrls(publisher.hook), limitMs);
  const subscribe = async (document: FlowJson, topic: string, wants: (n: number) => boolean): Promise<Subscriber> => {
    const { flowId } = await publishInto(flows, rig, document);
    return { flowId, topic, wants, replayedTo: [] };
  };
  const heard = `trigger.body.n >= ${filterFrom}`;
  const repeated = await subscribe(again(targetUrl), topics.signals, () => true);
  const subscribers = [
    await subscribe(listening(targetUrl, 'all'), topics.orders, () => true),
    await subscribe(listening(targetUrl, 'some', heard), topics.orders, (n) => n >= filterFrom),
    repeated,
  ];

  const sendEvents = async ({ goesOn, mayHaveMore }: Pace): Promise<void> => {
    for (let n = 0; goesOn(); n += 1) {
      if (mayHaveMore()) await sender.send({ id: `message-${n}`, n: n % 100 });
      await delay(restMs.event);
    }
  };
  const signal = async (n: number): Promise<void> => {
    const message = { value: { n }, idempotencyKey: `signal-${n}` };
    for (;;) {
      try {
        return await rig.api.request('POST', `/topics/${topics.signals}/messages`, message);
      } catch {
        await delay(500);
      }
    }
  };
  const sendSignals = async ({ goesOn, mayHaveMore }: Pace): Promise<void> => {
    for (let n = 0; goesOn(); n += 1) {
      if (mayHaveMore()) await signal(n);
      await delay(restMs.signal);
    }
  };
  /** Begins only where the one before has come to its end; whether it was done says the database. */
  const replay = async (): Promise<void> => {
    const before = await stateOf(rig.db, repeated.flowId);
    if (before.cursor === 0 || before.cursor < before.replayUntil) return;
    const input = { flowId: repeated.flowId, nodeId: 'again', since: new Date(0).toISOString() };
    // Who gets no answer looks once the database has done what it was asked, if it was.
    await rig.api.request('POST', `/topics/${topics.signals}/replay`, input).catch(() => delay(restMs.doubt));
    let after: Subscription | undefined;
    while (after === undefined) after = await stateOf(rig.db, repeated.flowId).catch(() => undefined);
    if (after.replayNo === before.replayNo) return;
    repeated.replayedTo.push(after.replayUntil);
    say(`a subscriber gets ${after.replayUntil} messages once more`);
  };
  const replayNowAndThen = async ({ goesOn }: Pace): Promise<void> => {
    while (goesOn()) {
      await delay(restMs.replay);
      await replay().catch(() => undefined);
    }
  };

  return {
    flows,
    senders: new Map([[publisher.flowId, sender]]),
    rage: async (pace) => {
      await Promise.all([sendEvents(pace), sendSignals(pace), replayNowAndThen(pace)]);
    },
    settle: async () => {
      const { rows } = await rig.db.query<{ behind: number }>(
        `SELECT count(*)::int AS behind FROM v_subscription s JOIN topic t ON t.id = s.topic_id WHERE s.cursor < t.last_position`,
      );
      return rows[0]?.behind === 0;
    },
    facts: async () => ({
      messages: (await Promise.all(subscribers.map((one) => messagesFor(rig.db, one)))).flat(),
      published: await publishedSteps(rig.db),
    }),
  };
}

interface Subscription {
  readonly cursor: number;
  readonly replayNo: number;
  readonly replayUntil: number;
}

async function stateOf(db: pg.Pool, flowId: string): Promise<Subscription> {
  const { rows } = await db.query<Subscription>(
    `SELECT cursor::int, replay_no AS "replayNo", replay_until::int AS "replayUntil" FROM v_subscription WHERE flow_id = $1`,
    [flowId],
  );
  if (rows[0] === undefined) throw new Error(`flow ${flowId} does not subscribe`);
  return rows[0];
}
