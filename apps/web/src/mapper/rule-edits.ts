// Edits of a mapping's rows beyond setting one rule: kinds, names, order. Pure; the document stays the one truth.
import { childPath, pathNames, setRule } from '@patchbay/mapping';
import { isLoop, isObject } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';

export type RuleKind = 'expression' | 'constant' | 'lookup' | 'object' | 'loop';

export const kindWords: Readonly<Record<RuleKind, string>> = {
  expression: 'Expression',
  constant: 'Constant',
  lookup: 'Lookup',
  object: 'Object',
  loop: 'List',
};

export const isGroup = (rule: MappingRule | undefined): rule is ObjectRule | LoopRule =>
  rule !== undefined && (isLoop(rule) || isObject(rule));

export function ruleAt(doc: MappingDocument, path: string): MappingRule | undefined {
  let rule: MappingRule | undefined = doc.root;
  for (const name of pathNames(path)) {
    if (!isGroup(rule)) return undefined;
    rule = Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
  }
  return rule;
}

export const parentPath = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The rule as another kind; what both kinds have is carried over. */
export function asKind(rule: MappingRule | undefined, kind: RuleKind, doc: MappingDocument): MappingRule {
  const when = rule?.when === undefined ? {} : { when: rule.when };
  const text = textOf(rule);
  const fields = isGroup(rule) ? rule.fields : {};
  switch (kind) {
    case 'expression':
      return { ...when, expr: text };
    case 'constant':
      return { ...when, const: text === '' ? '' : constantOf(text) };
    case 'lookup':
      return { ...when, lookup: Object.keys(doc.lookups ?? {})[0] ?? '', key: text };
    case 'object':
      return { ...when, fields };
    case 'loop':
      return { ...when, for: text, as: 'item', fields };
  }
}

function textOf(rule: MappingRule | undefined): string {
  if (rule === undefined || isObject(rule)) return '';
  if (isLoop(rule)) return rule.for;
  if ('expr' in rule) return rule.expr;
  if ('lookup' in rule) return rule.key;
  return typeof rule.const === 'string' ? JSON.stringify(rule.const) : '';
}

/** A constant as it is typed: JSON where it is JSON, else the text itself. */
export function constantOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Text that reads back as the same constant. */
export const constantText = (value: Json): string =>
  typeof value === 'string' && constantOf(value) === value ? value : JSON.stringify(value);

/** The same rule under another name, in its place; null when the name is blank or taken. */
export function renamedRule(doc: MappingDocument, path: string, name: string): MappingDocument | null {
  const parent = ruleAt(doc, parentPath(path));
  const old = pathNames(path).at(-1);
  if (!isGroup(parent) || old === undefined || name.trim() === '') return null;
  if (name === old) return doc;
  if (Object.hasOwn(parent.fields, name)) return null;
  const fields = Object.fromEntries(
    Object.entries(parent.fields).map(([key, rule]) => [key === old ? name : key, rule]),
  );
  return setRule(doc, parentPath(path), { ...parent, fields });
}

/** One place earlier or later among its siblings. */
export function movedRule(doc: MappingDocument, path: string, by: 1 | -1): MappingDocument {
  const parent = ruleAt(doc, parentPath(path));
  const name = pathNames(path).at(-1);
  if (!isGroup(parent) || name === undefined) return doc;
  const entries = Object.entries(parent.fields);
  const at = entries.findIndex(([key]) => key === name);
  const [moved] = entries.splice(at, 1);
  if (moved !== undefined) entries.splice(Math.max(0, at + by), 0, moved);
  return setRule(doc, parentPath(path), { ...parent, fields: Object.fromEntries(entries) });
}

export function freeFieldName(parent: MappingRule | undefined): string {
  const taken = isGroup(parent) ? parent.fields : {};
  for (let number = Object.keys(taken).length + 1; ; number += 1) {
    if (!Object.hasOwn(taken, `field${number}`)) return `field${number}`;
  }
}

/** A new expression rule inside an object or a loop, and where it stands. */
export function addedRule(doc: MappingDocument, parent: string, name?: string): { doc: MappingDocument; path: string } {
  const path = childPath(parent, name ?? freeFieldName(ruleAt(doc, parent)));
  return { doc: setRule(doc, path, { expr: '' }), path };
}
