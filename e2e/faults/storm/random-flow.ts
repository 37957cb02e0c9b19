// Flows drawn from a seed, with a model that says what becomes of each step: lines that know nothing of the engine.
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import type { StepStatus } from '../invariants/index.ts';

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

type Stage = 'map' | 'effect' | 'pair' | 'choice' | 'loop' | 'try' | 'merge' | 'code';
/** Those of which each storm has at least one. */
export const stageKinds: readonly Stage[] = ['loop', 'try', 'merge', 'code'];
const drawnKinds: readonly Stage[] = ['map', 'effect', 'effect', 'pair', 'choice', ...stageKinds];
const patience = {
  timeoutMs: 3_000,
  retry: { maxAttempts: 8, firstDelayMs: 300, maxDelayMs: 2_000, deadlineMs: 300_000 },
};
const turns = [0, 1, 2];

type Outcomes = readonly (readonly [path: string, status: StepStatus])[];
type Way = { readonly from: string; readonly port: string };

/** A flow that grows stage by stage, and with it what becomes of each step. */
class Drawing {
  readonly draft: FlowDraft;
  readonly #random: () => number;
  readonly #models: ((n: number) => Outcomes)[] = [];
  /** Effects that can be taken back. */
  readonly #effects: string[] = [];
  /** Where the next stage begins. */
  #open: readonly Way[] = [{ from: 'hook', port: 'out' }];
  /** The last effect that every run has had: what later requests carry. */
  #sure: string | undefined;

  constructor(random: () => number, targetUrl: string) {
    this.#random = random;
    this.draft = new FlowDraft(targetUrl).hook();
    this.always('hook');
  }

  always(...paths: readonly string[]): void {
    this.model(() => paths.map((path) => [path, 'succeeded']));
  }

  model(outcomes: (n: number) => Outcomes): void {
    this.#models.push(outcomes);
  }

  join(id: string): void {
    for (const { from, port } of this.#open) this.draft.to(from, id, port);
  }

  /** `inside`: the expression of its path in a body; such a one is not taken back. */
  effect(id: string, inside?: string): void {
    const uses = this.#sure === undefined ? [] : [this.#sure];
    this.draft.effect(id, { ...patience, uses, ...(inside === undefined ? { undo: true } : { path: inside }) });
    if (inside === undefined) this.#effects.push(id);
  }

  stage(kind: Stage, at: number): void {
    const ids = { own: `${kind}${at}`, one: `${kind}${at}a`, two: `${kind}${at}b` };
    const ways = this.#stages[kind](ids);
    this.#open = ways.map(([from, port = 'out']) => ({ from, port }));
  }

  outcomes(n: number, takenBack: boolean): ReadonlyMap<string, StepStatus> {
    const outcome = new Map<string, StepStatus>(this.#models.flatMap((model) => model(n)));
    if (!takenBack) return outcome;
    for (const id of this.#effects.filter((one) => outcome.get(one) === 'succeeded'))
      outcome.set(id, 'compensated').set(`${id}:c`, 'succeeded');
    return outcome;
  }

  #above(): number {
    return Math.floor(this.#random() * 100);
  }

  /** Two effects side by side. */
  #pair({ one, two }: Ids): void {
    for (const id of [one, two]) {
      this.effect(id);
      this.join(id);
    }
    this.always(one, two);
  }

  /** One of two effects. */
  #choice({ own, one, two }: Ids): void {
    const above = this.#above();
    this.draft.branch(own, 'high', `trigger.body.n > ${above}`);
    this.join(own);
    this.effect(one);
    this.effect(two);
    this.draft.to(own, one, 'high').to(own, two, 'otherwise');
    this.always(own);
    this.model((n) => [
      [one, n > above ? 'succeeded' : 'skipped'],
      [two, n > above ? 'skipped' : 'succeeded'],
    ]);
  }

  /** Each hands back the ways by which it is left. */
  readonly #stages: Readonly<Record<Stage, (ids: Ids) => readonly (readonly [from: string, port?: string])[]>> = {
    map: ({ one }) => {
      this.draft.map(one, { id: 'trigger.body.id', n: 'trigger.body.n * 2' });
      this.join(one);
      this.always(one);
      return [[one]];
    },
    effect: ({ one }) => {
      this.effect(one);
      this.join(one);
      this.always(one);
      this.#sure = one;
      return [[one]];
    },
    pair: (ids) => {
      this.#pair(ids);
      return [[ids.one], [ids.two]];
    },
    choice: (ids) => {
      this.#choice(ids);
      return [[ids.one], [ids.two]];
    },
    code: ({ one }) => {
      this.draft.code(one, 'return { twice: trigger.body.n * 2 };');
      this.join(one);
      this.always(one);
      return [[one]];
    },
    /** Several turns, two at a time, with an effect in each. */
    loop: ({ own, one }) => {
      this.draft.forEach(own, `[${turns.join(', ')}]`, 2);
      this.join(own);
      this.effect(one, `'${own}[' & item & ']/${one}'`);
      this.draft.to(own, one, 'each');
      this.always(own, ...turns.map((turn) => `${own}[${turn}]/${one}`));
      return [[own]];
    },
    /** Some events fail inside, and go on behind it all the same. */
    try: ({ own, one, two }) => {
      const above = this.#above();
      const which = `${own}w`;
      this.draft.attempt(own).branch(which, 'bad', `trigger.body.n > ${above}`).fail(two, drawnFailure);
      this.join(own);
      this.effect(one, `'${own}/${one}'`);
      this.draft.to(own, which, 'body').to(which, two, 'bad').to(which, one, 'otherwise');
      this.model((n) =>
        n > above
          ? [
              [own, 'failed'],
              [`${own}/${which}`, 'succeeded'],
              [`${own}/${two}`, 'failed'],
            ]
          : [
              [own, 'succeeded'],
              [`${own}/${which}`, 'succeeded'],
              [`${own}/${one}`, 'succeeded'],
              [`${own}/${two}`, 'skipped'],
            ],
      );
      return [[own], [own, 'error']];
    },
    /** Waits for both ways, or goes on with the one that was taken. */
    merge: (ids) => {
      const mode = this.#random() < 0.5 ? 'all' : 'any';
      if (mode === 'all') this.#pair(ids);
      else this.#choice({ ...ids, own: `${ids.own}w` });
      this.draft.merge(ids.own, mode).to(ids.one, ids.own).to(ids.two, ids.own);
      this.always(ids.own);
      return [[ids.own]];
    },
  };
}

interface Ids {
  readonly own: string;
  readonly one: string;
  readonly two: string;
}

/** A chain of stages which ends well, badly, or with all taken back. `must`: stages that it has whatever is drawn. */
export function drawFlow(
  random: () => number,
  { targetUrl, name, must = [] }: { targetUrl: string; name: string; must?: readonly Stage[] },
): DrawnFlow {
  const drawing = new Drawing(random, targetUrl);
  const { draft } = drawing;
  const pick = (): Stage => drawnKinds[Math.floor(random() * drawnKinds.length)] ?? 'effect';
  const stages = [...Array.from({ length: 1 + Math.floor(random() * 4) }, pick), ...must];
  for (const [at, kind] of stages.entries()) drawing.stage(kind, at);
  // Some events come to nothing: all that was done is taken back.
  draft.branch('fate', 'fails', `trigger.body.n >= ${fates.fails}`);
  drawing.join('fate');
  draft.fail('no', drawnFailure).to('fate', 'no', 'fails');
  draft.branch('rest', 'stops', `trigger.body.n >= ${fates.stops}`).to('fate', 'rest', 'otherwise');
  draft.takeBack('over').to('rest', 'over', 'stops');
  // Two ways may meet in nothing else than an end: then a last effect waits for both.
  drawing.effect('last');
  draft.to('rest', 'last', 'otherwise');
  const comesTo = (n: number): 'failed' | 'stopped' | 'done' =>
    n >= fates.fails ? 'failed' : n >= fates.stops ? 'stopped' : 'done';
  drawing.model((n) => [
    ['fate', 'succeeded'],
    ['no', comesTo(n) === 'failed' ? 'failed' : 'skipped'],
    ['rest', comesTo(n) === 'failed' ? 'skipped' : 'succeeded'],
    ['over', comesTo(n) === 'stopped' ? 'succeeded' : 'skipped'],
    ['last', comesTo(n) === 'done' ? 'succeeded' : 'skipped'],
  ]);
  return { document: draft.build(name), model: (n) => drawing.outcomes(n, comesTo(n) !== 'done') };
}
