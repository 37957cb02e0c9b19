// A function around what a rule says, or a new call where it says nothing.
import { quoteText } from '@patchbay/model/expression';
import { isLoop, isStructure, withDirection } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { FunctionDefinition, Parameter } from '../functions/definition.ts';
import { functionNamed } from '../functions/index.ts';
import { isList } from '../lineage/place.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { originOfText } from '../lineage/origin-of.ts';
import { scopeAt } from '../lineage/rule-scope.ts';
import { bareText } from './conversion.ts';
import { refuse } from './edit.ts';
import type { Edit, Refusal } from './edit.ts';
import { exactPlace } from './exact-place.ts';
import { partText, withPartText } from './part-text.ts';
import { ruleAt, shownPath } from './rule-at.ts';
import { wholeText } from './rule-text.ts';
import { setRule } from './set-rule.ts';

export interface Wrapping {
  /** Which text of the rule: `let.price`, `switch.0.then`; its own unless said. */
  readonly part?: string | undefined;
  /** The texts of the other arguments, in order; what is missing gets a placeholder. */
  readonly args?: readonly string[] | undefined;
}

export interface WrapEdit extends Edit {
  readonly text: string;
  /** The first placeholder in the text, to be typed over. */
  readonly select?: { readonly start: number; readonly end: number } | undefined;
}

/** Functions whose wrapped value is not their first argument. */
const valuePosition: Readonly<Record<string, number>> = { IF: 1, IFS: 1, TEXTJOIN: 2, LOOKUP: 1 };

/** The rule's text as an argument of a function; a list is wrapped item by item where the function takes single values. */
export function wrapWith(
  view: MappingView,
  path: string,
  name: string,
  { part = '', args = [] }: Wrapping = {},
): WrapEdit | Refusal {
  const definition = functionNamed(name);
  if (definition === undefined) return refuse(`There is no function ${name}.`);
  const old = ruleAt(view.doc, path);
  const isValue = part === '' && (old === undefined || !isStructure(old));
  if (part === '' && old !== undefined && isStructure(old) && !isLoop(old))
    return refuse(`${shownPath(path)} is a structure: choose one of its fields.`);
  const whole = old === undefined || isBlank(old) ? '' : wholeText(withDirection(old, view.doc));
  if (isValue && whole === undefined)
    return refuse(`${shownPath(path)} is more than one formula: choose one of its parts.`);
  const text = isValue ? (whole ?? '') : bareText(partText(old ?? { expr: '' }, part) ?? '');
  const wrapped = wrappedText(text, definition, {
    args,
    doc: view.doc,
    isList: isListText(view, text, { path, part }),
  });
  const rule = isValue ? asExpression(old, wrapped.text) : withPartText(old ?? { expr: '' }, part, wrapped.text);
  return {
    doc: setRule(view.doc, path, rule),
    path,
    said:
      text === ''
        ? `${shownPath(path)} calls ${definition.name}.`
        : `Put ${definition.name} around ${shownPath(path)}.`,
    ...wrapped,
  };
}

const isBlank = (rule: MappingRule): boolean => 'expr' in rule && bareText(rule.expr) === '';

function asExpression(old: MappingRule | undefined, expr: string): MappingRule {
  if (old === undefined || isStructure(old)) return { expr };
  const kept = Object.entries(old).filter(([key]) => ['when', 'note', 'onNull', 'onError', 'default'].includes(key));
  return { ...Object.fromEntries(kept), expr };
}

/** Whether the text gives a list, as far as its place in the sources tells. */
function isListText(view: MappingView, text: string, { path, part }: { path: string; part: string }): boolean {
  if (text === '') return false;
  const place = exactPlace(originOfText(text, scopeAt(view, path, part)));
  return place !== undefined && (place.open > 0 || isList(place.schema));
}

interface WrapContext {
  readonly args: readonly string[];
  readonly doc: MappingDocument;
  readonly isList: boolean;
}

/** `FN(text, …)`, with placeholders for what the function needs besides. */
export function wrappedText(
  text: string,
  definition: FunctionDefinition,
  { args, doc, isList: many }: WrapContext,
): { text: string; select?: { start: number; end: number } } {
  const { name, parameters } = definition;
  const position = Math.min(valuePosition[name] ?? 0, Math.max(0, parameters.length - 1));
  const slot = parameters[position];
  const isMapped = many && slot !== undefined && slot.type !== 'list' && slot.type !== 'any';
  const value = isMapped ? 'item' : text;
  const given = [...args];
  const parts: { text: string; isOpen: boolean }[] = [];
  parameters.forEach((parameter, at) => {
    if (at === position && value !== '') parts.push({ text: value, isOpen: false });
    else if (given.length > 0) parts.push({ text: given.shift() ?? '', isOpen: false });
    else if (
      at < position ||
      (parameter.optional !== true && parameter.repeats !== true) ||
      (at === position && value === '')
    )
      parts.push({ text: placeholder(definition, parameter, { doc, text: value }), isOpen: true });
  });
  for (const more of given) parts.push({ text: more, isOpen: false });
  const before = isMapped ? `MAP(${text}, item -> ` : '';
  return spelt({ before, name, parts, after: isMapped ? '))' : ')' });
}

interface Spelling {
  readonly before: string;
  readonly name: string;
  readonly parts: readonly { text: string; isOpen: boolean }[];
  readonly after: string;
}

function spelt({ before, name, parts, after }: Spelling): { text: string; select?: { start: number; end: number } } {
  let text = `${before}${name}(`;
  let select: { start: number; end: number } | undefined;
  parts.forEach((part, at) => {
    if (at > 0) text += ', ';
    if (part.isOpen) select ??= { start: text.length, end: text.length + part.text.length };
    text += part.text;
  });
  return { text: text + after, ...(select === undefined ? {} : { select }) };
}

/** A text that parses and says what kind of value belongs there. */
function placeholder(
  { name }: FunctionDefinition,
  { type, name: parameter }: Parameter,
  { doc, text }: { doc: MappingDocument; text: string },
): string {
  if (name === 'LOOKUP' && parameter === 'table') return quoteText(Object.keys(doc.lookups ?? {})[0] ?? 'table');
  if (type === 'boolean' && (name === 'IF' || name === 'IFS') && text !== '') return `${text} <> null`;
  if (parameter === 'separator' || parameter === 'delimiter') return '", "';
  switch (type) {
    case 'text':
      return '""';
    case 'number':
      return '0';
    case 'boolean':
      return 'true';
    case 'list':
      return '[]';
    case 'object':
      return '{}';
    case 'date':
      return 'NOW()';
    case 'item':
      return parameter === 'condition' ? 'item -> item <> null' : 'item -> item';
    case 'any':
      return 'null';
  }
}
