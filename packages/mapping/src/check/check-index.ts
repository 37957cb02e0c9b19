// What stands in brackets and is neither a literal nor a comparison: a position, or the name of a field, that the data gives.
import { printExpression } from '@patchbay/model/expression';
import type { Expression, IndexNode } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { clashes } from './check-operator.ts';
import type { CheckSession } from './check-session.ts';
import { admits, inWords, itemsOf, withoutNull } from './type-algebra.ts';
import type { TypeScope } from './type-scope.ts';

/** @param object what stands before the brackets */
export function checkIndex(
  checker: CheckSession,
  { node, object }: { node: IndexNode; object: DataSchema },
  scope: TypeScope,
): void {
  const { index } = node;
  const types = typesOf(withoutNull(object));
  const isList = types.length === 1 && types[0] === 'array';
  const text = printExpression(index);
  const field = isList ? fieldAt(index, withoutNull(itemsOf(object))) : undefined;
  if (field !== undefined && !isNamed(rootOf(index), scope)) {
    const isYesNo = only(field, 'boolean');
    const filter = isYesNo ? `${text} = true` : `not ISBLANK(${text})`;
    const message = `“${text}” is a field of the items, but [ ] takes a position here. To keep the items for which something holds, compare it, as in [${filter}].`;
    const title = isYesNo ? 'Keep the items for which it holds' : 'Keep the items that have it';
    checker.report('error', 'notAnIndex', message, index, { title, text: filter });
    return;
  }
  const type = checker.typeOf(index, scope);
  if (isList && clashes(type, ['number', 'integer'])) {
    const message = `A position is needed in [ ] after a list, but this is ${inWords(type)}. To filter, compare something, as in [active = true].`;
    const filter = { title: 'Keep the items for which it holds', text: `${text} = true` };
    checker.report(
      'error',
      'notAnIndex',
      message,
      index,
      only(type, 'boolean') ? filter : asNumber(checker, index, type),
    );
  } else if (types.length === 1 && types[0] === 'object' && clashes(type, ['string'])) {
    const message = `The name of a field is needed in [ ] after a structure, but this is ${inWords(type)}. Give it as text.`;
    const isPlain = ['number', 'integer', 'boolean'].some((name) => typesOf(type).some((own) => own === name));
    checker.report('error', 'notAnIndex', message, index, isPlain ? checker.wrap(index, 'TEXT') : undefined);
  }
}

const only = (type: DataSchema, name: string): boolean => {
  const names = typesOf(withoutNull(type));
  return names.length === 1 && names[0] === name;
};

const asNumber = (
  checker: CheckSession,
  index: Expression,
  type: DataSchema,
): ReturnType<CheckSession['wrap']> | undefined => (admits(type, 'string') ? checker.wrap(index, 'NUMBER') : undefined);

/** The name that a path begins with. */
function rootOf(node: Expression): string | undefined {
  if (node.kind === 'member') return rootOf(node.object);
  return node.kind === 'name' ? node.name : undefined;
}

/** The type of what a path names, read as a field of the item. */
function fieldAt(node: Expression, item: DataSchema): DataSchema | undefined {
  if (node.kind !== 'name' && node.kind !== 'member') return undefined;
  const parent = node.kind === 'name' ? item : fieldAt(node.object, item);
  const fields = parent === undefined ? undefined : withoutNull(parent).properties;
  return fields !== undefined && Object.hasOwn(fields, node.name) ? fields[node.name] : undefined;
}

/** Whether something else has the name here: a source, a name of a loop, a field of an item that is walked around this. */
function isNamed(name: string | undefined, scope: TypeScope): boolean {
  for (let at: TypeScope | undefined = scope; at !== undefined; at = at.outer) {
    if (name === undefined || at.names.has(name)) return true;
    if (at.item?.shadows !== true) continue;
    const fields = at.item.type.properties;
    if (fields === undefined || Object.hasOwn(fields, name)) return true;
  }
  return false;
}
