import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { References } from '../library.ts';
import { usesOf } from '../../library/uses-of.ts';

/** Schemas and tables of the library that are not there; mappings are checked where they are used. */
export function checkLibraryUses(doc: MappingDocument, references: References): Diagnostic[] {
  return usesOf(doc).flatMap(({ kind, ref, field }): Diagnostic[] => {
    if (kind === 'schema' && references.schema(ref) === undefined) {
      const message = `The library has no schema “${ref}”, or it is not loaded: nothing is checked against it. Choose another, or import it.`;
      return [{ severity: 'error', code: 'mapping.missingSchema', message, at: { field } }];
    }
    if (kind === 'lookup' && references.table(ref) === undefined) {
      const message = `The library has no lookup table “${ref}”, or it is not loaded. Choose another, or import it.`;
      return [{ severity: 'error', code: 'mapping.missingTable', message, at: { field } }];
    }
    return [];
  });
}
