import { partText } from '@patchbay/mapping/edit';
import type { MappingRule, SortKey } from '@patchbay/model/mapping';

/** The expression (or literal) that stands in a rule's part, as it is edited. Parts are named as in diagnostics. */
export function ruleText(rule: MappingRule, part = ''): string {
  if (part !== '') return partText(rule, part.slice(1)) ?? '';
  if ('const' in rule) return JSON.stringify(rule.const);
  if ('switch' in rule) return rule.switch.map(({ when, then }) => `${when} ${then}`).join(' ');
  if ('map' in rule) return typeof rule.with === 'string' ? rule.with : Object.values(rule.with).join(' ');
  return partText(rule, '') ?? '';
}

export const sortText = (key: SortKey | undefined): string =>
  key === undefined ? '' : typeof key === 'string' ? key : key.by;
