// The state of one evaluation: slots for names, and what is left of the budget. Everything is charged before memory is taken.
import type { Meter } from './meter.ts';
import type { Site } from './site.ts';
import { isWeighty, takeWritten } from './written.ts';

export interface Budget {
  /** Calls, items visited and text scanned (64 characters are one step). */
  readonly steps: number;
  /** Longest single text, in UTF-16 units. */
  readonly textLength: number;
  /** Longest single list. */
  readonly listLength: number;
  /** All that is built in one evaluation, in bytes as far as they can be told beforehand; and once more all that is written of it. */
  readonly memory: number;
}

export const defaultBudget: Budget = {
  steps: 20_000_000,
  textLength: 10_000_000,
  listLength: 1_000_000,
  memory: 250_000_000,
};

/** Steps that a failure takes, which something else stands in for: it is thrown, caught and told. */
export const failureSteps = 10;

/** What an expression may know of the world, given from outside so that a repeated run gives the same. */
export interface EvaluationContext {
  /** The start of the run, in milliseconds since 1970. */
  readonly now: number;
  /** In [0, 1). */
  random(): number;
  uuid(): string;
  readonly budget?: Partial<Budget> | undefined;
  /** Counts the steps of expressions that are worked out with it. */
  readonly meter?: Meter | undefined;
}

/** The scope: the named sources that an expression reads. */
export type Scope = Readonly<Record<string, unknown>>;

export class Frame {
  readonly slots: unknown[];
  readonly context: EvaluationContext;
  readonly #textLength: number;
  readonly #listLength: number;
  #made: WeakMap<object, Map<string, unknown>> | undefined;
  #kept: Map<object, unknown> | undefined;
  #steps: number;
  #memory: number;
  #writable: number;

  /** @param kept what an earlier evaluation of the same run worked out */
  constructor(slots: number, context: EvaluationContext, kept?: Map<object, unknown>) {
    this.#kept = kept;
    const { budget } = context;
    this.slots = [];
    for (let slot = 0; slot < slots; slot += 1) this.slots.push(null);
    this.context = context;
    this.#steps = budget?.steps ?? defaultBudget.steps;
    this.#textLength = budget?.textLength ?? defaultBudget.textLength;
    this.#listLength = budget?.listLength ?? defaultBudget.listLength;
    this.#memory = budget?.memory ?? defaultBudget.memory;
    this.#writable = this.#memory;
  }

  /** Steps that were taken so far. */
  get steps(): number {
    return (this.context.budget?.steps ?? defaultBudget.steps) - this.#steps;
  }

  /**
   * What is worked out once per evaluation: an index over a list, a compiled pattern. `of` is what it belongs to, `what`
   * names its kind; the same kind is always of the same type.
   */
  once<Made>(of: object, what: string, make: () => Made): Made {
    this.#made ??= new WeakMap();
    const kinds = this.#made.get(of) ?? new Map<string, unknown>();
    if (kinds.size === 0) this.#made.set(of, kinds);
    const known = kinds.get(what);
    if (known !== undefined) return known as Made;
    const made = make();
    kinds.set(what, made);
    return made;
  }

  /** What was worked out once for this run, under the compiled thing that it is for: lists and indexes of joins. */
  get kept(): Map<object, unknown> {
    this.#kept ??= new Map();
    return this.#kept;
  }

  charge(steps: number, site: Site): void {
    this.#steps -= steps;
    if (this.#steps < 0)
      throw site.error(
        'budgetExceeded',
        'the expression does too much work for one evaluation. Filter the data first, or split the step.',
      );
  }

  /** A part of a text that is charged when it is whole: until then it is only a rope of its parts. */
  checkLength(length: number, site: Site): void {
    if (length > this.#textLength) this.chargeText(length, site);
  }

  /** A text of this length is about to be made. */
  chargeText(length: number, site: Site): void {
    if (length > this.#textLength) {
      throw site.error('budgetExceeded', `the text would be longer than ${this.#textLength} characters.`);
    }
    this.#memory -= 24 + length;
    this.#steps -= 1 + (length >> 6);
    if (this.#memory < 0 || this.#steps < 0) this.#exhausted(site);
  }

  /** Something that is no value was made and is kept to the end of the evaluation. */
  chargeKept(bytes: number, site: Site): void {
    this.#memory -= bytes;
    this.#steps -= 1 + (bytes >> 6);
    if (this.#memory < 0 || this.#steps < 0) this.#exhausted(site);
  }

  /** A text of this length is about to be read through. */
  chargeScan(length: number, site: Site): void {
    // Not shifted: a product of two lengths may be more than 32 bits hold.
    this.charge(1 + Math.floor(length / 64), site);
  }

  /** A list of this length is about to be made or walked. */
  chargeList(length: number, site: Site): void {
    if (length > this.#listLength) {
      throw site.error('budgetExceeded', `the list has more than ${this.#listLength} items. Work on it in parts.`);
    }
    this.#memory -= 24 + length * 8;
    this.#steps -= 1 + length;
    if (this.#memory < 0 || this.#steps < 0) this.#exhausted(site);
  }

  /** A structure with so many fields is about to be made. */
  chargeObject(fields: number, site: Site): void {
    this.#memory -= 40 + fields * 16;
    this.#steps -= 1 + fields;
    if (this.#memory < 0 || this.#steps < 0) this.#exhausted(site);
  }

  /** A list grew to this length; its items were charged one by one. */
  chargeLength(length: number, site: Site): void {
    if (length > this.#listLength) this.chargeList(length, site);
  }

  /**
   * A value leaves the evaluation: what was charged when it was made counts a part once that it holds many times, and what
   * was read counts nothing. A look at 16 values is one step.
   */
  chargeWritten(value: unknown, site: Site): void {
    if (!isWeighty(value)) return;
    const writing = { left: this.#writable, values: 0 };
    takeWritten(value, writing);
    this.#writable = writing.left;
    if (writing.left < 0) {
      throw site.error(
        'budgetExceeded',
        'what it writes is too large or nested too deep for one evaluation. What stands in it many times counts as often. Filter the data first, or split the step.',
      );
    }
    this.charge(writing.values >> 4, site);
  }

  #exhausted(site: Site): never {
    throw site.error(
      'budgetExceeded',
      'the expression builds too much for one evaluation. Filter the data first, or split the step.',
    );
  }
}

/** A compiled expression: reads the frame, hands back a JSON value, never `undefined`. */
export type Closure = (frame: Frame) => unknown;
/** A compiled lambda. Its second name is the position; where a function hands over pairs, the partner. */
export interface ItemFunction {
  (frame: Frame, item: unknown, second: unknown): unknown;
  /** Reads nothing but the item: of the same item it gives the same throughout one evaluation. */
  readonly ofItemOnly?: boolean;
}
