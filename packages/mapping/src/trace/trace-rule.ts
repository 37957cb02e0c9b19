// The trace of one expression of a mapping, where it stands: with the items of its loops, and what was made before it.
import type { Expression } from '@patchbay/model/expression';
import type { MappingDocument } from '@patchbay/model/mapping';
import { compileNode } from '../compile/compile-node.ts';
import type { Closure, Scope } from '../evaluate/frame.ts';
import { closuresBackEnd } from '../rules/closures-back-end.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import type { BackEnd } from '../rules/rule-scope.ts';
import { ShownTurns } from '../rules/shown-turns.ts';
import type { ShownPositions } from '../rules/shown-turns.ts';
import { Recorder } from './recorder.ts';
import type { TraceContext } from './trace-expression.ts';
import { traceTree } from './trace-tree.ts';
import type { TraceNode } from './trace-tree.ts';

export interface RuleTraceContext extends TraceContext {
  /** Which item of each loop is shown, by its path; as in previews. */
  readonly positions?: ShownPositions | undefined;
}

/**
 * @param place the rule's path, with `#part` behind it for its parts (`/lines#where`, `/ship#when`)
 * @returns undefined when the expression is not there, or was never evaluated: its loop has no items, its condition does not hold
 */
export function traceRule(
  doc: MappingDocument,
  place: string,
  scope: Scope,
  context: RuleTraceContext,
): TraceNode | undefined {
  const traced = new TracedPlace(place, context);
  compileMapping(doc, traced.backEnd).run(scope, context, { observe: traced });
  return traced.tree;
}

/** Parts that are worked out for an item before it has its turn: here the how manieth item of the list counts. */
const beforeTurn = /#(?:where|distinct|groupBy|orderBy|join)\b/;

class TracedPlace extends ShownTurns {
  readonly backEnd: BackEnd;
  readonly #recorder: Recorder;
  /** The path of the rule. */
  readonly #loop: string;
  readonly #wanted: number;
  readonly #counts: boolean;
  #ast: Expression | undefined;
  #evaluations = 0;
  #isEvaluated = false;

  constructor(place: string, { items, positions = {} }: RuleTraceContext) {
    super(positions);
    this.#recorder = new Recorder(items);
    this.#counts = beforeTurn.test(place);
    const [loop = ''] = place.split('#');
    this.#loop = loop;
    this.#wanted = Object.hasOwn(positions, loop) ? (positions[loop] ?? 0) : 0;
    this.backEnd = {
      inner: closuresBackEnd,
      object: (rule, at, scope) => closuresBackEnd.object(rule, at, scope),
      closure: (node, environment, field) => {
        if (field !== place || this.#ast !== undefined) return compileNode(node, environment);
        this.#ast = node;
        return this.#watched(compileNode(node, { ...environment, watch: this.#recorder }));
      },
    };
  }

  get tree(): TraceNode | undefined {
    return this.#ast === undefined || !this.#isEvaluated ? undefined : traceTree(this.#ast, this.#recorder);
  }

  #watched(closure: Closure): Closure {
    return (frame) => {
      const at = this.#evaluations;
      if (this.isShown) this.#evaluations += 1;
      if (!this.isShown || (this.#counts && at > this.#wanted)) return this.#recorder.pass(() => closure(frame));
      this.#isEvaluated = true;
      return this.#recorder.look(() => closure(frame));
    };
  }

  /** The lists of an inner loop begin anew with each item around it. */
  protected override took(path: string): void {
    if (this.#loop.startsWith(`${path}/`)) this.#evaluations = 0;
  }
}
