// Work that is given to a thread: plain data in, plain data out, nothing of the database.
import type { Suggested } from '../mapping/mapper.contract.ts';
import { suggestFor } from '../mapping/suggest-for.ts';
import type { KnownToAutoMap, SuggestRequest } from '../mapping/suggest-for.ts';
import { importSchemas } from '../schema/import-schemas.ts';
import type { SchemaImported, SchemaImportInput } from '../schema/schema.contract.ts';

export interface SuggestWork {
  readonly kind: 'suggest';
  readonly request: SuggestRequest;
  readonly knowledge: KnownToAutoMap;
}
export interface ImportWork {
  readonly kind: 'import';
  readonly input: SchemaImportInput;
}
export type Work = SuggestWork | ImportWork;

export interface WorkResults {
  suggest: Suggested;
  import: SchemaImported;
}

export const doWork = async (work: Work): Promise<WorkResults[Work['kind']]> =>
  work.kind === 'suggest' ? suggestFor(work.request, work.knowledge) : importSchemas(work.input);
