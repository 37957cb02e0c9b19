// A bundle makes a document whole: it runs anywhere, and stays what it was when the library goes on.
import type { Diagnostic } from '@patchbay/model/errors';
import type { LookupTable, MappingBundle, MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { References } from '../rules/library.ts';
import type { MappingLibrary } from '../rules/library.ts';
import { usesOf } from './uses-of.ts';
import type { LibraryUse } from './uses-of.ts';

export interface BundledMapping {
  readonly doc: MappingDocument;
  /** What the library lacks, and mappings that use themselves. */
  readonly diagnostics: Diagnostic[];
}

/**
 * The document with all that it uses in its bundle, also what the mappings use that it uses. What the library does not
 * have is kept from the bundle that is there. `extra` are uses from outside of the document.
 */
export function bundleMapping(
  doc: MappingDocument,
  library: MappingLibrary,
  extra: readonly LibraryUse[] = [],
): BundledMapping {
  const gatherer = new Gatherer(new References(library, new References(doc.bundle)));
  for (const use of [...usesOf(doc), ...extra]) gatherer.add(use, { references: gatherer.references, open: [] });
  const { bundle: _old, ...plain } = doc;
  const bundle = gatherer.bundle();
  return { doc: bundle === undefined ? plain : { ...plain, bundle }, diagnostics: gatherer.diagnostics };
}

/** What is still to be loaded so that a document can be bundled: asked again after each load, until there is nothing. */
export function missingUses(
  doc: MappingDocument,
  library: MappingLibrary,
  extra: readonly LibraryUse[] = [],
): LibraryUse[] {
  const gatherer = new Gatherer(new References(library, new References(doc.bundle)));
  for (const use of [...usesOf(doc), ...extra]) gatherer.add(use, { references: gatherer.references, open: [] });
  return gatherer.missing;
}

interface Within {
  readonly references: References;
  /** The mappings on the way here. */
  readonly open: readonly string[];
}

class Gatherer {
  readonly references: References;
  readonly diagnostics: Diagnostic[] = [];
  readonly missing: LibraryUse[] = [];
  readonly #schemas = new Map<string, DataSchema>();
  readonly #lookups = new Map<string, LookupTable>();
  readonly #mappings = new Map<string, MappingDocument>();

  constructor(references: References) {
    this.references = references;
  }

  add(use: LibraryUse, within: Within): void {
    switch (use.kind) {
      case 'schema':
        this.#keep(this.#schemas, use, within.references.schema(use.ref));
        return;
      case 'lookup':
        this.#keep(this.#lookups, use, within.references.table(use.ref));
        return;
      case 'mapping':
        this.#addMapping(use, within);
    }
  }

  #keep<Value>(kept: Map<string, Value>, use: LibraryUse, value: Value | undefined): void {
    if (value === undefined) this.#lacks(use);
    else kept.set(use.ref, value);
  }

  #addMapping(use: LibraryUse, { references, open }: Within): void {
    if (open.includes(use.ref)) {
      const message = `“${use.ref}” uses itself (${[...open, use.ref].join(' → ')}), so it would never end. Use another mapping here.`;
      this.diagnostics.push({ severity: 'error', code: 'mapping.recursion', message, at: { field: use.field } });
      return;
    }
    if (this.#mappings.has(use.ref)) return;
    const inner = references.mapping(use.ref);
    if (inner === undefined) {
      this.#lacks(use);
      return;
    }
    const { bundle: _own, samples: _samples, meta: _meta, ...plain } = inner;
    this.#mappings.set(use.ref, plain);
    const within = { references: references.within(inner), open: [...open, use.ref] };
    for (const { kind, ref } of usesOf(inner)) this.add({ kind, ref, field: use.field }, within);
  }

  #lacks(use: LibraryUse): void {
    if (this.missing.some(({ kind, ref }) => kind === use.kind && ref === use.ref)) return;
    this.missing.push(use);
    const [code, word] = words[use.kind];
    const message = `The library has no ${word} “${use.ref}”. Choose another, or import it.`;
    this.diagnostics.push({ severity: 'error', code: `mapping.${code}`, message, at: { field: use.field } });
  }

  /** In the order of the references, so that the same document is the same text. */
  bundle(): MappingBundle | undefined {
    const parts = {
      ...sorted('schemas', this.#schemas),
      ...sorted('lookups', this.#lookups),
      ...sorted('mappings', this.#mappings),
    };
    return Object.keys(parts).length === 0 ? undefined : parts;
  }
}

const words = {
  schema: ['missingSchema', 'schema'],
  lookup: ['missingTable', 'lookup table'],
  mapping: ['missingMapping', 'mapping'],
} as const;

function sorted<Value>(name: string, kept: ReadonlyMap<string, Value>): Record<string, Record<string, Value>> {
  if (kept.size === 0) return {};
  const entries = [...kept].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return { [name]: Object.fromEntries(entries) };
}
