// The order of a structure's fields. JavaScript puts keys that look like whole numbers first, whatever was written; where
// that is not what is meant, the structure says its order beside its fields.
import type { LoopRule, MappingRule, ObjectRule } from './mapping-document.ts';

type Structure = ObjectRule | LoopRule;
export type FieldEntry = readonly [name: string, rule: MappingRule];

/** The fields in the order that is meant: what `order` names, then the others as they stand. */
export function fieldEntries({ fields, order }: Pick<Structure, 'fields' | 'order'>): FieldEntry[] {
  const entries = Object.entries(fields);
  if (order === undefined) return entries;
  const named = new Map(entries);
  const first = [...new Set(order)].flatMap((name): FieldEntry[] => {
    const rule = named.get(name);
    named.delete(name);
    return rule === undefined ? [] : [[name, rule]];
  });
  return [...first, ...named];
}

export const fieldNames = (rule: Pick<Structure, 'fields' | 'order'>): string[] =>
  rule.order === undefined ? Object.keys(rule.fields) : fieldEntries(rule).map(([name]) => name);

/** The structure with these fields in this order, which it says only where it has to. */
export function withFieldEntries<Rule extends Structure>(rule: Rule, entries: readonly FieldEntry[]): Rule {
  // Through entries, so that a field named `__proto__` is a field.
  const fields = Object.fromEntries(entries);
  const names = [...new Set(entries.map(([name]) => name))];
  const own = Object.keys(fields);
  if (names.every((name, at) => name === own[at])) {
    const { order: _, ...plain } = rule;
    return { ...plain, fields } as Rule;
  }
  return { ...rule, fields, order: names };
}
