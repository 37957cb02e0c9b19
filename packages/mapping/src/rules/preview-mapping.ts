// The live results of a mapping's rules on a sample, at chosen items of its loops.
import type { MappingDocument } from '@patchbay/model/mapping';
import type { EvaluationContext, Scope } from '../evaluate/frame.ts';
import { compileMapping } from './compile-mapping.ts';
import type { CompiledMapping, MappingOutcome } from './compile-mapping.ts';
import type { MappingProblem } from './rule-problem.ts';
import type { LoopTurn, RuleObserver } from './run-state.ts';

export type RowResult =
  | {
      /** Null when the key was left out. */
      readonly value: unknown;
      /** The condition of the rule did not hold. */
      readonly passed?: true;
      /** Of a loop: how many items it has taken, and the one that is shown. */
      readonly turns?: number;
      readonly shown?: LoopTurn;
      /** The rule failed for an item that is not shown. */
      readonly elsewhere?: MappingProblem;
    }
  | { readonly error: MappingProblem };

export interface RowContext extends EvaluationContext {
  /** Which item is shown, by the path of its loop: the first unless said, the last when there are fewer. */
  readonly positions?: Readonly<Record<string, number>> | undefined;
}

export interface MappingPreview {
  /** By rule path. Loops that have not been reached, and rules in them, have no result. */
  readonly rows: ReadonlyMap<string, RowResult>;
  readonly outcome: MappingOutcome;
}

/** The result of each rule, by its path. What the target schema objects to is an error of the row that made it. */
export const evaluateRows = (
  doc: MappingDocument | CompiledMapping,
  scope: Scope,
  context: RowContext,
): ReadonlyMap<string, RowResult> => previewMapping(doc, scope, context).rows;

export function previewMapping(
  doc: MappingDocument | CompiledMapping,
  scope: Scope,
  context: RowContext,
): MappingPreview {
  const compiled = 'run' in doc ? doc : compileMapping(doc);
  const rows = new ShownRows(context.positions ?? {});
  const outcome = compiled.run(scope, context, { observe: rows });
  for (const problem of outcome.problems) rows.add(problem);
  return { rows: rows.results, outcome };
}

interface OpenLoop {
  readonly path: string;
  readonly wanted: number;
  /** Results that were set inside, to be forgotten when the next item is taken. */
  readonly inside: string[];
  /** Whether this loop itself runs inside the items that are shown. */
  readonly isShown: boolean;
  turn: LoopTurn | undefined;
}

/** Keeps what belongs to the shown items. A loop is open from its first turn to its end. */
class ShownRows implements RuleObserver {
  readonly results = new Map<string, RowResult>();
  readonly #positions: Readonly<Record<string, number>>;
  readonly #open: OpenLoop[] = [];
  readonly #shown = new Map<string, LoopTurn>();
  readonly #ended = new Map<string, { turns: number; shown: LoopTurn | undefined }>();
  #isShown = true;

  constructor(positions: Readonly<Record<string, number>>) {
    this.#positions = positions;
  }

  wrote(rule: string, value: unknown): void {
    if (!this.#isShown) return;
    const loop = this.#ended.get(rule);
    if (loop === undefined) this.#set(rule, { value });
    else this.#set(rule, { value, turns: loop.turns, ...(loop.shown === undefined ? {} : { shown: loop.shown }) });
  }

  failed(rule: string, error: MappingProblem): void {
    const known = this.results.get(rule);
    if (this.#isShown) this.#set(rule, { error });
    else if (known === undefined) this.results.set(rule, { value: null, elsewhere: error });
    else if ('value' in known && known.elsewhere === undefined) this.results.set(rule, { ...known, elsewhere: error });
  }

  passed(rule: string): void {
    if (this.#isShown) this.#set(rule, { value: null, passed: true });
  }

  turned(path: string, turn: LoopTurn): void {
    let loop = this.#open.at(-1);
    if (loop?.path !== path) {
      const wanted = Object.hasOwn(this.#positions, path) ? this.#positions[path] : 0;
      loop = { path, wanted: wanted ?? 0, inside: [], isShown: this.#isShown, turn: undefined };
      this.#open.push(loop);
    }
    if (!loop.isShown) return;
    this.#isShown = turn.turn <= loop.wanted;
    if (!this.#isShown) return;
    for (const rule of loop.inside) this.results.delete(rule);
    loop.inside.length = 0;
    loop.turn = turn;
    this.#shown.set(path, turn);
  }

  left(path: string, turns: number): void {
    const loop = this.#open.at(-1);
    if (loop?.path !== path) {
      this.#ended.set(path, { turns, shown: undefined });
      return;
    }
    this.#open.pop();
    this.#isShown = loop.isShown;
    // What was set in the last shown item goes when the loop around takes its next one.
    this.#open.at(-1)?.inside.push(...loop.inside);
    if (loop.isShown) this.#ended.set(path, { turns, shown: loop.turn });
  }

  /** A problem of the outcome: of the row's own value, or of an item that is not shown. */
  add(problem: MappingProblem): void {
    const known = this.results.get(problem.rule);
    if (known !== undefined && 'error' in known) return;
    if (known === undefined || problem.path === this.#shownPath(problem.rule)) {
      this.results.set(problem.rule, { error: problem });
    } else if (known.elsewhere === undefined) {
      this.results.set(problem.rule, { ...known, elsewhere: problem });
    }
  }

  #set(rule: string, result: RowResult): void {
    this.results.set(rule, result);
    this.#open.at(-1)?.inside.push(rule);
  }

  /** The rule's path with the positions of the shown items. */
  #shownPath(rule: string): string {
    const loops = [...this.#shown].filter(([path]) => rule.startsWith(`${path}/`));
    return loops
      .toSorted(([left], [right]) => right.length - left.length)
      .reduce((path, [loop, { target }]) => `${loop}/${target}${path.slice(loop.length)}`, rule);
  }
}
