// What may stand at the cursor: the checker runs over the text with a marker in the cursor's place and tells what it sees there.
import { lexExpression, parseExpression, quoteMember, quoteName } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { scopeOfTypes } from '../check/check-expression.ts';
import { Checker } from '../check/checker.ts';
import { inWords, itemsOf } from '../check/type-algebra.ts';
import { itemAt, visibleNames, withItemType } from '../check/type-scope.ts';
import type { ScopeTypes, TypeScope } from '../check/type-scope.ts';
import { functionCatalogue } from './catalogue.ts';

export interface CompletionItem {
  readonly label: string;
  /** What replaces the text from `start` to `end`. */
  readonly insert: string;
  readonly kind: 'name' | 'field' | 'function' | 'special' | 'keyword';
  /** The type in words, or the signature. */
  readonly detail: string;
  readonly documentation?: string | undefined;
}
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
}

const marker = 'patchbayCompletesHere';
/** Names, fields and functions that may stand at an offset of the text, those that begin with what is typed first. */
export function completeExpression(text: string, offset: number, scopeTypes: ScopeTypes): Completion {
  const none = { start: offset, end: offset, items: [] };
  const token = lexExpression(text).find((candidate) => candidate.start < offset && offset <= candidate.end);
  if (token?.kind === 'number' || (token?.kind === 'string' && (offset < token.end || token.open === true)))
    return none;
  const word = token?.kind === 'name' || token?.kind === 'quoted' || token?.kind === 'special' ? token : undefined;
  const start = word?.start ?? offset;
  const end = word === undefined || word.open === true ? offset : word.end;
  const found = lookAround(text.slice(0, start) + marker + text.slice(end), scopeOfTypes(scopeTypes));
  const items = found.object === undefined ? outerItems(found.scope) : fieldItems(found.object);
  const typed = text.slice(start, offset).replace(/^`|`$/g, '').toLowerCase();
  const fitting = items.filter(({ label }) => label.toLowerCase().includes(typed));
  const rank = (item: CompletionItem): number => (item.label.toLowerCase().startsWith(typed) ? 0 : 1);
  return { start, end, items: fitting.toSorted((left, right) => rank(left) - rank(right)) };
}

interface Surroundings {
  readonly scope: TypeScope;
  /** The type before the dot, when the marker stands after one. */
  readonly object?: DataSchema | undefined;
}

function lookAround(text: string, root: TypeScope): Surroundings {
  const types = new Map<Expression, DataSchema>();
  let found: Surroundings = { scope: root };
  const checker = new Checker((node, type, scope) => {
    types.set(node, type);
    if (node.kind === 'name' && node.name === marker) found = { scope };
    if (node.kind === 'member' && node.name === marker) found = { scope, object: types.get(node.object) ?? {} };
    // What is typed in brackets may become a filter, so the item's fields are offered.
    if (node.kind === 'index' && node.index.kind === 'name' && node.index.name === marker) {
      found = { scope: withItemType(scope, [], { type: itemsOf(types.get(node.object)), shadows: true }) };
    }
  });
  checker.typeOf(parseExpression(text).ast, root);
  return found;
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

function outerItems(scope: TypeScope): CompletionItem[] {
  const names = [...visibleNames(scope)].map(([name, type]): CompletionItem => ({
    label: name,
    insert: quoteName(name),
    kind: 'name',
    detail: inWords(type),
    documentation: type.description,
  }));
  const functions = functionCatalogue.map(({ name, signature, summary }): CompletionItem => ({
    label: name,
    insert: `${name}(`,
    kind: 'function',
    detail: signature,
    documentation: summary,
  }));
  const keywords = ['true', 'false', 'null', 'and', 'or', 'not', 'in'].map((word): CompletionItem => ({
    label: word,
    insert: word,
    kind: 'keyword',
    detail: '',
  }));
  return [...names, ...specialItems(scope), ...functions, ...keywords];
}

function specialItems(scope: TypeScope): CompletionItem[] {
  const item = itemAt(scope, 0);
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
    ...(itemAt(scope, 1) === undefined ? [] : [special('$parent', '', 'The item of the loop around this one.')]),
    ...(scope.target === undefined ? [] : [special('$target', '', 'What has been made so far.')]),
    special('$now', 'text', 'The start of the run.'),
  ];
}
