// What a document uses of the library, by reference: for bundles, and to know where a schema or a table is used.
import { childPath, fieldEntries, isStructure } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';

export type UseKind = 'schema' | 'lookup' | 'mapping';

export interface LibraryUse {
  readonly kind: UseKind;
  /** `Order@3`. */
  readonly ref: string;
  /** Where it is used, as in diagnostics: `mapping/ship`, `mapping#source.order`, `mapping#target`, `mapping#lookup.status`. */
  readonly field: string;
}

/** The document's own uses, in its order; those of mappings that it uses are not among them. */
export function usesOf(doc: MappingDocument): LibraryUse[] {
  const uses: LibraryUse[] = [];
  for (const [name, { schema }] of Object.entries(doc.sources ?? {}))
    if (typeof schema === 'string') uses.push({ kind: 'schema', ref: schema, field: `mapping#source.${name}` });
  const target = doc.target?.schema;
  if (typeof target === 'string') uses.push({ kind: 'schema', ref: target, field: 'mapping#target' });
  for (const [name, lookup] of Object.entries(doc.lookups ?? {}))
    if ('table' in lookup) uses.push({ kind: 'lookup', ref: lookup.table, field: `mapping#lookup.${name}` });
  addRule(doc.root, '', uses);
  return uses;
}

function addRule(rule: MappingRule, path: string, uses: LibraryUse[]): void {
  if ('map' in rule) uses.push({ kind: 'mapping', ref: rule.map, field: `mapping${path}` });
  if (!isStructure(rule)) return;
  for (const [name, child] of fieldEntries(rule)) addRule(child, childPath(path, name), uses);
}
