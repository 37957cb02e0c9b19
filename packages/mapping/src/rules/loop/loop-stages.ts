// What a loop does with its list, in one place: join → where → distinct → group → order → limit, then one turn an item.
// Both back ends hand in their code as stages. Everything that is kept is charged before it is kept.
import type { Closure, Frame, ItemFunction } from '../../evaluate/frame.ts';
import type { Site } from '../../evaluate/site.ts';
import { canonicalText, compareValues, kindOf, put } from '../../evaluate/value.ts';
import type { Condition } from '../rule-scope.ts';
import { partnersOf } from './partners.ts';

export interface JoinStage {
  /** The name of the partner, for the items of groups. */
  readonly as: string;
  readonly list: Closure;
  /** How often the list is worked out: once a run, each time the loop runs, or for each item (it reads the item). */
  readonly per: 'run' | 'loop' | 'item';
  readonly on?: { readonly key: Closure; readonly item: ItemFunction } | undefined;
  /** Whether `on.item` depends on nothing but the partner, so that a list has one index. */
  readonly indexedOnce: boolean;
  readonly keep: 'matched' | 'all';
  readonly site: Site;
  /** From now on the expressions see this partner. */
  enter(frame: Frame, partner: unknown): void;
}

export interface LoopStages {
  readonly as: string;
  /** From now on the expressions see this item, or group, and its position. */
  enter(frame: Frame, item: unknown, position: number): void;
  readonly joins: readonly JoinStage[];
  readonly where?: Condition | undefined;
  readonly distinct?: Closure | undefined;
  readonly groupBy?: Closure | undefined;
  readonly orderBy: readonly { readonly key: Closure; readonly descending: boolean }[];
  readonly site: Site;
}

/** One item of the loop, seen by its expressions when it is called; false ends the loop. */
export type Turn = (item: unknown, position: number) => boolean;

/** The number of items that a loop may have at most; nothing is no limit. */
export function limitOf(value: unknown, site: Site): number {
  if (value === null) return Infinity;
  if (typeof value !== 'number') throw site.error('typeMismatch', `needs a number, but this is ${kindOf(value)}.`);
  if (value >= 0 && Number.isInteger(value)) return value;
  throw site.error('invalidValue', `needs a whole number, 0 or more, but this is ${kindOf(value)}.`);
}

export interface LoopWalk {
  readonly items: readonly unknown[];
  readonly limit: number;
  readonly stages: LoopStages;
  readonly frame: Frame;
  /** The position of the first item, when the list is a chunk of a longer one. */
  readonly first: number;
}

/**
 * Walks a list. Where nothing is ordered or grouped, an item's turn comes before the next item is looked at, and the
 * walk ends with the last turn of the limit; else all items are gathered first.
 */
export function walkLoop(walk: LoopWalk, turn: Turn): void {
  const { limit, stages, frame } = walk;
  if (limit === 0) return;
  if (stages.groupBy === undefined && stages.orderBy.length === 0) {
    let taken = 0;
    pairItems(walk, (item, position) => {
      taken += 1;
      return turn(item, position) && taken < limit;
    });
    return;
  }
  const rows = gathered(walk);
  const ordered = inOrder(stages.groupBy === undefined ? rows : groupsOf(rows, stages, frame), stages, frame);
  let taken = 0;
  for (const row of ordered) {
    if (taken >= limit) return;
    taken += 1;
    enterRow(row, stages, frame);
    if (!turn(row.item, row.position)) return;
  }
}

interface LoopRow {
  readonly item: unknown;
  readonly position: number;
  readonly partners: readonly unknown[];
  /** What it is grouped by. */
  readonly key?: unknown;
}

const noPartners: readonly unknown[] = [];

/** Every item with every choice of partners that `where` and `distinct` let through. */
function pairItems({ items, stages, frame, first }: LoopWalk, visit: Visit): void {
  const { joins, where, distinct, site } = stages;
  const seen = distinct === undefined ? undefined : new Set<string>();
  const partners: unknown[] = [];
  const passes = (): boolean => {
    if (where !== undefined && !where(frame)) return false;
    if (distinct === undefined || seen === undefined) return true;
    const key = canonicalText(distinct(frame), frame, site);
    if (seen.has(key)) return false;
    frame.chargeText(key.length, site);
    seen.add(key);
    return true;
  };
  const pair = (item: unknown, position: number, level: number): boolean => {
    const join = joins[level];
    if (join === undefined) return passes() ? visit(item, position, partners) : true;
    const found = partnersOf(join, frame);
    if (found.length === 0) {
      if (join.keep === 'matched') return true;
      partners[level] = null;
      join.enter(frame, null);
      return pair(item, position, level + 1);
    }
    for (const partner of found) {
      frame.charge(1, join.site);
      partners[level] = partner;
      join.enter(frame, partner);
      if (!pair(item, position, level + 1)) return false;
    }
    return true;
  };
  for (const join of joins) if (join.per === 'loop') frame.kept.delete(join);
  for (let at = 0; at < items.length; at += 1) {
    const item: unknown = items[at] ?? null;
    stages.enter(frame, item, first + at);
    if (!pair(item, first + at, 0)) return;
  }
}

type Visit = (item: unknown, position: number, partners: readonly unknown[]) => boolean;

function gathered(walk: LoopWalk): LoopRow[] {
  const { stages, frame } = walk;
  const { groupBy, site } = stages;
  const rows: LoopRow[] = [];
  pairItems(walk, (item, position, partners) => {
    frame.chargeObject(4 + partners.length, site);
    frame.chargeLength(rows.length + 1, site);
    const own = partners.length === 0 ? noPartners : [...partners];
    rows.push({ item, position, partners: own, ...(groupBy === undefined ? {} : { key: groupBy(frame) }) });
    return true;
  });
  return rows;
}

function enterRow({ item, position, partners }: LoopRow, stages: LoopStages, frame: Frame): void {
  stages.enter(frame, item, position);
  for (let level = 0; level < partners.length; level += 1) stages.joins[level]?.enter(frame, partners[level]);
}

/** `{ key, items }` in the order in which the keys come up; the position is that of the first item. */
function groupsOf(rows: readonly LoopRow[], stages: LoopStages, frame: Frame): LoopRow[] {
  const { site } = stages;
  const groups = new Map<string, { readonly row: LoopRow; readonly items: unknown[] }>();
  for (const row of rows) {
    const text = canonicalText(row.key, frame, site);
    const known = groups.get(text);
    if (known === undefined) {
      frame.chargeText(text.length, site);
      frame.chargeObject(2, site);
      const items = [groupItem(row, stages, frame)];
      const item = { key: row.key, items };
      groups.set(text, { row: { item, position: row.position, partners: noPartners }, items });
    } else {
      known.items.push(groupItem(row, stages, frame));
    }
  }
  return [...groups.values()].map(({ row }) => row);
}

/** The items of a group are those of the loop; with partners, structures of all under their names. */
function groupItem({ item, partners }: LoopRow, { as, joins, site }: LoopStages, frame: Frame): unknown {
  if (joins.length === 0) return item;
  frame.chargeObject(1 + joins.length, site);
  const pair: Record<string, unknown> = {};
  put(pair, as, item);
  joins.forEach((join, level) => {
    put(pair, join.as, partners[level] ?? null);
  });
  return pair;
}

/** Equal keys keep their order; nothing comes last, whatever the direction. */
function inOrder(rows: readonly LoopRow[], stages: LoopStages, frame: Frame): readonly LoopRow[] {
  const { orderBy, site } = stages;
  if (orderBy.length === 0) return rows;
  frame.chargeList(rows.length * (1 + orderBy.length), site);
  frame.charge(rows.length * Math.ceil(Math.log2(rows.length + 1)), site);
  const keyed = rows.map((row) => {
    enterRow(row, stages, frame);
    return { row, keys: orderBy.map(({ key }) => key(frame)) };
  });
  return keyed.sort((left, right) => compareKeys(left.keys, right.keys, orderBy)).map(({ row }) => row);
}

function compareKeys(left: readonly unknown[], right: readonly unknown[], orderBy: LoopStages['orderBy']): number {
  for (let at = 0; at < orderBy.length; at += 1) {
    const [a, b] = [left[at] ?? null, right[at] ?? null];
    const order = compareValues(a, b);
    if (order !== 0) return orderBy[at]?.descending === true && a !== null && b !== null ? -order : order;
  }
  return 0;
}
