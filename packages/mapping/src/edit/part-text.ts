// The texts of a rule's parts by their names, as diagnostics name them: `where`, `let.price`, `switch.0.then`, `join.1.in`.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type {
  LoopJoin,
  LoopRule,
  MappingDocument,
  MappingRule,
  ObjectRule,
  SortKey,
  SwitchRule,
} from '@patchbay/model/mapping';
import { ruleAt } from './rule-at.ts';
import { setRule } from './set-rule.ts';

/** The text of a part; the empty part is the rule's own text. Undefined where the rule has no such part. */
export function partText(rule: MappingRule, part: string): string | undefined {
  if (part === 'when') return rule.when;
  const [name = '', ...rest] = part.split('.');
  const detail = rest.join('.');
  if (isStructure(rule)) {
    if (name === 'let') return rule.let !== undefined && Object.hasOwn(rule.let, detail) ? rule.let[detail] : undefined;
    return isLoop(rule) ? loopText(rule, name, rest) : undefined;
  }
  if ('expr' in rule) return part === '' ? rule.expr : undefined;
  if ('lookup' in rule) return part === '' || part === 'key' ? rule.key : undefined;
  if ('switch' in rule) return switchText(rule, name, rest);
  if ('map' in rule && name === 'with') {
    if (typeof rule.with === 'string') return detail === '' ? rule.with : undefined;
    return Object.hasOwn(rule.with, detail) ? rule.with[detail] : undefined;
  }
  return undefined;
}

/** Rows of cases are called `case.0`; their texts `switch.0.when` and `switch.0.then`. */
const isCase = (name: string): boolean => name === 'switch' || name === 'case';

function switchText(rule: SwitchRule, name: string, [at = '', side]: readonly string[]): string | undefined {
  if (name === 'otherwise') return rule.otherwise;
  const entry = isCase(name) ? rule.switch[Number(at)] : undefined;
  return side === 'when' ? entry?.when : entry?.then;
}

function loopText(rule: LoopRule, name: string, [at = '', side]: readonly string[]): string | undefined {
  switch (name) {
    case '':
    case 'for':
      return rule.for;
    case 'where':
    case 'distinct':
    case 'groupBy':
    case 'limit':
      return rule[name];
    case 'orderBy': {
      const key = rule.orderBy?.[Number(at)];
      return typeof key === 'string' ? key : key?.by;
    }
    case 'join': {
      const join = rule.join?.[Number(at)];
      return side === 'in' ? join?.in : side === 'key' ? join?.on?.key : join?.on?.item;
    }
    default:
      return undefined;
  }
}

/** The rule with another text for a part. A part that the rule cannot have leaves it as it is. */
export function withPartText(rule: MappingRule, part: string, text: string): MappingRule {
  if (part === 'when') return { ...rule, when: text };
  const [name = '', ...rest] = part.split('.');
  if (isStructure(rule)) {
    if (name === 'let') return { ...rule, let: withLet(rule, rest.join('.'), text) };
    return isLoop(rule) ? withLoopText(rule, { name, at: Number(rest[0] ?? 0), side: rest[1] }, text) : rule;
  }
  if ('expr' in rule) return part === '' ? { ...rule, expr: text } : rule;
  if ('lookup' in rule) return part === '' || part === 'key' ? { ...rule, key: text } : rule;
  if ('switch' in rule) return withSwitchText(rule, { name, at: Number(rest[0] ?? 0), side: rest[1] }, text);
  if ('map' in rule && name === 'with') {
    if (typeof rule.with === 'string') return { ...rule, with: text };
    return {
      ...rule,
      with: Object.fromEntries([
        ...Object.entries(rule.with).filter(([key]) => key !== rest.join('.')),
        [rest.join('.'), text],
      ]),
    };
  }
  return rule;
}

function withLet(rule: ObjectRule | LoopRule, name: string, text: string): Record<string, string> {
  const entries = Object.entries(rule.let ?? {});
  return Object.fromEntries(
    entries.some(([key]) => key === name)
      ? entries.map(([key, old]) => [key, key === name ? text : old])
      : [...entries, [name, text]],
  );
}

interface PartName {
  readonly name: string;
  readonly at: number;
  readonly side: string | undefined;
}

function withSwitchText(rule: SwitchRule, { name, at, side }: PartName, text: string): SwitchRule {
  if (name === 'otherwise') return { ...rule, otherwise: text };
  if (!isCase(name)) return rule;
  const change = side === 'when' ? { when: text } : { then: text };
  return { ...rule, switch: rule.switch.map((entry, position) => (position === at ? { ...entry, ...change } : entry)) };
}

function withLoopText(rule: LoopRule, { name, at, side }: PartName, text: string): LoopRule {
  switch (name) {
    case '':
    case 'for':
      return { ...rule, for: text };
    case 'where':
    case 'distinct':
    case 'groupBy':
    case 'limit':
      return { ...rule, [name]: text };
    case 'orderBy': {
      const keys = (rule.orderBy ?? []).map((key, position): SortKey =>
        position !== at ? key : typeof key === 'string' ? text : { ...key, by: text },
      );
      return { ...rule, orderBy: keys };
    }
    case 'join':
      return {
        ...rule,
        join: (rule.join ?? []).map((join, position) => (position === at ? withJoinText(join, side, text) : join)),
      };
    default:
      return rule;
  }
}

function withJoinText(join: LoopJoin, side: string | undefined, text: string): LoopJoin {
  if (side === 'in') return { ...join, in: text };
  const on = join.on ?? { key: '', item: '' };
  return { ...join, on: side === 'key' ? { ...on, key: text } : { ...on, item: text } };
}

/** The document with another text for a part of a rule; without a rule it stays as it is. */
export function setPartText(
  doc: MappingDocument,
  path: string,
  { part, text }: { readonly part: string; readonly text: string },
): MappingDocument {
  const rule = ruleAt(doc, path);
  return rule === undefined ? doc : setRule(doc, path, withPartText(rule, part, text));
}
