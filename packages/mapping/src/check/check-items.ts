// What the items of lists are: those that are added up or joined, keys that are compared, fields that are asked for by name.
import { printExpression } from '@patchbay/model/expression';
import type { CallNode, Expression } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType } from '@patchbay/model/schema';
import type { FunctionDefinition, Parameter } from '../functions/definition.ts';
import type { CheckSession } from './check-session.ts';
import { admits, familyOf, inWords, itemsOf, withoutNull } from './type-algebra.ts';

const accepted: Readonly<Record<NonNullable<Parameter['each']>, readonly DataType[]>> = {
  number: ['number', 'integer'],
  text: ['string', 'number', 'integer', 'boolean'],
};

/** The kinds of the values in a list, however deep; none where one of them is not known. */
function kindsIn(type: DataSchema, depth = 0): readonly DataType[] {
  const names = typesOf(type).filter((name) => name !== 'null');
  if (!names.includes('array') || depth > 20) return names;
  const items = kindsIn(itemsOf(type), depth + 1);
  return items.length === 0 ? [] : [...names.filter((name) => name !== 'array'), ...items];
}

/** A value, or items of a list, that can be none of those that are added up, or joined. */
export function checkEach(
  checker: CheckSession,
  { arg, parameter, type, name }: { arg: Expression; parameter: Parameter; type: DataSchema; name: string },
): void {
  const { each } = parameter;
  if (each === undefined) return;
  const kinds = kindsIn(type);
  if (kinds.length === 0 || kinds.some((kind) => accepted[each].includes(kind))) return;
  const isText = each === 'number' && kinds.every((kind) => kind === 'string');
  const isList = typesOf(withoutNull(type)).includes('array');
  const at = arg.kind === 'lambda' ? arg.body : arg;
  const text = printExpression(at);
  const convert = isList
    ? { title: 'Convert each with NUMBER()', text: `MAP(${text}, NUMBER($))` }
    : checker.wrap(at, 'NUMBER');
  const remedy = isText ? ` Convert ${isList ? 'each' : 'it'} with NUMBER().` : ' Name the field to use.';
  const needed = each === 'number' ? 'Numbers are' : 'Text is';
  const isFlat = !typesOf(itemsOf(type)).includes('array');
  checker.report(
    'error',
    'typeMismatch',
    `${needed} needed for “${parameter.name}” of ${name}, but this is ${inWords(type)}.${remedy}`,
    at,
    isText && isFlat && parameter.type !== 'list' ? convert : undefined,
  );
}

/** Keys of two kinds, which are never equal: a look-up that finds nothing, a join without a pair. */
export function checkKeys(
  checker: CheckSession,
  { node, definition, types }: { node: CallNode; definition: FunctionDefinition; types: readonly DataSchema[] },
): void {
  for (const [one, other] of definition.compares ?? []) {
    const [left, right] = [one, other].map((position) => {
      const type = types[position] ?? {};
      return definition.parameters[position]?.type === 'list' ? itemsOf(type) : type;
    });
    const [arg, theirs] = [node.args[one], definition.parameters[other]?.name];
    if (arg === undefined || left === undefined || right === undefined || theirs === undefined) continue;
    checkPair(checker, { arg, type: left, other: right, words: `“${theirs}” of ${definition.name}` });
  }
}

interface Pair {
  /** The expression that a fix converts, and its type. */
  readonly arg: Expression;
  readonly type: DataSchema;
  readonly other: DataSchema;
  readonly words: string;
}

/** Says that two keys are of two kinds, with the conversion of the first where one helps. */
export function checkPair(checker: CheckSession, { arg, type, other, words }: Pair): void {
  const [a, b] = [familyOf(type), familyOf(other)];
  if (a === undefined || b === undefined || a === b) return;
  const body = arg.kind === 'lambda' ? arg.body : arg;
  const fix = b.includes('string') && !a.includes('array') && !a.includes('object') ? textOf(checker, body) : undefined;
  checker.report(
    'warning',
    'neverEqual',
    `This is ${inWords(type)}, but ${words} is ${inWords(other)}, so they are never equal. Convert one of them with NUMBER() or TEXT().`,
    body,
    a.includes('string') && b.includes('number') ? numberOf(checker, body) : fix,
  );
}

type Fix = ReturnType<CheckSession['wrap']>;

const textOf = (checker: CheckSession, node: Expression): Fix =>
  node.kind === 'literal'
    ? { title: 'Compare as text', text: `"${String(node.value)}"` }
    : { ...checker.wrap(node, 'TEXT'), title: 'Compare as text' };

/** A text that is no number has none to compare by. */
function numberOf(checker: CheckSession, node: Expression): Fix | undefined {
  const title = 'Compare as numbers';
  if (node.kind !== 'literal') return { ...checker.wrap(node, 'NUMBER'), title };
  const value = typeof node.value === 'string' && node.value.trim() !== '' ? Number(node.value) : Number.NaN;
  return Number.isFinite(value) ? { title, text: String(value) } : undefined;
}

/** The fields that FINDWHERE asks for: those of the items, of the same kind. */
export function checkSought(checker: CheckSession, { name, args }: CallNode, types: readonly DataSchema[]): void {
  const [list, sought] = args;
  const items = withoutNull(itemsOf(types[0]));
  if (name !== 'FINDWHERE' || list === undefined || sought?.kind !== 'object' || !admits(items, 'object')) return;
  for (const { key, value, start, nameEnd } of sought.entries) {
    const field = checker.fieldOf({ object: list, name: key, nameStart: start, end: nameEnd }, items);
    const given = types[1]?.properties?.[key];
    if (given === undefined) continue;
    checkPair(checker, { arg: value, type: given, other: field, words: `“${key}” of the items` });
  }
}
