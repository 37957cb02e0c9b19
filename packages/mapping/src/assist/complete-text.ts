// What may stand between quotes: names of tables and their keys, the values that a field may have, units, zones, patterns.
import { quoteText } from '@patchbay/model/expression';
import type { BinaryNode, CallNode, Expression } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import { inWords, itemsOf } from '../check/type-algebra.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { functionNamed } from '../functions/index.ts';
import type { CompletionItem } from './complete.ts';
import { marker, textPlaceOf } from './cursor.ts';

const maxTexts = 200;

/** @param text the expression with the marker as the text that the cursor stands in */
export function textItems(text: string, root: TypeScope): CompletionItem[] {
  const place = textPlaceOf(text, root);
  const parent = place?.around.at(-1);
  if (place === undefined || parent === undefined) return [];
  const outer = place.around.at(-2);
  if (parent.kind === 'call') return callTexts(parent, place);
  if (parent.kind === 'binary') return valuesOf(otherSide(parent), place.typeOf, parent.operator);
  if (parent.kind === 'list' && outer?.kind === 'binary' && outer.operator === 'in')
    return valuesOf(outer.left, place.typeOf, '=');
  if (parent.kind === 'index') return fieldsOf(place.typeOf(parent.object));
  return [];
}

type TypeOf = (node: Expression) => DataSchema | undefined;

/** The marker's own type is that of a text; the other side says what it is compared with. */
const otherSide = ({ left, right }: BinaryNode): Expression => (left.kind === 'literal' ? right : left);

function valuesOf(node: Expression, typeOf: TypeOf, operator: string): CompletionItem[] {
  if (!['=', '<>', 'in', '??'].includes(operator)) return [];
  const type = typeOf(node) ?? {};
  const values = type.enum ?? itemsOf(type).enum ?? [];
  const samples = values.length > 0 ? values : (type.examples ?? []);
  return samples.filter((value) => typeof value === 'string').map((value) => item(value, 'a value of the field'));
}

const item = (value: string, detail: string): CompletionItem => ({
  label: value,
  insert: quoteText(value),
  kind: 'text',
  detail,
});

function fieldsOf(type: DataSchema | undefined): CompletionItem[] {
  return Object.entries(type?.properties ?? {})
    .slice(0, maxTexts)
    .map(([name, field]) => item(name, inWords(field)));
}

function callTexts(node: CallNode, { scope, typeOf }: { scope: TypeScope; typeOf: TypeOf }): CompletionItem[] {
  const at = node.args.findIndex((arg) => typeOf(arg) !== undefined && isOpen(arg));
  if (node.name === 'LOOKUP') return at === 0 ? tableNames(scope) : at === 1 ? tableKeys(node, scope) : [];
  if (node.name === 'SWITCH' && at > 0 && at % 2 === 1 && node.args[0] !== undefined)
    return valuesOf(node.args[0], typeOf, '=');
  if (node.name === 'ISIN' && at === 1 && node.args[0] !== undefined) return valuesOf(node.args[0], typeOf, '=');
  const parameter = functionNamed(node.name)?.parameters[at];
  const texts =
    parameter === undefined ? undefined : Object.hasOwn(usual, parameter.name) ? usual[parameter.name] : undefined;
  return (texts ?? []).map(([text, detail]) => item(text, detail));
}

const isOpen = (node: Expression): boolean => node.kind === 'literal' && node.value === marker;

const tableNames = ({ tables }: TypeScope): CompletionItem[] =>
  [...tables]
    .slice(0, maxTexts)
    .map(([name, { keys }]) => item(name, keys === undefined ? 'a source' : `${keys.length} keys`));

function tableKeys({ args: [table] }: CallNode, { tables }: TypeScope): CompletionItem[] {
  const known = table?.kind === 'literal' && typeof table.value === 'string' ? tables.get(table.value) : undefined;
  return (known?.keys ?? []).slice(0, maxTexts).map((key) => item(key, 'a key of the table'));
}

type Texts = readonly (readonly [text: string, detail: string])[];
const patterns: Texts = [
  ['yyyy-MM-dd', '2026-03-29'],
  ['dd.MM.yyyy', '29.03.2026'],
  ['MM/dd/yyyy', '03/29/2026'],
  ['yyyyMMdd', '20260329'],
  ['dd.MM.yyyy HH:mm', '29.03.2026 01:58'],
  ["yyyy-MM-dd'T'HH:mm:ssXXX", '2026-03-29T01:58:44+01:00'],
];
/** What is usual for parameters of these names. */
const usual: Readonly<Record<string, Texts>> = {
  unit: ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'].map((unit) => [unit, 'a unit of time']),
  zone: ['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo'].map((zone) => [
    zone,
    'a time zone',
  ]),
  from: ['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo'].map((zone) => [
    zone,
    'a time zone',
  ]),
  locale: ['en', 'de', 'fr', 'es'].map((locale) => [locale, 'a language']),
  pattern: patterns,
};
