// What documents use of the library, gathered: direct references and, through mappings, those of those. A published mapping
// brings what it was published with; that holds for it even when the library has changed since.
import type { Transaction } from '@patchbay/db/client';
import type { LibraryKind } from '@patchbay/db/repositories';
import { findLibraryDocuments } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { LookupTable, MappingBundle, MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import type { FoundRef } from './library-refs.ts';
import { partsOfRef, refOf, refsOfMapping } from './library-refs.ts';
import { readStoredLookup, readStoredMapping, readStoredSchema } from './stored-documents.ts';

/** More than any mapping has; what needs more is a mistake or a bomb. */
const maxRefs = 500;

export type LibraryNeed = Pick<FoundRef, 'kind' | 'ref'>;

const kinds: readonly LibraryKind[] = ['schema', 'lookup', 'mapping'];

class Gathered {
  readonly schemas = new Map<string, DataSchema>();
  readonly lookups = new Map<string, LookupTable>();
  readonly mappings = new Map<string, MappingDocument>();

  has({ kind, ref }: LibraryNeed): boolean {
    if (kind === 'schema') return this.schemas.has(ref);
    return kind === 'lookup' ? this.lookups.has(ref) : this.mappings.has(ref);
  }

  /** Takes one in; hands back what it needs besides. */
  put(kind: LibraryKind, ref: string, text: string): LibraryNeed[] {
    if (kind === 'schema') this.schemas.set(ref, readStoredSchema(text));
    else if (kind === 'lookup') this.lookups.set(ref, readStoredLookup(text));
    else return this.#putMapping(ref, readStoredMapping(text));
    return [];
  }

  #putMapping(ref: string, { bundle, ...own }: MappingDocument): LibraryNeed[] {
    this.mappings.set(ref, own);
    this.add(bundle);
    return refsOfMapping(own);
  }

  /** What is known already stays. */
  add({ schemas = {}, lookups = {}, mappings = {} }: MappingBundle = {}): void {
    for (const [ref, schema] of Object.entries(schemas)) if (!this.schemas.has(ref)) this.schemas.set(ref, schema);
    for (const [ref, table] of Object.entries(lookups)) if (!this.lookups.has(ref)) this.lookups.set(ref, table);
    for (const [ref, doc] of Object.entries(mappings)) if (!this.mappings.has(ref)) this.mappings.set(ref, doc);
  }

  bundle(): MappingBundle {
    return {
      ...(this.schemas.size === 0 ? {} : { schemas: sorted(this.schemas) }),
      ...(this.lookups.size === 0 ? {} : { lookups: sorted(this.lookups) }),
      ...(this.mappings.size === 0 ? {} : { mappings: sorted(this.mappings) }),
    };
  }
}

/** The same library is the same text. */
const sorted = <Value>(entries: ReadonlyMap<string, Value>): Record<string, Value> =>
  Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));

/** What is not there is left out: the check of the mapping says so. */
export async function loadLibrary(
  tx: Transaction,
  workspaceId: string,
  needs: readonly LibraryNeed[],
): Promise<MappingBundle> {
  const gathered = new Gathered();
  const asked = new Set<string>();
  let wanted = [...needs];
  while (wanted.length > 0) {
    const open = wanted.filter((need) => !gathered.has(need) && !asked.has(`${need.kind} ${need.ref}`));
    for (const need of open) asked.add(`${need.kind} ${need.ref}`);
    if (asked.size > maxRefs) {
      throw AppError.because(
        'unprocessable',
        `The document uses more than ${maxRefs} schemas, tables and mappings of the library. Split it.`,
      );
    }
    wanted = await fetchInto(tx, workspaceId, gathered, open);
  }
  return gathered.bundle();
}

async function fetchInto(
  tx: Transaction,
  workspaceId: string,
  gathered: Gathered,
  needs: readonly LibraryNeed[],
): Promise<LibraryNeed[]> {
  const more: LibraryNeed[] = [];
  for (const kind of kinds) {
    const parts = needs
      .filter((need) => need.kind === kind)
      .flatMap((need) => partsOfRef(need.ref) ?? [])
      .filter(({ number }) => number <= 2_147_483_647);
    const rows = await findLibraryDocuments(tx, { workspaceId, kind }, parts);
    for (const row of rows) more.push(...gathered.put(kind, refOf(row.name, row.number), row.document));
  }
  return more;
}
