// Step 10, second half: for each field of the target the best sources that its loops allow, one source leaf for one target
// unless more are clearly meant, and nothing where nothing is likely.
import type { Remembered } from '../evidence/memory.ts';
import type { ArrayChoice } from './loops.ts';
import { scopeOf } from './loops.ts';
import type { Comparer } from './compare.ts';
import type { Pair } from './pair.ts';
import { bands, belowHigh, belowMedium, calibrated, weights } from './weights.ts';

/** How the source's value gets into the target's place. */
export type Reach = 'same' | 'repeated' | 'collected' | 'first';

export interface Choice {
  readonly pair: Pair;
  readonly reach: Reach;
  score: number;
  readonly remembered?: 'confirmed' | 'composed' | undefined;
  /** The schema that a composed pair goes through. */
  readonly through?: string | undefined;
}

export interface ChooseRequest {
  readonly comparer: Comparer;
  readonly pairsOf: ReadonlyMap<number, readonly Pair[]>;
  readonly loops: ReadonlyMap<number, ArrayChoice>;
  /** What people said about a pair, if they said something. */
  readonly memory: (source: number, target: number) => Remembered | undefined;
  /** Source fields that settled rules use as they are. */
  readonly taken: ReadonlySet<number>;
}

const maxShown = 3;
const secondUse = 0.08;
/** Below it, a second use of a source is Low at best. */
const alikeName = 0.9;

/** By target leaf, best first, at most three, all ≥ 0.55. */
export function chooseSources(request: ChooseRequest): ReadonlyMap<number, readonly Choice[]> {
  const all = new Map<number, Choice[]>();
  for (const [target, pairs] of request.pairsOf) all.set(target, inScope(target, pairs, request));
  addDistance(all);
  for (const [target, choices] of all) {
    for (const choice of choices) settle(choice, target, request);
    choices.sort(byScore);
  }
  return assign(all, request);
}

const byScore = (left: Choice, right: Choice): number =>
  right.score - left.score || left.pair.source - right.pair.source;

/** The nearest looped array of the target decides what can be read. */
function inScope(target: number, pairs: readonly Pair[], { comparer, loops }: ChooseRequest): Choice[] {
  const field = comparer.target.side.fields[target];
  if (field === undefined) return [];
  const loop = loops.get(field.array)?.candidates[0]?.source ?? -1;
  const scope = scopeOf(comparer, loop);
  const noLoop = field.array !== -1 && loop === -1;
  const choices: Choice[] = [];
  for (const pair of pairs) {
    const source = comparer.source.side.fields[pair.source];
    if (source === undefined) continue;
    const reach = reachOf(
      { array: source.array, outer: comparer.source.side.fields[source.array]?.array ?? -1 },
      { scope, loop, isList: field.kind === 'list' },
    );
    const placed = reach === 'same' && loop !== -1 ? comparer.insideLoop(pair) : pair;
    let score = placed.base;
    if (reach === 'repeated') score *= weights.repeated;
    if (reach === 'first' || noLoop) score *= weights.undecided;
    choices.push({ pair: placed, reach: noLoop && reach !== 'first' ? 'same' : reach, score });
  }
  return choices;
}

function reachOf(
  source: { array: number; outer: number },
  target: { scope: ReadonlySet<number>; loop: number; isList: boolean },
): Reach {
  if (source.array === target.loop) return 'same';
  if (source.array === -1 || target.scope.has(source.array)) return 'repeated';
  const isOneDeeper = source.outer === -1 || target.scope.has(source.outer);
  return target.isList && isOneDeeper ? 'collected' : 'first';
}

/** A pair far from all its rivals on both sides is surer than its likeness says; one of many is not. */
function addDistance(all: ReadonlyMap<number, readonly Choice[]>): void {
  const bySource = new Map<number, Leaders>();
  for (const choices of all.values()) {
    for (const choice of choices) {
      const leaders = bySource.get(choice.pair.source);
      if (leaders === undefined) bySource.set(choice.pair.source, { first: choice, second: 0 });
      else lead(leaders, choice);
    }
  }
  const raised = new Map<Choice, number>();
  for (const choices of all.values()) {
    const [start, ...rest] = choices;
    if (start === undefined) continue;
    const leaders = { first: start, second: 0 };
    for (const choice of rest) lead(leaders, choice);
    const { first } = leaders;
    const ofSource = bySource.get(first.pair.source);
    const gapOfSource = ofSource?.first === first ? first.score - ofSource.second : 0;
    const gap = Math.min(first.score - leaders.second, gapOfSource);
    raised.set(first, weights.apart * Math.min(1, gap / weights.apartBy));
  }
  for (const [choice, bonus] of raised) choice.score = Math.min(1, choice.score + bonus);
}

/** The best choice and the score of the next. */
interface Leaders {
  first: Choice;
  second: number;
}

function lead(leaders: Leaders, choice: Choice): void {
  if (choice.score > leaders.first.score) {
    leaders.second = leaders.first.score;
    leaders.first = choice;
  } else if (choice.score > leaders.second) leaders.second = choice.score;
}

/** Memory has the last word; what a person must decide first stays Low. */
function settle(choice: Choice, target: number, { memory, loops, comparer }: ChooseRequest): void {
  choice.score = calibrated(choice.score);
  const { contrast, isRetold } = choice.pair;
  if (contrast !== 'none' || isRetold) choice.score = Math.min(choice.score, belowHigh);
  if (contrast === 'doubtful') choice.score = Math.min(choice.score, belowMedium);
  const field = comparer.target.side.fields[target];
  const hasLoop = field === undefined || field.array === -1 || (loops.get(field.array)?.candidates.length ?? 0) > 0;
  if (choice.reach === 'first' || !hasLoop) choice.score = Math.min(choice.score, belowMedium);
  const said = memory(choice.pair.source, target);
  if (said === undefined) return;
  if (said.kind === 'rejected') choice.score = Math.min(choice.score, said.score);
  else {
    choice.score = Math.max(choice.score, said.score);
    Object.assign(choice, { remembered: said.kind, through: said.through });
  }
}

/**
 * Best pairs first. A source that is taken already counts 0.08 less for a second target, and never High, unless both targets
 * are named as the source is and no word on the way excludes one (`currency` into every line's `currency`).
 */
function assign(
  all: ReadonlyMap<number, readonly Choice[]>,
  request: ChooseRequest,
): ReadonlyMap<number, readonly Choice[]> {
  const order = [...all].flatMap(([target, choices]) => choices.slice(0, 8).map((choice) => ({ target, choice })));
  order.sort((left, right) => byScore(left.choice, right.choice) || left.target - right.target);
  const usedBy = new Map<number, Choice>();
  const decided = new Set<number>();
  for (const { target, choice } of order) {
    const user = usedBy.get(choice.pair.source);
    const isUsed = user !== undefined || request.taken.has(choice.pair.source);
    if (user !== undefined && user.pair.target === target) continue;
    if (isUsed && choice.remembered === undefined && !isClearlyMeant(choice)) {
      const isAlike = choice.pair.name >= alikeName && choice.pair.contrast === 'none';
      const highest = isAlike ? belowHigh : belowMedium;
      choice.score = Math.min(choice.score - secondUse, highest);
    } else if (
      !decided.has(target) &&
      choice.score >= bands.low &&
      choice.score >= bestOther(all.get(target) ?? [], choice)
    ) {
      decided.add(target);
      usedBy.set(choice.pair.source, choice);
    }
  }
  const shown = new Map<number, readonly Choice[]>();
  for (const [target, choices] of all) {
    shown.set(
      target,
      choices
        .filter((choice) => choice.score >= bands.low)
        .sort(byScore)
        .slice(0, maxShown),
    );
  }
  return shown;
}

const bestOther = (choices: readonly Choice[], than: Choice): number =>
  choices.reduce((best, choice) => (choice === than ? best : Math.max(best, choice.score)), 0);

const isClearlyMeant = ({ pair }: Choice): boolean =>
  pair.name >= 0.97 && pair.contrast === 'none' && pair.oneSided === 'no';
