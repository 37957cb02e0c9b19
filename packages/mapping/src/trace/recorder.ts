// Keeps what each node of an expression gave, in the evaluation that is looked at.
import type { Expression } from '@patchbay/model/expression';
import type { NodeWatch } from '../compile/environment.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import type { Closure, Frame, ItemFunction } from '../evaluate/frame.ts';

export type NodeOutcome = { readonly value: unknown } | { readonly error: EvaluationError };

/** A function over items: which item is shown, and of how many. */
export interface ItemTurns {
  /** How many items it was called for. */
  count: number;
  /** The position of the item that is shown among these. */
  shown: number;
}

/** Which item of a function over items is shown, by where the function stands in the text: the first unless said. */
export type ShownItems = Readonly<Record<number, number>>;

export class Recorder implements NodeWatch {
  readonly outcomes = new Map<Expression, NodeOutcome>();
  readonly turns = new Map<Expression, ItemTurns>();
  readonly #items: ShownItems;
  #isLooking = true;

  constructor(items: ShownItems = {}) {
    this.#items = items;
  }

  /** An evaluation whose nodes are kept, in the place of any before. */
  look<Value>(evaluate: () => Value): Value {
    this.outcomes.clear();
    this.turns.clear();
    this.#isLooking = true;
    try {
      return evaluate();
    } finally {
      this.#isLooking = false;
    }
  }

  /** An evaluation that is not looked at. */
  pass<Value>(evaluate: () => Value): Value {
    this.#isLooking = false;
    return evaluate();
  }

  node(node: Expression, closure: Closure): Closure {
    return (frame: Frame) => {
      if (!this.#isLooking) return closure(frame);
      try {
        const value = closure(frame);
        this.outcomes.set(node, { value });
        return value;
      } catch (cause) {
        if (cause instanceof EvaluationError) this.outcomes.set(node, { error: cause });
        throw cause;
      }
    };
  }

  item(node: Expression, call: ItemFunction): ItemFunction {
    return (frame, item, position) => {
      if (!this.#isLooking) return call(frame, item, position);
      const turns = this.turns.get(node) ?? { count: 0, shown: 0 };
      this.turns.set(node, turns);
      const wanted = this.#items[node.start] ?? 0;
      const at = turns.count;
      turns.count += 1;
      this.#isLooking = at <= wanted;
      if (this.#isLooking) turns.shown = at;
      try {
        return call(frame, item, position);
      } finally {
        this.#isLooking = true;
      }
    };
  }
}
