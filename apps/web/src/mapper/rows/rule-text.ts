import { isLoop, isObject } from '@patchbay/model/mapping';
import type { MappingRule, SortKey } from '@patchbay/model/mapping';

/** The expression (or literal) that stands in a rule's part, as it is edited. Parts are named as in diagnostics. */
export function ruleText(rule: MappingRule, part = ''): string {
  if (part === '') return ownText(rule);
  const [name = '', ...path] = part.slice(1).split('.');
  switch (name) {
    case 'when':
      return rule.when ?? '';
    case 'let':
      return 'fields' in rule ? (valueAt(rule.let, path.join('.')) ?? '') : '';
    case 'case':
      return 'switch' in rule ? (rule.switch[Number(path[0])]?.[path[1] === 'when' ? 'when' : 'then'] ?? '') : '';
    case 'otherwise':
      return 'switch' in rule ? (rule.otherwise ?? '') : '';
    case 'with':
      return 'map' in rule
        ? typeof rule.with === 'string'
          ? rule.with
          : (valueAt(rule.with, path.join('.')) ?? '')
        : '';
    default:
      return isLoop(rule) ? loopText(rule, name, path) : '';
  }
}

function ownText(rule: MappingRule): string {
  if (isLoop(rule)) return rule.for;
  if (isObject(rule)) return '';
  if ('expr' in rule) return rule.expr;
  if ('lookup' in rule) return rule.key;
  if ('const' in rule) return JSON.stringify(rule.const);
  if ('map' in rule) return typeof rule.with === 'string' ? rule.with : '';
  return rule.switch.map(({ when, then }) => `${when} ${then}`).join(' ');
}

function loopText(rule: Extract<MappingRule, { for: string }>, name: string, path: readonly string[]): string {
  switch (name) {
    case 'for':
      return rule.for;
    case 'where':
    case 'limit':
    case 'groupBy':
    case 'distinct':
      return rule[name] ?? '';
    case 'orderBy':
      return sortText(rule.orderBy?.[Number(path[0])]);
    case 'join': {
      const join = rule.join?.[Number(path[0])];
      if (join === undefined) return '';
      return path[1] === 'key' ? (join.on?.key ?? '') : path[1] === 'item' ? (join.on?.item ?? '') : join.in;
    }
    default:
      return '';
  }
}

export const sortText = (key: SortKey | undefined): string =>
  key === undefined ? '' : typeof key === 'string' ? key : key.by;

const valueAt = (record: Readonly<Record<string, string>> | undefined, name: string): string | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
