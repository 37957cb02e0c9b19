// Work that is given to a thread: plain data in, plain data out, nothing of the database.
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, SchemaChange } from '@patchbay/model/schema';
import { checkDocument } from '../mapping/check-document.ts';
import type { Checked, Suggested } from '../mapping/mapper.contract.ts';
import { suggestFor } from '../mapping/suggest-for.ts';
import type { KnownToAutoMap, SuggestRequest } from '../mapping/suggest-for.ts';
import { importSchemas } from '../schema/import-schemas.ts';
import { inferred } from '../schema/inferred-schema.ts';
import type { InferRequest } from '../schema/inferred-schema.ts';
import { proposeRelinks } from '../schema/propose-relinks.ts';
import type { Relink, SchemaImported, SchemaImportInput, SchemaInferred } from '../schema/schema.contract.ts';

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
export interface CheckWork {
  readonly kind: 'check';
  /** With its bundle. */
  readonly document: MappingDocument;
  readonly given: Readonly<Record<string, DataSchema>>;
}
export interface InferWork {
  readonly kind: 'infer';
  readonly request: InferRequest;
}
export type Work = SuggestWork | ImportWork | RelinksWork | CheckWork | InferWork;

export interface WorkResults {
  suggest: Suggested;
  import: SchemaImported;
  relinks: Relink[];
  check: Checked;
  infer: SchemaInferred;
}

export async function doWork(work: Work): Promise<WorkResults[Work['kind']]> {
  switch (work.kind) {
    case 'suggest':
      return suggestFor(work.request, work.knowledge);
    case 'import':
      return importSchemas(work.input);
    case 'relinks':
      return proposeRelinks(work.before, work.after, work.changes);
    case 'check':
      return checkDocument(work.document, work.given);
    case 'infer':
      return inferred(work.request);
  }
}
