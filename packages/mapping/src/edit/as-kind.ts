// Conversions between the kinds of rules: what both kinds have is carried over.
import { parseExpression } from '@patchbay/model/expression';
import { isLoop, isStructure, looksBackwards, withDirection } from '@patchbay/model/mapping';
import type { LookupRule, MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { loopAlias } from './free-name.ts';
import { casesOfText, literalText, lookupOfText, wholeText } from './rule-text.ts';

export type RuleKind = 'expression' | 'constant' | 'lookup' | 'switch' | 'sub-mapping' | 'object' | 'loop';

export const kindWords: Readonly<Record<RuleKind, string>> = {
  expression: 'Formula',
  constant: 'Constant',
  lookup: 'Lookup',
  switch: 'Cases',
  'sub-mapping': 'Mapping of the library',
  object: 'Structure',
  loop: 'List',
};

export function kindOf(rule: MappingRule): RuleKind {
  if (isLoop(rule)) return 'loop';
  if (isStructure(rule)) return 'object';
  if ('expr' in rule) return 'expression';
  if ('const' in rule) return 'constant';
  if ('lookup' in rule) return 'lookup';
  return 'switch' in rule ? 'switch' : 'sub-mapping';
}

/** The rule as another kind. Condition, note and policies stay where the other kind has them; rules inside stay in lists and structures. */
export function asKind(rule: MappingRule | undefined, kind: RuleKind, doc: MappingDocument): MappingRule {
  if (rule !== undefined && kindOf(rule) === kind) return rule;
  const text = textOf(rule);
  const kept = rule === undefined ? {} : policiesOf(rule);
  const structure = rule === undefined ? {} : structureOf(rule);
  const fields = rule !== undefined && isStructure(rule) ? rule.fields : {};
  switch (kind) {
    case 'expression':
      return { ...kept, expr: (rule === undefined ? undefined : wholeText(withDirection(rule, doc))) ?? text };
    case 'constant':
      return { ...kept, const: text === '' ? '' : literalOf(text) };
    case 'lookup':
      return {
        ...kept,
        ...(forwardsOfText(text, doc) ?? { lookup: Object.keys(doc.lookups ?? {})[0] ?? '', key: text }),
      };
    case 'switch':
      return { ...kept, ...(casesOfText(text) ?? { switch: [{ when: 'true', then: text === '' ? 'null' : text }] }) };
    case 'sub-mapping':
      return { ...kept, map: Object.keys(doc.bundle?.mappings ?? {})[0] ?? 'Mapping@1', with: text };
    case 'object':
      return { ...structure, fields };
    case 'loop':
      return { ...structure, for: text, as: loopAlias(text, doc), fields };
  }
}

/** `LOOKUP` looks forwards, whatever the table says. */
function forwardsOfText(text: string, doc: MappingDocument): LookupRule | undefined {
  const rule = lookupOfText(text);
  return rule !== undefined && looksBackwards(rule, doc) ? { ...rule, reverse: false } : rule;
}

function policiesOf(rule: MappingRule): object {
  if (isStructure(rule)) return pick(rule, ['when', 'note']);
  return pick(rule, ['type', 'when', 'note', 'onNull', 'onError', 'default']);
}

const structureOf = (rule: MappingRule): object => pick(rule, ['when', 'note', 'let', 'order']);

const pick = (rule: MappingRule, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(rule).filter(([name, value]) => names.includes(name) && value !== undefined));

/** The expression that says most of what the rule does. */
export function textOf(rule: MappingRule | undefined): string {
  if (rule === undefined) return '';
  if (isLoop(rule)) return rule.for;
  if (isStructure(rule)) return '';
  if ('expr' in rule) return rule.expr;
  if ('lookup' in rule) return rule.key;
  if ('switch' in rule) return rule.switch[0]?.then ?? '';
  if ('map' in rule) return typeof rule.with === 'string' ? rule.with : (Object.values(rule.with)[0] ?? '');
  return literalText(rule.const);
}

/** The value of an expression that is a plain literal, else its text. */
function literalOf(text: string): Json {
  const { ast, diagnostics } = parseExpression(text);
  return diagnostics.length === 0 && ast.kind === 'literal' ? ast.value : text;
}

/** A constant as it is typed: JSON where it is JSON, else the text itself. Whole numbers beyond 2^53 stay text, digit for digit. */
export function constantOf(text: string): Json {
  const read = readJsonText(text);
  return read.ok ? read.value : text;
}

/** Text that reads back as the same constant. */
export const constantText = (value: Json): string =>
  typeof value === 'string' && constantOf(value) === value ? value : JSON.stringify(value);
