// Flows whose runs wait for each other, senders that keep to an order, and what they know of it afterwards.
import { FlowDraft } from '../fixtures/rig/flow-document.ts';
import type { EffectOptions, FlowJson } from '../fixtures/rig/flow-document.ts';
import type { Rig } from '../fixtures/rig/rig.ts';
import { createSender } from '../fixtures/rig/sender.ts';
import type { Sender } from '../fixtures/rig/sender.ts';
import type { KeyedRuns, RunRow } from './invariants/index.ts';

/** Two calls in a row, so that a run is under way for a while. */
const twoCalls = (targetUrl: string, options: EffectOptions): FlowDraft =>
  new FlowDraft(targetUrl)
    .hook()
    .effect('reserve', options)
    .effect('charge', { ...options, uses: ['reserve'] })
    .to('hook', 'reserve')
    .to('reserve', 'charge');

export const orderedFlow = (targetUrl: string, options: EffectOptions = {}): FlowJson =>
  twoCalls(targetUrl, options).build('In order', { order: { key: 'trigger.body.key' } });

export const placesOfKey = 2;
export const limitedFlow = (targetUrl: string, options: EffectOptions = {}): FlowJson =>
  twoCalls(targetUrl, options).build('Few at once', {
    concurrency: { limit: placesOfKey, key: 'trigger.body.key' },
  });

export interface KeyedEvent {
  readonly id: string;
  readonly key: string;
  readonly n: number;
}

const keyed = (prefix: string, key: string, n: number): KeyedEvent => ({ id: `${prefix}/${key}/${n}`, key, n });

/** One event after the other, each once the one before was taken, for as long as `more` says so. */
export async function sendInOrder(
  sender: Sender,
  { prefix, key, more }: { prefix: string; key: string; more: (n: number) => boolean | Promise<boolean> },
): Promise<void> {
  for (let n = 0; await more(n); n += 1) await sender.send(keyed(prefix, key, n));
}

/** What the senders know of the runs of a flow: their key and, where it counts, their order. */
export function keyedRuns(runs: readonly RunRow[], flowId: string, rule: KeyedRuns['rule']): KeyedRuns[] {
  const byKey = new Map<string, { readonly id: string; readonly n: number }[]>();
  for (const { id, event } of runs.filter((run) => run.flowId === flowId)) {
    const [, key = '', n] = (event ?? '').split('/');
    byKey.set(key, [...(byKey.get(key) ?? []), { id, n: Number(n) }]);
  }
  return [...byKey].map(([key, own]) => ({
    key,
    rule,
    runIds: own.sort((left, right) => left.n - right.n).map(({ id }) => id),
  }));
}

export interface KeyedFlow {
  readonly flowId: string;
  readonly document: FlowJson;
  readonly sender: Sender;
  readonly rule: KeyedRuns['rule'];
}

/** Two flows whose runs wait for each other: in order, and few at once. */
export async function publishKeyed(
  rig: Rig,
  parts: { targetUrl: string; hookUrls: (hook: string) => string[]; limitMs: number },
): Promise<KeyedFlow[]> {
  const { targetUrl, hookUrls, limitMs } = parts;
  const retry = { maxAttempts: 8, firstDelayMs: 300, maxDelayMs: 2_000, deadlineMs: 300_000 };
  const options = { timeoutMs: 3_000, retry };
  const wanted = [
    { document: orderedFlow(targetUrl, options), rule: { type: 'order' as const } },
    { document: limitedFlow(targetUrl, options), rule: { type: 'concurrency' as const, limit: placesOfKey } },
  ];
  const published: KeyedFlow[] = [];
  for (const { document, rule } of wanted) {
    const { flowId, hook } = await rig.publish(document);
    published.push({ flowId, document, rule, sender: createSender(() => hookUrls(hook), limitMs) });
  }
  return published;
}
