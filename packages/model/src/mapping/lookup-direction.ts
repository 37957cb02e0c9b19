// Which way a lookup looks: from the key to the value, or backwards. The rule says it, else its table.
import type { LookupRule, LookupTable, MappingDocument, MappingRule, SharedLookup } from './mapping-document.ts';

const own = <Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

/** A table of the library as the document has it: what the document says for itself comes first. */
export function tableOf(table: LookupTable, { default: otherwise, reverse }: SharedLookup): LookupTable {
  if (otherwise === undefined && reverse === undefined) return table;
  return {
    ...table,
    ...(otherwise === undefined ? {} : { default: otherwise }),
    ...(reverse === undefined ? {} : { reverse }),
  };
}

/** Whether the rule looks for the value and gives its key. */
export const isReversed = (rule: LookupRule, table: { readonly reverse?: boolean | undefined } | undefined): boolean =>
  rule.reverse ?? table?.reverse ?? false;

/** The same, of a rule in its document; a table of the library is taken from the document's bundle. */
export function looksBackwards(rule: LookupRule, { lookups, bundle }: MappingDocument): boolean {
  const lookup = own(lookups, rule.lookup);
  const table = lookup !== undefined && 'table' in lookup ? own(bundle?.lookups, lookup.table) : undefined;
  return isReversed(rule, { reverse: lookup?.reverse ?? table?.reverse });
}

/** The rule by itself, apart from its document: a lookup says its direction. The same object where nothing is to be said. */
export function withDirection<Rule extends MappingRule | undefined>(rule: Rule, doc: MappingDocument): Rule {
  if (rule === undefined || !('lookup' in rule)) return rule;
  const reverse = looksBackwards(rule, doc);
  return reverse === (rule.reverse ?? false) ? rule : { ...rule, reverse };
}
