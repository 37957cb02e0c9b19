// Work that is given to a thread: plain data in, plain data out, nothing of the database.
import type { DataSchema, SchemaChange } from '@patchbay/model/schema';
import type { Suggested } from '../mapping/mapper.contract.ts';
import { suggestFor } from '../mapping/suggest-for.ts';
import type { KnownToAutoMap, SuggestRequest } from '../mapping/suggest-for.ts';
import { importSchemas } from '../schema/import-schemas.ts';
import { proposeRelinks } from '../schema/propose-relinks.ts';
import type { Relink, SchemaImported, SchemaImportInput } from '../schema/schema.contract.ts';

export interface SuggestWork {
  readonly kind: 'suggest';
  readonly request: SuggestRequest;
  readonly knowledge: KnownToAutoMap;
}
export interface ImportWork {
  readonly kind: 'import';
  readonly input: SchemaImportInput;
}
export interface RelinksWork {
  readonly kind: 'relinks';
  readonly before: DataSchema;
  readonly after: DataSchema;
  readonly changes: readonly SchemaChange[];
}
export type Work = SuggestWork | ImportWork | RelinksWork;

export interface WorkResults {
  suggest: Suggested;
  import: SchemaImported;
  relinks: Relink[];
}

export async function doWork(work: Work): Promise<WorkResults[Work['kind']]> {
  switch (work.kind) {
    case 'suggest':
      return suggestFor(work.request, work.knowledge);
    case 'import':
      return importSchemas(work.input);
    case 'relinks':
      return proposeRelinks(work.before, work.after, work.changes);
  }
}
