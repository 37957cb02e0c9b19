// What functions do with where their arguments come from. Those that are not named here work a new value out of all of them.
import type { CallNode, Expression } from '@patchbay/model/expression';
import type { Parameter } from '../functions/definition.ts';
import { functionNamed } from '../functions/index.ts';
import { argumentItems } from './argument-items.ts';
import { recordOrigin } from './name-scope.ts';
import type { NameScope } from './name-scope.ts';
import {
  anyOf,
  fieldOrigin,
  flatOrigin,
  itemOrigin,
  listOrigin,
  noOrigin,
  structureOrigin,
  throughFunction,
  usedOrigin,
  usesOf,
  withUses,
} from './origin.ts';
import type { Origin, Use, UseKind } from './origin.ts';
import type { OriginWalk } from './origin-of.ts';

/** The list with fewer items, or with the same in another order: its items stay what they are. */
const keepsItems = new Set(['FILTER', 'SORT', 'UNIQUE', 'SLICE', 'REVERSELIST', 'LIST', 'FINDWHERE']);
/** One item of the list. */
const givesItem = new Set(['FIRST', 'LAST', 'INDEX', 'MINBY', 'MAXBY']);
/** One of the arguments as it is. */
const givesArgument = new Set(['COALESCE', 'IFERROR', 'APPEND', 'MERGE']);

interface Call {
  readonly node: CallNode;
  readonly scope: NameScope;
  readonly walk: OriginWalk;
}

export function callOrigin(node: CallNode, scope: NameScope, walk: OriginWalk): Origin {
  const call = { node, scope, walk };
  const { name, args } = node;
  if (keepsItems.has(name)) return chosen(call, (list) => list);
  if (givesItem.has(name)) return chosen(call, itemOrigin);
  if (givesArgument.has(name)) return throughFunction(anyOf(args.map((arg) => walk.node(arg, scope))), name);
  switch (name) {
    case 'MAP':
      return throughFunction(mappedOrigin(call), name);
    case 'FLATTEN':
      return throughFunction(flatOrigin(origin(call, args[0])), name);
    case 'IF':
      return branches(call, (position) => position === 0);
    case 'IFS':
      return branches(call, (position, last) => position % 2 === 0 && position < last);
    case 'SWITCH':
      return branches(call, (position, last) => position === 0 || (position % 2 === 1 && position < last));
    case 'GROUPBY':
      return groupOrigin(call);
    case 'XLOOKUP':
    case 'LOOKUP':
      return lookedUp(call);
    default:
      return workedOut(call);
  }
}

const origin = ({ scope, walk }: Call, node: Expression | undefined): Origin =>
  node === undefined ? noOrigin : walk.node(node, scope);

/** Of an argument, with what it reads of the items that it is worked out over. */
function argumentUses(call: Call, position: number, kind: UseKind): Use[] {
  const arg = call.node.args[position];
  if (arg === undefined) return [];
  const over = argumentItems(call.node, position);
  if (over === undefined) return usesOf(origin(call, arg), kind, call.node.name);
  const itemsAt = (at: number): Origin => (at === position ? noOrigin : itemOrigin(origin(call, call.node.args[at])));
  const walked = {
    item: itemsAt(over.list),
    partner: over.partners === undefined ? undefined : itemsAt(over.partners),
  };
  return usesOf(call.walk.overItem(arg, walked, call.scope), kind, call.node.name);
}

/** The first argument or an item of it; the others decide which. */
function chosen(call: Call, take: (list: Origin) => Origin): Origin {
  const list = origin(call, call.node.args[0]);
  const uses = call.node.args.slice(1).flatMap((_, position) => argumentUses(call, position + 1, 'condition'));
  const sought = call.node.name === 'FINDWHERE' ? soughtUses(call, itemOrigin(list)) : [];
  return withUses(throughFunction(take(list), call.node.name), [...uses, ...sought]);
}

/** `FINDWHERE(list, { sku: … })` looks at the field `sku` of the items. */
function soughtUses({ node, scope }: Call, item: Origin): Use[] {
  const [, wanted] = node.args;
  if (wanted?.kind !== 'object') return [];
  return wanted.entries.flatMap(({ key }) => usesOf(fieldOrigin(item, key, scope.roots.step), 'condition', node.name));
}

function mappedOrigin(call: Call): Origin {
  const [list, each] = call.node.args;
  if (each === undefined) return origin(call, list);
  return listOrigin(call.walk.overItem(each, { item: itemOrigin(origin(call, list)) }, call.scope));
}

/** Values at some positions, conditions at the others. */
function branches(call: Call, decides: (position: number, last: number) => boolean): Origin {
  const { args, name } = call.node;
  const last = args.length - 1;
  const values = args.filter((_, position) => !decides(position, last)).map((arg) => origin(call, arg));
  const conditions = args.filter((_, position) => decides(position, last));
  return withUses(
    throughFunction(anyOf(values), name),
    conditions.flatMap((arg) => usesOf(origin(call, arg), 'condition', name)),
  );
}

function groupOrigin(call: Call): Origin {
  const list = origin(call, call.node.args[0]);
  const by = call.node.args[1];
  const key = by === undefined ? noOrigin : call.walk.overItem(by, { item: itemOrigin(list) }, call.scope);
  return throughFunction(groupsOf(list, key), 'GROUPBY');
}

/** A list of `{ key, items }`. */
export const groupsOf = (list: Origin, key: Origin): Origin =>
  listOrigin(
    structureOrigin(
      new Map([
        ['key', key],
        ['items', list],
      ]),
    ),
  );

/** The value comes from the list of values (for tables: from nowhere in the sources); the rest finds it. */
function lookedUp(call: Call): Origin {
  const { name, args } = call.node;
  const values = origin(call, args[2]);
  const found =
    name === 'XLOOKUP' ? anyOf([itemOrigin(values), origin(call, args[3])]) : anyOf([recordOf(call), values]);
  return withUses(
    throughFunction(found, name),
    args.slice(0, 2).flatMap((arg) => usesOf(origin(call, arg), 'lookup', name)),
  );
}

function workedOut(call: Call): Origin {
  const parameters = functionNamed(call.node.name)?.parameters ?? [];
  return usedOrigin(
    call.node.args.flatMap((_, position) => argumentUses(call, position, useOf(call.node, parameters[position]))),
  );
}

/** Keys of two lists pair their items; conditions decide; everything else is worked into the value. */
function useOf({ name }: CallNode, parameter: Parameter | undefined): UseKind {
  if (parameter?.decides === true) return 'condition';
  return name === 'JOINON' && (parameter?.name === 'leftKey' || parameter?.name === 'rightKey') ? 'join' : 'formula';
}

/** `LOOKUP("products", …)` reads a record of the lookup source of that name. */
function recordOf({ node, scope }: Call): Origin {
  const [table] = node.args;
  const name = table?.kind === 'literal' && typeof table.value === 'string' ? table.value : undefined;
  return (name === undefined ? undefined : recordOrigin(scope, name)) ?? noOrigin;
}
