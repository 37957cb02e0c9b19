// Many values onto one: which of them, or what they come to.
import { quoteMember, quoteName, quoteText } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import { literalText } from '../rule-text.ts';
import { refuse } from '../edit.ts';
import type { Refusal } from '../edit.ts';
import { pathTextIn } from '../expression-for.ts';
import { itemName, namesIn } from '../free-name.ts';
import { lastName, shownPath } from '../rule-at.ts';
import { fieldsOf, kindOfSchema, sourceShape } from '../shapes.ts';
import type { Draft } from './drop-choice.ts';
import { shownSource, sourceName } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { sampleValues } from './sample-values.ts';
import { valueDraft } from './value-onto-value.ts';

/** A list of plain values, and how to get at it. */
export interface ValueList {
  /** The list of the values. */
  readonly text: string;
  /** The shape of one value. */
  readonly item: DataSchema | undefined;
  /** The list whose items are told apart by a condition, and what is taken of the one that is found. */
  readonly rows: { readonly text: string; readonly list: SourcePath; readonly rest: readonly string[] };
}

/** Lists of lists as one list. */
export const flatText = (text: string, lists: number): string =>
  lists <= 1 ? text : lists === 2 ? `FLATTEN(${text})` : `FLATTEN(${text}, ${lists - 1})`;

/** The values at the dropped path, or, of a list of structures, those of the field that fits best. */
export function valueList(site: DropSite): ValueList | undefined {
  const { source, from, path, lists } = site;
  if (from.kind === 'list') {
    const item = { root: source.root, steps: [...source.steps, eachStep] };
    const shape = sourceShape(site.view, item);
    const own = { text: flatText(path.text, path.lists + 1), list: source };
    if (shape.kind !== 'structure') return { text: own.text, item: shape.schema, rows: { ...own, rest: [] } };
    const field = fieldFor(site);
    if (field === undefined) return undefined;
    const text = flatText(`${path.text}.${quoteMember(field.name)}`, path.lists + 1);
    return { text, item: field.schema, rows: { ...own, rest: [field.name] } };
  }
  const list = lists.at(-1);
  if (list === undefined) return undefined;
  const rest = source.steps.slice(list.steps.length + 1);
  const rows = pathTextIn(site.scope, list);
  return {
    text: flatText(path.text, path.lists),
    item: from.schema,
    rows: { text: rows === undefined ? path.text : flatText(rows.text, rows.lists + 1), list, rest },
  };
}

/** The field of a list's items that is meant by dropping the list: one named like the target, else the first that fits. */
function fieldFor(site: DropSite): { name: string; schema: DataSchema | undefined } | undefined {
  const fields = fieldsOf(site.from).filter(({ kind }) => kind === 'value');
  const wanted = lastName(site.target).toLowerCase();
  const want = typesOf(site.to.schema ?? {});
  const fits = ({ schema }: { schema: DataSchema | undefined }): boolean =>
    want.length === 0 ||
    typesOf(schema ?? {}).some((type) => want.includes(type) || (type === 'integer' && want.includes('number')));
  return fields.find(({ name }) => name.toLowerCase() === wanted) ?? fields.find(fits) ?? fields[0];
}

export function listOntoValue(site: DropSite): Draft[] | Refusal {
  const values = valueList(site);
  if (values === undefined)
    return refuse(
      `The items of ${shownSource(site.source)} are structures: drop one of their fields on ${shownPath(site.target)}.`,
    );
  const drafts = [...picks(site, values), ...digests(site, values)].filter(
    (made): made is Draft => !('refused' in made),
  );
  if (drafts.length > 0) return drafts;
  const first = picks(site, values)[0];
  return first !== undefined && 'refused' in first
    ? first
    : refuse(`Nothing of ${shownSource(site.source)} fits ${shownPath(site.target)}.`);
}

type Made = Draft | Refusal;

/** One of the values. */
function picks(site: DropSite, { text, item, rows }: ValueList): Made[] {
  const pick = (id: string, title: string, expr: string, detail: string): Made =>
    valueDraft(site, expr, { from: item, words: { id, title, detail } });
  const many = shownSource(rows.list);
  return [
    pick('first', 'First', `FIRST(${text})`, `The first of ${many}`),
    pick('last', 'Last', `LAST(${text})`, `The last of ${many}`),
    conditionPick(site, item, rows),
  ];
}

function conditionPick(site: DropSite, item: DataSchema | undefined, rows: ValueList['rows']): Made {
  const { text, asksKind } = byCondition(site, rows);
  const detail = `The first of ${shownSource(rows.list)} that meets a condition: change it as you need`;
  return valueDraft(site, text, {
    from: item,
    words: { id: 'by-condition', title: 'By condition', detail, ...(asksKind ? { asksKind } : {}) },
  });
}

/** What the values come to. */
function digests(site: DropSite, { text, item }: ValueList): Made[] {
  const types = typesOf(item ?? {}).filter((type) => type !== 'null');
  const isKnown = types.length > 0;
  const isNumber = !isKnown || types.includes('number') || types.includes('integer');
  const isPlain = kindOfSchema(item) === 'value' || !isKnown;
  const isDate = item?.format === 'date' || item?.format === 'date-time';
  const numbers = isNumber ? text : `MAP(${text}, value -> NUMBER(value))`;
  const number: DataSchema = { type: types.length === 1 && types[0] === 'integer' ? 'integer' : 'number' };
  const digest = (id: string, title: string, expr: string, words: { from: DataSchema; detail: string }): Made =>
    valueDraft(site, expr, { from: words.from, words: { id, title, detail: words.detail } });
  const isNumeric = isNumber || (types.includes('string') && !isDate && wantsNumber(site));
  const found: Made[] = [];
  const join = { from: { type: 'string' as const }, detail: 'All of them, with “, ” between' };
  if (isPlain && wantsText(site))
    found.push(digest('join-text', 'Join as text', `TEXTJOIN(", ", true, ${text})`, join));
  if (isNumeric) found.push(digest('sum', 'Sum', `SUM(${numbers})`, { from: number, detail: 'All of them added up' }));
  found.push(digest('count', 'Count', `COUNT(${text})`, { from: { type: 'integer' }, detail: 'How many there are' }));
  if (isNumeric) {
    found.push(digest('min', 'Smallest', `MIN(${numbers})`, { from: number, detail: 'The smallest of them' }));
    found.push(digest('max', 'Largest', `MAX(${numbers})`, { from: number, detail: 'The largest of them' }));
  } else if (isDate) {
    found.push(digest('min', 'Earliest', `FIRST(SORT(${text}))`, { from: item, detail: 'The earliest of them' }));
    found.push(digest('max', 'Latest', `LAST(SORT(${text}))`, { from: item, detail: 'The latest of them' }));
  }
  return found;
}

const wantsText = ({ to }: DropSite): boolean => {
  const want = typesOf(to.schema ?? {});
  return (
    want.length === 0 || (want.includes('string') && to.schema?.format !== 'date' && to.schema?.format !== 'date-time')
  );
};
const wantsNumber = ({ to }: DropSite): boolean =>
  typesOf(to.schema ?? {}).some((type) => type === 'number' || type === 'integer');

/** The first item with a known value in a field that tells items apart: `FIRST(order.tags[name = "gift"].value)`. */
function byCondition(
  site: DropSite,
  { text, list, rest }: ValueList['rows'],
): { readonly text: string; readonly asksKind: boolean } {
  const item = { root: list.root, steps: [...list.steps, eachStep] };
  const name = itemName(sourceName(list), namesIn(site.scope));
  const shape = sourceShape(site.view, item);
  const taken = rest
    .filter((step) => step !== eachStep)
    .map((step) => `.${quoteMember(step)}`)
    .join('');
  if (shape.kind !== 'structure') return { text: `FIRST(${text}, ${name} -> ${name} <> "")`, asksKind: false };
  const fields = fieldsOf(shape).filter(({ kind, name: field }) => kind === 'value' && field !== rest[0]);
  const field =
    fields.find(({ schema }) => schema?.enum !== undefined) ??
    fields.find(({ schema }) => typesOf(schema ?? {}).includes('string')) ??
    fields[0];
  if (field === undefined) return { text: `FIRST(${text}, ${name} -> ${name} <> null)${taken}`, asksKind: false };
  const known = field.schema?.enum ?? sampleValues(site, { root: item.root, steps: [...item.steps, field.name] });
  const value = known.find(
    (candidate): candidate is Exclude<Json, null> => candidate !== null && typeof candidate !== 'object',
  );
  const wanted = value === undefined ? quoteText('') : literalText(value);
  return { text: `FIRST(${text}[${quoteName(field.name)} = ${wanted}]${taken})`, asksKind: true };
}

const countNames = /count|number_?of|no_?of|lines$|anzahl/i;

/** The choice that the target's name and type speak for. */
export function likelyDigest(site: DropSite): string {
  const name = lastName(site.target);
  if (!wantsNumber(site)) return 'first';
  if (countNames.test(name)) return 'count';
  return 'sum';
}
