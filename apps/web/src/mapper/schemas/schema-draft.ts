// What a person has begun to say about a shape, kept while they look elsewhere: another way, another view, a closed drawer.
import type { LibraryEntry } from '../mapper-host.ts';

export type SchemaWay = 'library' | 'file' | 'sample' | 'schema';

export interface SchemaDraft {
  /** Null while none was chosen: the first there is. */
  readonly way: SchemaWay | null;
  /** The schema of the library that is looked at. */
  readonly entry: LibraryEntry | undefined;
  /** What was typed as an example, and as JSON Schema. */
  readonly sample: string;
  readonly schema: string;
}

export const noSchemaDraft: SchemaDraft = { way: null, entry: undefined, sample: '', schema: '' };
