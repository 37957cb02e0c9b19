// Qualifiers: of a list whose items say what they are, those of one kind, as in `n1[n101 = "ST"].n102`.
import { printExpression, quoteMember, quoteName } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { MappingRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { MappingView } from '../lineage/mapping-view.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { isList } from '../lineage/place.ts';
import type { Place } from '../lineage/place.ts';
import { originOfNode, originOfText, treeOf } from '../lineage/origin-of.ts';
import { scopeAt } from '../lineage/rule-scope.ts';
import { eachStep, isWithin } from '../lineage/source-path.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
import { literalText } from './rule-text.ts';
import { flatText } from './drop/list-onto-value.ts';
import { sampleValues } from './drop/sample-values.ts';
import { shownSource } from './drop/drop-site.ts';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { mapTexts } from './map-texts.ts';
import { exactPlace } from './exact-place.ts';
import { homeOf } from './rule-home.ts';
import { ruleAt, shownPath } from './rule-at.ts';
import { setRule } from './set-rule.ts';
import { fieldsOf, sourceShape, targetShape } from './shapes.ts';
import { withTextEdits } from './text-edits.ts';
import type { TextEdit } from './text-edits.ts';

export interface Qualifier {
  /** The list: `edi/n1`. */
  readonly list: SourcePath;
  /** The field of its items, or the fields that lead to it. */
  readonly field: string | readonly string[];
  readonly value: Json;
}

/** The rule with only the items of that kind, wherever it reads the list; another value for the same field takes the place of the old. */
export function withQualifier(view: MappingView, path: string, qualifier: Qualifier): EditResult {
  const rule = ruleAt(view.doc, path);
  if (rule === undefined) return refuse(`There is no rule at ${shownPath(path)}.`);
  const { scope } = homeOf(view, path);
  const rewritten = mapTexts(rule, { path, scope }, (text, place) =>
    place.path === path ? qualifiedText(text, place.scope, qualifier) : text,
  );
  const { list } = qualifier;
  if (rewritten === rule) return refuse(`${shownPath(path)} does not read the list ${shownSource(list)}.`);
  const single = asSingle(view, path, rewritten);
  const said = `${shownPath(path)} takes only ${shownSource(list)} with ${conditionText(qualifier)}.`;
  return { doc: setRule(view.doc, path, single), path, said };
}

/** One value is asked for, and a filtered list is many: the first of them. */
function asSingle(view: MappingView, path: string, rule: MappingRule): MappingRule {
  if (!('expr' in rule) || targetShape(view, path).kind !== 'value') return rule;
  const isBare = treeOf(rule.expr).kind === 'member' || treeOf(rule.expr).kind === 'index';
  const [first] = originOfText(rule.expr, scopeAt(view, path)).taken;
  const isMany = first !== undefined && (first.place.open > 0 || isList(first.place.schema));
  return isBare && isMany ? { ...rule, expr: `FIRST(${rule.expr})` } : rule;
}

const fieldNames = ({ field }: Qualifier): readonly string[] => (typeof field === 'string' ? [field] : field);

/** `n101 = "ST"` */
function conditionText(qualifier: Qualifier): string {
  const [first = '', ...rest] = fieldNames(qualifier);
  return `${quoteName(first)}${rest.map((name) => `.${quoteMember(name)}`).join('')} = ${literalText(qualifier.value)}`;
}

/** The text with the qualifier wherever it reads the list as a whole. */
export function qualifiedText(text: string, scope: NameScope, qualifier: Qualifier): string {
  const edits: TextEdit[] = [];
  const done: { start: number; end: number }[] = [];
  visitNodes(treeOf(text), scope, (node, at) => {
    if (done.some(({ start, end }) => node.start >= start && node.end <= end)) return;
    const edit = listEdit(node, at, text, qualifier);
    if (edit === undefined) return;
    edits.push(edit);
    done.push({ start: edit.whole.start, end: edit.whole.end });
  });
  return edits.length === 0 ? text : withTextEdits(text, edits);
}

/** Where the node is the list, or the list with a filter by the same field. Lists of lists are made one list first. */
function listEdit(
  node: Expression,
  scope: NameScope,
  text: string,
  qualifier: Qualifier,
): (TextEdit & { readonly whole: Expression }) | undefined {
  const condition = conditionText(qualifier);
  if (node.kind === 'index') {
    if (listPlace(node.object, scope, qualifier) === undefined || !isSameField(node.index, qualifier)) return undefined;
    return { start: node.index.start, end: node.index.end, text: condition, whole: node };
  }
  if (node.kind !== 'member' && node.kind !== 'name' && node.kind !== 'call') return undefined;
  const place = listPlace(node, scope, qualifier);
  if (place === undefined) return undefined;
  if (node.kind === 'call' || place.open === 0)
    return { start: node.end, end: node.end, text: `[${condition}]`, whole: node };
  const flat = flatText(text.slice(node.start, node.end), place.open + 1);
  return { start: node.start, end: node.end, text: `${flat}[${condition}]`, whole: node };
}

/** The place, when the node reads the list; FLATTEN around it changes nothing of that. */
function listPlace(node: Expression, scope: NameScope, { list }: Pick<Qualifier, 'list'>): Place | undefined {
  const [inner] = node.kind === 'call' && node.name === 'FLATTEN' ? node.args : [];
  const place = exactPlace(originOfNode(inner ?? node, scope));
  return place !== undefined && isWithin(place, list) && place.steps.length === list.steps.length ? place : undefined;
}

const isSameField = (index: Expression, qualifier: Qualifier): boolean =>
  index.kind === 'binary' &&
  index.operator === '=' &&
  printExpression(index.left) === printExpression(fieldTree(qualifier));

function fieldTree(qualifier: Qualifier): Expression {
  const [first = '', ...rest] = fieldNames(qualifier);
  const text = `${quoteName(first)}${rest.map((name) => `.${quoteMember(name)}`).join('')}`;
  return treeOf(text);
}

/** The list without its filter by that field. */
export function withoutQualifier(
  view: MappingView,
  path: string,
  { list, field }: Omit<Qualifier, 'value'>,
): EditResult {
  const rule = ruleAt(view.doc, path);
  if (rule === undefined) return refuse(`There is no rule at ${shownPath(path)}.`);
  const { scope } = homeOf(view, path);
  const qualifier = { list, field, value: null };
  const rewritten = mapTexts(rule, { path, scope }, (text, place) => {
    if (place.path !== path) return text;
    const edits: TextEdit[] = [];
    visitNodes(treeOf(text), place.scope, (node, at) => {
      if (node.kind !== 'index' || !isSameField(node.index, qualifier)) return;
      if (listPlace(node.object, at, qualifier) === undefined) return;
      edits.push({ start: node.object.end, end: node.end, text: '' });
    });
    return edits.length === 0 ? text : withTextEdits(text, edits);
  });
  if (rewritten === rule) return refuse(`${shownPath(path)} has no such filter.`);
  return {
    doc: setRule(view.doc, path, rewritten),
    path,
    said: `${shownPath(path)} takes all of ${shownSource(list)}.`,
  };
}

export interface QualifierField {
  readonly field: string;
  /** The values that samples or the schema know, the commonest first. */
  readonly values: readonly { readonly value: Json; readonly count: number }[];
}

const maxValues = 50;

/** The fields by which the items of a list may be told apart, the likeliest first: few values, many items. */
export function qualifiersOf(
  view: MappingView,
  list: SourcePath,
  values?: (source: SourcePath) => readonly Json[],
): QualifierField[] {
  const fields = fieldsOf(sourceShape(view, list)).filter(({ kind }) => kind === 'value' || kind === 'any');
  const found = fields.map(({ name, schema }) => {
    const known = sampleValues({ view, values }, { root: list.root, steps: [...list.steps, eachStep, name] });
    const counts = new Map<Json, number>();
    for (const value of schema?.enum ?? []) counts.set(value, 0);
    for (const value of known)
      if (value !== null && typeof value !== 'object') counts.set(value, (counts.get(value) ?? 0) + 1);
    const sorted = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
    const isNumber = typesOf(schema ?? {}).some((type) => type === 'number');
    const distinct = counts.size === 0 ? 1 : counts.size / Math.max(known.length, counts.size);
    return {
      field: name,
      values: sorted.slice(0, maxValues),
      likeliness: (schema?.enum === undefined ? 0 : 1) + (1 - distinct) - (isNumber ? 0.5 : 0),
    };
  });
  return found
    .filter(({ values: some }) => some.length > 0)
    .sort((a, b) => b.likeliness - a.likeliness)
    .map(({ field, values: some }) => ({ field, values: some }));
}
