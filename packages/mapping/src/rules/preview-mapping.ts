// The live results of a mapping's rules on a sample, at chosen items of its loops.
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Closure, EvaluationContext, Scope } from '../evaluate/frame.ts';
import { closuresBackEnd } from './closures-back-end.ts';
import { compileMapping } from './compile-mapping.ts';
import type { CompiledMapping, MappingOutcome } from './compile-mapping.ts';
import type { MappingProblem } from './rule-problem.ts';
import type { BackEnd } from './rule-scope.ts';
import type { LoopTurn } from './run-state.ts';
import { ShownTurns } from './shown-turns.ts';

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

/** The result of each rule, by its path; of a document that is not compiled yet also of parts (`/total#let.net`, `/kind#switch.0.then`). What the target schema objects to is an error of the row that made it. */
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
  const rows = new ShownRows(context.positions ?? {});
  const compiled = 'run' in doc ? doc : compileMapping(doc, rows.backEnd);
  const outcome = compiled.run(scope, context, { observe: rows });
  for (const problem of outcome.problems) rows.add(problem);
  return { rows: rows.results, outcome };
}

/** Parts that are worked out once a turn. `where` and its kin choose among items that have no turn yet. */
const partsWithRows = /#(?:let\.|switch\.|otherwise|when|for|limit|with)/;

/** Keeps what belongs to the shown items. */
class ShownRows extends ShownTurns {
  readonly results = new Map<string, RowResult>();
  /** Tells what parts of rules give, when they belong to an item that is shown. */
  readonly backEnd: BackEnd = {
    inner: closuresBackEnd,
    object: (rule, place, scope) => closuresBackEnd.object(rule, place, scope),
    closure: (node, environment, field) => {
      const closure = closuresBackEnd.closure(node, environment, field);
      return partsWithRows.test(field) ? this.#told(closure, field) : closure;
    },
  };
  readonly #ended = new Map<string, { turns: number; shown: LoopTurn | undefined }>();
  /** Results that were set in the item that is shown of each open loop, to be forgotten when it takes the next. */
  readonly #inside = new Map<string, string[]>();

  override wrote(rule: string, value: unknown): void {
    if (!this.isShown) return;
    const loop = this.#ended.get(rule);
    if (loop === undefined) this.#set(rule, { value });
    else this.#set(rule, { value, turns: loop.turns, ...(loop.shown === undefined ? {} : { shown: loop.shown }) });
  }

  override failed(rule: string, error: MappingProblem): void {
    if (this.isShown && error.part !== undefined) this.#set(rule + error.part, { error });
    const known = this.results.get(rule);
    if (this.isShown) this.#set(rule, { error });
    else if (known === undefined) this.results.set(rule, { value: null, elsewhere: error });
    else if ('value' in known && known.elsewhere === undefined) this.results.set(rule, { ...known, elsewhere: error });
  }

  override passed(rule: string): void {
    if (this.isShown) this.#set(rule, { value: null, passed: true });
  }

  protected override took(path: string): void {
    for (const rule of this.#inside.get(path) ?? []) this.results.delete(rule);
    this.#inside.set(path, []);
  }

  protected override ended(path: string, turns: number, shown: LoopTurn | undefined): void {
    this.#ended.set(path, { turns, shown });
    const inside = this.#inside.get(path) ?? [];
    this.#inside.delete(path);
    this.#insideOf(this.innermost).push(...inside);
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

  #told(closure: Closure, field: string): Closure {
    return (frame) => {
      const value = closure(frame);
      if (this.isShown) this.#set(field, { value });
      return value;
    };
  }

  #set(rule: string, result: RowResult): void {
    this.results.set(rule, result);
    this.#insideOf(this.innermost).push(rule);
  }

  #insideOf(loop: string | undefined): string[] {
    const known = loop === undefined ? undefined : this.#inside.get(loop);
    return known ?? [];
  }

  /** The rule's path with the positions of the shown items. */
  #shownPath(rule: string): string {
    const loops = [...this.shown].filter(([path]) => rule.startsWith(`${path}/`));
    return loops
      .toSorted(([left], [right]) => right.length - left.length)
      .reduce((path, [loop, { target }]) => `${loop}/${target}${path.slice(loop.length)}`, rule);
  }
}
