// What a document uses of the library stands in its bundle, by reference. A mapping of a bundle looks in its own bundle
// first, then in the one that it stands in.
import type { LookupTable, MappingBundle, MappingDocument, SchemaUse } from '@patchbay/model/mapping';
import { tableOf, targetUseOf } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';

/** The parts of a library, by reference: what `bundleMapping` takes from, and what a bundle is. */
export type MappingLibrary = MappingBundle;

const entryOf = <Value>(entries: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;

/** What references mean where a document stands. */
export class References {
  readonly #bundle: MappingBundle;
  readonly #outer: References | undefined;

  constructor(bundle: MappingBundle = {}, outer?: References) {
    this.#bundle = bundle;
    this.#outer = outer;
  }

  /** The references as a mapping with a bundle of its own sees them. */
  within({ bundle }: MappingDocument): References {
    return bundle === undefined ? this : new References(bundle, this);
  }

  schema(use: SchemaUse | undefined): DataSchema | undefined {
    if (typeof use !== 'string') return use;
    return entryOf(this.#bundle.schemas, use) ?? this.#outer?.schema(use);
  }

  table(ref: string): LookupTable | undefined {
    return entryOf(this.#bundle.lookups, ref) ?? this.#outer?.table(ref);
  }

  mapping(ref: string): MappingDocument | undefined {
    return entryOf(this.#bundle.mappings, ref) ?? this.#outer?.mapping(ref);
  }

  /** The document's lookup tables by name, those of the library with what the document says of them. */
  tables({ lookups }: MappingDocument): Map<string, LookupTable> {
    const tables = new Map<string, LookupTable>();
    for (const [name, lookup] of Object.entries(lookups ?? {})) {
      const table = 'table' in lookup ? this.table(lookup.table) : lookup;
      if (table === undefined) continue;
      tables.set(name, 'table' in lookup ? tableOf(table, lookup) : table);
    }
    return tables;
  }
}

/** The target's shape, by its schema or by the types of its fields; undefined when there is none, or when the library's is not in the bundle. */
export const targetSchemaOf = (doc: MappingDocument): DataSchema | undefined =>
  new References(doc.bundle).schema(targetUseOf(doc));
