// Flows drawn from a seed, with a model that says what becomes of each step: lines that know nothing of the engine.
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import type { StepStatus } from '../invariants/index.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface DrawnFlow {
  readonly document: FlowJson;
  /** The outcome of every step for an event whose `n` is this. */
  readonly model: (n: number) => ReadonlyMap<string, StepStatus>;
}

/** From which `n` on events fail, and before that, stop with all taken back. */
const fates = { fails: 80, stops: 65 } as const;
/** The code of runs that fail because the flow says so. */
export const drawnFailure = 'drawn';

/** Of the events that fail there are some with an effect that cannot be taken back: that of the first step that has one. */
export const cannotBeUndone = (n: number): boolean => n >= 95;

type Stage = 'map' | 'effect' | 'pair' | 'choice';

/** A chain of stages: a map, an effect, two effects side by side, or a choice between two effects; all meet again. */
export function drawFlow(random: () => number, targetUrl: string, name: string): DrawnFlow {
  const draft = new FlowDraft(targetUrl).hook();
  const always: string[] = ['hook'];
  const choices: { readonly above: number; readonly high: string; readonly low: string }[] = [];
  const retry = { maxAttempts: 8, firstDelayMs: 300, maxDelayMs: 2_000, deadlineMs: 300_000 };
  let open: { readonly from: string; readonly port: string }[] = [{ from: 'hook', port: 'out' }];
  /** The last effect that every run has had: what later requests carry. */
  let sure: string | undefined;
  const join = (id: string): void => {
    for (const { from, port } of open) draft.to(from, id, port);
  };
  const effects: string[] = [];
  const effect = (id: string): void => {
    draft.effect(id, { timeoutMs: 3_000, retry, uses: sure === undefined ? [] : [sure], undo: true });
    effects.push(id);
  };
  const stages = 2 + Math.floor(random() * 5);
  for (let at = 0; at < stages; at += 1) {
    const kinds: Stage[] = ['map', 'effect', 'effect', 'pair', 'choice'];
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'effect';
    const ids = { one: `${kind}${at}a`, two: `${kind}${at}b`, fork: `${kind}${at}` };
    switch (kind) {
      case 'map':
        draft.map(ids.one, { id: 'trigger.body.id', n: 'trigger.body.n * 2' });
        join(ids.one);
        always.push(ids.one);
        open = [{ from: ids.one, port: 'out' }];
        break;
      case 'effect':
        effect(ids.one);
        join(ids.one);
        always.push(ids.one);
        open = [{ from: ids.one, port: 'out' }];
        sure = ids.one;
        break;
      case 'pair':
        effect(ids.one);
        effect(ids.two);
        join(ids.one);
        join(ids.two);
        always.push(ids.one, ids.two);
        open = [ids.one, ids.two].map((from) => ({ from, port: 'out' }));
        break;
      case 'choice': {
        const above = Math.floor(random() * 100);
        draft.branch(ids.fork, 'high', `trigger.body.n > ${above}`);
        join(ids.fork);
        effect(ids.one);
        effect(ids.two);
        draft.to(ids.fork, ids.one, 'high').to(ids.fork, ids.two, 'otherwise');
        always.push(ids.fork);
        choices.push({ above, high: ids.one, low: ids.two });
        open = [ids.one, ids.two].map((from) => ({ from, port: 'out' }));
        break;
      }
    }
  }
  // Some events come to nothing: all that was done is taken back.
  draft.branch('fate', 'fails', `trigger.body.n >= ${fates.fails}`);
  join('fate');
  draft.fail('no', drawnFailure).to('fate', 'no', 'fails');
  draft.branch('rest', 'stops', `trigger.body.n >= ${fates.stops}`).to('fate', 'rest', 'otherwise');
  draft.takeBack('over').to('rest', 'over', 'stops');
  // Two ways may meet in nothing else than an end: then a last effect waits for both.
  effect('last');
  draft.to('rest', 'last', 'otherwise');
  return {
    document: draft.build(name),
    model: (n) => {
      const outcome = new Map<string, StepStatus>(always.map((id) => [id, 'succeeded']));
      for (const { above, high, low } of choices) {
        outcome.set(high, n > above ? 'succeeded' : 'skipped');
        outcome.set(low, n > above ? 'skipped' : 'succeeded');
      }
      const fails = n >= fates.fails;
      const stops = !fails && n >= fates.stops;
      outcome.set('fate', 'succeeded').set('no', fails ? 'failed' : 'skipped');
      outcome.set('rest', fails ? 'skipped' : 'succeeded').set('over', stops ? 'succeeded' : 'skipped');
      outcome.set('last', fails || stops ? 'skipped' : 'succeeded');
      if (!fails && !stops) return outcome;
      for (const id of effects.filter((one) => outcome.get(one) === 'succeeded'))
        outcome.set(id, 'compensated').set(`${id}:c`, 'succeeded');
      return outcome;
    },
  };
}
