// What a document uses of the library stands in its bundle, by reference.
import type { LookupTable, MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';

const entryOf = <Value>(entries: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;

/** The target's shape; undefined when there is none, or when the library's is not in the bundle. */
export function targetSchemaOf({ target, bundle }: MappingDocument): DataSchema | undefined {
  if (target === undefined) return undefined;
  return typeof target.schema === 'string' ? entryOf(bundle?.schemas, target.schema) : target.schema;
}

/** The document's lookup tables by name, those of the library with the default that the document gives them. */
export function tablesOf({ lookups, bundle }: MappingDocument): Record<string, LookupTable> {
  return Object.fromEntries(
    Object.entries(lookups ?? {}).flatMap(([name, lookup]): [string, LookupTable][] => {
      if (!('table' in lookup)) return [[name, lookup]];
      const table = entryOf(bundle?.lookups, lookup.table);
      if (table === undefined) return [];
      return [[name, lookup.default === undefined ? table : { ...table, default: lookup.default }]];
    }),
  );
}

/** A mapping of the bundle; it uses the same bundle. */
export function mappingNamed({ bundle }: MappingDocument, ref: string): MappingDocument | undefined {
  const doc = entryOf(bundle?.mappings, ref);
  return doc === undefined ? undefined : { ...doc, bundle };
}
