import type { LoopJoin, LoopRule } from '@patchbay/model/mapping';
import * as environments from '../../compile/environment.ts';
import type { Environment, ItemSlots } from '../../compile/environment.ts';
import { parsed } from '../../compile/parsed.ts';
import { slotsRead } from '../../compile/slots-read.ts';
import type { Closure, ItemFunction } from '../../evaluate/frame.ts';
import { conditionClosure, partClosure } from '../rule-scope.ts';
import type { Place, RuleScope } from '../rule-scope.ts';
import { ruleSite } from '../run-state.ts';
import type { JoinStage, LoopStages } from './loop-stages.ts';
import { recordPlace } from './record-place.ts';

export interface CompiledLoop {
  readonly source: Closure;
  /** The slot of the position in the source. */
  readonly positionSlot: number;
  readonly limit: Closure | undefined;
  readonly stages: LoopStages;
  /** The slot of the name for the position among the target items. */
  readonly indexSlot: number | undefined;
  /** What the intermediate values and fields of the loop see. */
  readonly scope: RuleScope;
}

export const aliasOf = (rule: LoopRule): string => rule.as ?? 'item';

export function compileLoop(rule: LoopRule, place: Place, outer: RuleScope): CompiledLoop {
  const { layout } = outer.environment;
  const part = (text: string | undefined, name: string, scope: RuleScope): Closure | undefined =>
    text === undefined ? undefined : partClosure(text, { path: place.path, part: name }, scope);
  const slots = { item: layout.allocate(), index: layout.allocate(), shadows: false };
  const named = namedSlots(rule, slots, layout);
  const inItem = within(outer, environments.withItem(outer.environment, named.names, slots));
  const { joins, scope: inPairs } = compileJoins(rule, { place, slots, outer }, inItem);
  // After grouping there are no partners: the alias is the group.
  const inGroups = rule.groupBy === undefined ? inPairs : inItem;
  const stages: LoopStages = {
    as: aliasOf(rule),
    enter: (frame, item, position) => {
      frame.slots[slots.item] = item;
      frame.slots[slots.index] = position;
    },
    joins,
    where:
      rule.where === undefined
        ? undefined
        : conditionClosure(rule.where, { path: place.path, part: '#where', label: 'Where' }, inPairs),
    distinct: part(rule.distinct, '#distinct', inPairs),
    groupBy: part(rule.groupBy, '#groupBy', inPairs),
    orderBy: (rule.orderBy ?? []).map((key, position) => ({
      key: partClosure(
        typeof key === 'string' ? key : key.by,
        { path: place.path, part: `#orderBy.${position}` },
        inGroups,
      ),
      descending: typeof key !== 'string' && key.order === 'desc',
    })),
    site: ruleSite('For each'),
  };
  const record = { alias: aliasOf(rule), level: place.loops.length, place: recordPlace(rule.for, outer.records) };
  return {
    source: partClosure(rule.for, { path: place.path, part: '#for' }, outer),
    positionSlot: slots.index,
    limit: part(rule.limit, '#limit', outer),
    stages,
    indexSlot: named.index,
    scope: { ...inGroups, records: [...outer.records, record] },
  };
}

function namedSlots(
  rule: LoopRule,
  slots: ItemSlots,
  layout: Environment['layout'],
): { names: Map<string, number>; index: number | undefined } {
  const names = new Map<string, number>();
  const index = rule.index === undefined ? undefined : layout.allocate();
  if (rule.index !== undefined && index !== undefined) names.set(rule.index, index);
  names.set(aliasOf(rule), slots.item);
  return { names, index };
}

const within = (scope: RuleScope, environment: Environment): RuleScope => ({ ...scope, environment });

interface JoinPlace {
  readonly place: Place;
  readonly slots: ItemSlots;
  readonly outer: RuleScope;
}

/** Each join sees the item and the partners of the joins before it. */
function compileJoins(rule: LoopRule, at: JoinPlace, inItem: RuleScope): { joins: JoinStage[]; scope: RuleScope } {
  const own = new Set([at.slots.item, at.slots.index]);
  let scope = inItem;
  const joins = (rule.join ?? []).map((join, position) => {
    const slot = scope.environment.layout.allocate();
    const stage = joinStage(join, { ...at, position, slot, own }, scope);
    own.add(slot);
    scope = within(scope, environments.withNames(scope.environment, new Map([[join.as, slot]])));
    at.outer.joins.push(stage);
    return stage;
  });
  return { joins, scope };
}

interface JoinAt extends JoinPlace {
  readonly position: number;
  readonly slot: number;
  /** The slots of the item and of the partners before. */
  readonly own: ReadonlySet<number>;
}

function joinStage(join: LoopJoin, at: JoinAt, scope: RuleScope): JoinStage {
  const { environment } = scope;
  const { steady } = environment.layout;
  const path = { path: at.place.path };
  const list = slotsRead(parsed(join.in).ast, environment);
  const item = join.on === undefined ? undefined : partnerKey(join.on.item, join.as, at);
  const key =
    join.on === undefined ? undefined : partClosure(join.on.key, { ...path, part: `#join.${at.position}.key` }, scope);
  const isSteady = [list, ...(item === undefined ? [] : [item.read])].every(
    ({ slots, changes }) => !changes && [...slots].every((slot) => steady.has(slot) || item?.slots.has(slot) === true),
  );
  const readsItem = [...list.slots].some((slot) => at.own.has(slot));
  return {
    as: join.as,
    list: partClosure(join.in, { ...path, part: `#join.${at.position}.in` }, scope),
    per: readsItem || list.changes ? 'item' : isSteady ? 'run' : 'loop',
    on: key === undefined || item === undefined ? undefined : { key, item: item.closure },
    indexedOnce: item !== undefined && !item.read.changes && [...item.read.slots].every((slot) => item.slots.has(slot)),
    keep: join.keep ?? 'matched',
    site: ruleSite(`Join ${join.as}`),
    enter: (frame, partner) => {
      frame.slots[at.slot] = partner;
    },
  };
}

/** The key of a partner: it sees the partner under its name and as `$`, and what stands around the loop. */
function partnerKey(
  text: string,
  as: string,
  { outer, place, position }: JoinAt,
): { closure: ItemFunction; read: ReturnType<typeof slotsRead>; slots: ReadonlySet<number> } {
  const { layout } = outer.environment;
  const slots = { item: layout.allocate(), index: layout.allocate(), shadows: false };
  const environment = environments.withItem(outer.environment, new Map([[as, slots.item]]), slots);
  const part = `#join.${position}.item`;
  const closure = partClosure(text, { path: place.path, part }, { ...outer, environment });
  return {
    read: slotsRead(parsed(text).ast, environment),
    slots: new Set([slots.item, slots.index]),
    closure: (frame, partner, at) => {
      frame.slots[slots.item] = partner;
      frame.slots[slots.index] = at;
      return closure(frame);
    },
  };
}
