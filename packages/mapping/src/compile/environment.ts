// Which name means which slot. Resolved once, when an expression is compiled; the language has no recursion, so one slot a name is enough.
import type { Row } from '../evaluate/value.ts';

/** Hands out the slots of one frame. Roots are filled from the scope when an evaluation starts. */
export class Layout {
  readonly roots = new Map<string, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  allocate(): number {
    this.#size += 1;
    return this.#size - 1;
  }

  root(name: string): number {
    const known = this.roots.get(name);
    if (known !== undefined) return known;
    const slot = this.allocate();
    this.roots.set(name, slot);
    return slot;
  }
}

/** Where an item is walked over: a loop, a lambda, a filter. */
export interface ItemSlots {
  readonly item: number;
  readonly index: number;
  /** In lambdas and filters the item's own names come before outer ones. */
  readonly shadows: boolean;
}

export interface Environment {
  readonly layout: Layout;
  readonly tables: ReadonlyMap<string, Row>;
  readonly names: ReadonlyMap<string, number>;
  readonly item?: ItemSlots | undefined;
  /** The slot of the target that is being built. */
  readonly target?: number | undefined;
  readonly outer?: Environment | undefined;
}

export const rootEnvironment = (tables: ReadonlyMap<string, Row> = new Map()): Environment => ({
  layout: new Layout(),
  tables,
  names: new Map(),
});

export const withNames = (outer: Environment, names: ReadonlyMap<string, number>): Environment => ({
  layout: outer.layout,
  tables: outer.tables,
  target: outer.target,
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
