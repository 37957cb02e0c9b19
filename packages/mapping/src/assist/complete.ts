import { lexExpression, quoteMember, quoteName, quoteText } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { scopeFor } from '../check/check-expression.ts';
import type { ExpressionScope } from '../check/check-expression.ts';
import { inWords, itemsOf } from '../check/type-algebra.ts';
import { itemAt, visibleNames } from '../check/type-scope.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { functionCatalogue } from './catalogue.ts';
import { textItems } from './complete-text.ts';
import { marker, surroundingsOf } from './cursor.ts';

export interface CompletionItem {
  readonly label: string;
  /** What replaces the text from `start` to `end`. */
  readonly insert: string;
  /** `text` is what may stand between quotes: the name of a table, a key, a value of the field. */
  readonly kind: 'name' | 'field' | 'function' | 'special' | 'keyword' | 'text';
  /** The type in words, or the signature. */
  readonly detail: string;
  readonly documentation?: string | undefined;
}
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
}

/**
 * Names, fields and functions that may stand at an offset of the text, those that begin with what is typed first; between
 * quotes, the texts that are known there.
 */
export function completeExpression(text: string, offset: number, given: ExpressionScope): Completion {
  const root = scopeFor(given);
  const token = lexExpression(text).find((candidate) => candidate.start < offset && offset <= candidate.end);
  const isWhole = token?.kind === 'number' || (token?.kind === 'string' && offset === token.end && token.open !== true);
  if (isWhole) return { start: offset, end: offset, items: [] };
  if (token?.kind === 'string' && (offset < token.end || token.open === true)) {
    const end = token.open === true ? offset : token.end;
    const items = textItems(text.slice(0, token.start) + quoteText(marker) + text.slice(end), root);
    return fitting(items, text.slice(token.start + 1, offset), { start: token.start, end });
  }
  const word = token?.kind === 'name' || token?.kind === 'quoted' || token?.kind === 'special' ? token : undefined;
  const start = word?.start ?? offset;
  const end = word === undefined || word.open === true ? offset : word.end;
  const found = surroundingsOf(text.slice(0, start) + marker + text.slice(end), root);
  const items = found.object === undefined ? outerItems(found.scope) : fieldItems(found.object);
  return fitting(items, text.slice(start, offset).replace(/^`|`$/g, ''), { start, end });
}

function fitting(items: readonly CompletionItem[], typed: string, place: { start: number; end: number }): Completion {
  const lower = typed.toLowerCase();
  const first: CompletionItem[] = [];
  const others: CompletionItem[] = [];
  for (const item of items) {
    const at = item.label.toLowerCase().indexOf(lower);
    if (at === 0) first.push(item);
    else if (at > 0) others.push(item);
  }
  return { ...place, items: [...first, ...others] };
}

function fieldItems(object: DataSchema): CompletionItem[] {
  let type = object;
  while (typesOf(type).includes('array') && type.items !== undefined) type = itemsOf(type);
  return Object.entries(type.properties ?? {}).map(([name, field]) => ({
    label: name,
    insert: quoteMember(name),
    kind: 'field',
    detail: inWords(field),
    documentation: field.description,
  }));
}

const functionItems = functionCatalogue.map(({ name, signature, summary }): CompletionItem => ({
  label: name,
  insert: `${name}(`,
  kind: 'function',
  detail: signature,
  documentation: summary,
}));
const keywordItems = ['true', 'false', 'null', 'and', 'or', 'not', 'in'].map((word): CompletionItem => ({
  label: word,
  insert: word,
  kind: 'keyword',
  detail: '',
}));

function outerItems(scope: TypeScope): CompletionItem[] {
  const names = [...visibleNames(scope)].map(([name, type]): CompletionItem => ({
    label: name,
    insert: quoteName(name),
    kind: 'name',
    detail: inWords(type),
    documentation: type.description,
  }));
  return [...names, ...specialItems(scope), ...functionItems, ...keywordItems];
}

function specialItems(scope: TypeScope): CompletionItem[] {
  const item = itemAt(scope, 0);
  const parent = itemAt(scope, 1);
  const special = (label: string, detail: string, documentation: string): CompletionItem => ({
    label,
    insert: label,
    kind: 'special',
    detail,
    documentation,
  });
  return [
    ...(item === undefined
      ? []
      : [
          special('$', inWords(item), 'The item.'),
          special('$index', 'a whole number', 'The position of the item; the first is 0.'),
        ]),
    ...(parent === undefined ? [] : [special('$parent', inWords(parent), 'The item of the loop around this one.')]),
    ...(scope.target === undefined ? [] : [special('$target', inWords(scope.target), 'What has been made so far.')]),
    ...(scope.source === undefined ? [] : [special('$source', inWords(scope.source), 'The first source.')]),
    special('$now', 'text', 'The start of the run.'),
  ];
}
