// What the parts of an object or a loop see, as types; the mirror of how they are compiled.
import { isLoop } from '@patchbay/model/mapping';
import type { LoopJoin, LoopRule, ObjectRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { checkedText } from '../../check/checked-text.ts';
import { anything, integer, itemsOf, listOf, orNull } from '../../check/type-algebra.ts';
import { withItemType, withTypes } from '../../check/type-scope.ts';
import type { TypeScope } from '../../check/type-scope.ts';
import { aliasOf } from '../loop/compile-loop.ts';

export interface StructureScopes {
  /** `#when`, `#for`, `#limit`. */
  readonly around: TypeScope;
  /** `#join.N.in` and `#join.N.key`: the item and the partners before. */
  readonly joins: readonly TypeScope[];
  /** `#join.N.item` */
  readonly partners: readonly TypeScope[];
  /** `#where`, `#distinct`, `#groupBy`. */
  readonly pairs: TypeScope;
  /** `#orderBy.N`: the item with its partners, or the group. */
  readonly turns: TypeScope;
  /** `#let.NAME`, in order: each sees those before it. */
  readonly lets: readonly TypeScope[];
  readonly fields: TypeScope;
}

interface Derived {
  readonly types: readonly DataSchema[];
  readonly scope: TypeScope;
}
const derived = new WeakMap<TypeScope, Map<string, Derived>>();
const maxDerived = 2_000;

/** The same scope for the same names with the same types. */
function derive(outer: TypeScope, key: string, types: readonly DataSchema[], make: () => TypeScope): TypeScope {
  let scopes = derived.get(outer);
  if (scopes === undefined) {
    scopes = new Map();
    derived.set(outer, scopes);
  }
  const found = scopes.get(key);
  if (found !== undefined && found.types.every((type, position) => type === types[position])) return found.scope;
  const scope = make();
  if (scopes.size >= maxDerived) scopes.clear();
  scopes.set(key, { types, scope });
  return scope;
}

export function structureScopes(rule: ObjectRule | LoopRule, around: TypeScope): StructureScopes {
  const loop = isLoop(rule) ? loopScopes(rule, around) : undefined;
  const turns = loop?.turns ?? around;
  const lets: TypeScope[] = [];
  let fields = turns;
  for (const [name, text] of Object.entries(rule.let ?? {})) {
    const outer = fields;
    lets.push(outer);
    const { type } = checkedText(text, outer);
    fields = derive(outer, `let ${name}`, [type], () => withTypes(outer, [[name, type]]));
  }
  return { around, joins: [], partners: [], pairs: turns, ...loop, turns, lets, fields };
}

type LoopScopes = Pick<StructureScopes, 'joins' | 'partners' | 'pairs' | 'turns'>;

function loopScopes(rule: LoopRule, around: TypeScope): LoopScopes {
  const source = checkedText(rule.for, around).type;
  const item = itemsOf(source);
  const alias = aliasOf(rule);
  const { index } = rule;
  const key = JSON.stringify(['item', alias, index]);
  const inItem = derive(around, key, [item], () => itemScope(around, { alias, index, item }));
  const joins: TypeScope[] = [];
  const partners: TypeScope[] = [];
  let pairs = inItem;
  for (const join of rule.join ?? []) {
    const outer = pairs;
    joins.push(outer);
    const partner = itemsOf(checkedText(join.in, outer).type);
    partners.push(partnerScope(join, around, partner));
    const type = join.keep === 'all' ? orNull(partner) : partner;
    pairs = derive(outer, `join ${join.as}`, [type], () => withTypes(outer, [[join.as, type]]));
  }
  if (rule.groupBy === undefined) return { joins, partners, pairs, turns: pairs };
  const grouped = checkedText(rule.groupBy, pairs).type;
  const inner = [item, ...(rule.join ?? []).map(({ as }) => pairs.names.get(as) ?? anything)];
  const groupKey = JSON.stringify(['group', alias, index, (rule.join ?? []).map(({ as }) => as)]);
  const turns = derive(around, groupKey, [grouped, ...inner], () =>
    itemScope(around, { alias, index, item: groupType(rule, grouped, pairs) }),
  );
  return { joins, partners, pairs, turns };
}

function itemScope(
  around: TypeScope,
  { alias, index, item }: { alias: string; index: string | undefined; item: DataSchema },
): TypeScope {
  const names: [string, DataSchema][] = index === undefined ? [] : [[index, integer]];
  return withItemType(around, [...names, [alias, item]], { type: item, shadows: false });
}

const partnerScope = ({ as }: LoopJoin, around: TypeScope, partner: DataSchema): TypeScope =>
  derive(around, `partner ${as}`, [partner], () =>
    withItemType(around, [[as, partner]], { type: partner, shadows: false }),
  );

function groupType(rule: LoopRule, key: DataSchema, pairs: TypeScope): DataSchema {
  const names = [aliasOf(rule), ...(rule.join ?? []).map(({ as }) => as)];
  const types = names.map((name): [string, DataSchema] => [name, typeOfName(name, pairs)]);
  const [only] = types;
  const item: DataSchema =
    types.length === 1 && only !== undefined
      ? only[1]
      : { type: 'object', properties: Object.fromEntries(types), required: names, additionalProperties: false };
  return {
    type: 'object',
    properties: { key, items: listOf(item) },
    required: ['key', 'items'],
    additionalProperties: false,
  };
}

function typeOfName(name: string, scope: TypeScope): DataSchema {
  for (let at: TypeScope | undefined = scope; at !== undefined; at = at.outer) {
    const type = at.names.get(name);
    if (type !== undefined) return type;
  }
  return anything;
}

/** What a part of a structure sees; `part` as in diagnostics, without its `#`. */
export function scopeOfPart(rule: ObjectRule | LoopRule, part: string, around: TypeScope): TypeScope {
  const scopes = structureScopes(rule, around);
  const [name = '', position = '', side] = part.split('.');
  switch (name) {
    case 'when':
    case 'for':
    case 'limit':
      return scopes.around;
    case 'where':
    case 'distinct':
    case 'groupBy':
      return scopes.pairs;
    case 'orderBy':
      return scopes.turns;
    case 'join':
      return (side === 'item' ? scopes.partners : scopes.joins)[Number(position)] ?? scopes.pairs;
    case 'let':
      return scopes.lets[Object.keys(rule.let ?? {}).indexOf(part.slice('let.'.length))] ?? scopes.fields;
    default:
      return scopes.fields;
  }
}
