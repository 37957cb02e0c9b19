// Which name means which slot. Resolved once, when an expression is compiled; the language has no recursion, so one slot a name is enough.
import type { Expression } from '@patchbay/model/expression';
import type { Closure, Frame, ItemFunction } from '../evaluate/frame.ts';
import type { Row } from '../evaluate/value.ts';

/** A table of the document by its keys, or records of a source by theirs, which only a run has. `default` where a key is not there. */
export interface Table {
  readonly values: Row | ((frame: Frame) => Row | null);
  readonly default?: unknown;
  /** Rules that do not say otherwise look for the value and give its key. */
  readonly reverse?: boolean | undefined;
}

/** Hands out the slots of one frame. Roots are filled from the scope when an evaluation starts. */
export class Layout {
  readonly roots = new Map<string, number>();
  /** Slots that keep their value through a run (or through one call of a sub-mapping): roots, and what is outside of all loops. */
  readonly steady = new Set<number>();
  readonly #slots: { size: number };

  constructor(slots: { size: number } = { size: 0 }) {
    this.#slots = slots;
  }

  get size(): number {
    return this.#slots.size;
  }

  allocate(): number {
    this.#slots.size += 1;
    return this.#slots.size - 1;
  }

  root(name: string): number {
    const known = this.roots.get(name);
    if (known !== undefined) return known;
    const slot = this.allocate();
    this.roots.set(name, slot);
    this.steady.add(slot);
    return slot;
  }

  /** Slots of the same frame, but none of these names: for a mapping that is used inside another. */
  nested(): Layout {
    return new Layout(this.#slots);
  }
}

/** Where an item is walked over: a loop, a lambda, a filter. */
export interface ItemSlots {
  readonly item: number;
  readonly index: number;
  /** In lambdas and filters the item's own names come before outer ones. */
  readonly shadows: boolean;
}

/** Looks on while an expression is evaluated: each node's closure may be wrapped in one that tells what it gives. */
export interface NodeWatch {
  node(node: Expression, closure: Closure): Closure;
  item(node: Expression, call: ItemFunction): ItemFunction;
}

export interface Environment {
  readonly layout: Layout;
  readonly tables: ReadonlyMap<string, Table>;
  readonly names: ReadonlyMap<string, number>;
  readonly item?: ItemSlots | undefined;
  /** The slot of the target that is being built. */
  readonly target?: number | undefined;
  /** The slot of the mapping's first source. */
  readonly source?: number | undefined;
  readonly watch?: NodeWatch | undefined;
  readonly outer?: Environment | undefined;
}

export const rootEnvironment = (
  tables: ReadonlyMap<string, Table> = new Map(),
  layout = new Layout(),
): Environment => ({
  layout,
  tables,
  names: new Map(),
});

export const withNames = (outer: Environment, names: ReadonlyMap<string, number>): Environment => ({
  layout: outer.layout,
  tables: outer.tables,
  target: outer.target,
  source: outer.source,
  watch: outer.watch,
  names,
  outer,
});

export const withItem = (outer: Environment, names: ReadonlyMap<string, number>, item: ItemSlots): Environment => ({
  ...withNames(outer, names),
  item,
});

export interface ResolvedName {
  readonly slot: number;
  /** Item slots whose own fields of that name come first, innermost first. */
  readonly before: readonly number[];
}

export function resolveName(environment: Environment, name: string): ResolvedName {
  const before: number[] = [];
  for (let at: Environment | undefined = environment; at !== undefined; at = at.outer) {
    const slot = at.names.get(name);
    if (slot !== undefined) return { slot, before };
    if (at.item?.shadows === true) before.push(at.item.item);
  }
  return { slot: environment.layout.root(name), before };
}

/** The item walked over `levels` walks further out: 0 is `$`, 1 is `$parent`. */
export function itemSlots(environment: Environment, levels: number): ItemSlots | undefined {
  let left = levels;
  for (let at: Environment | undefined = environment; at !== undefined; at = at.outer) {
    if (at.item === undefined) continue;
    if (left === 0) return at.item;
    left -= 1;
  }
  return undefined;
}
