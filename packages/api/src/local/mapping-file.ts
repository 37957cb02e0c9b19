// Mapping files: the document as JSON text, deterministic, made for version control.
import { decodeText, parseJson } from '@patchbay/codecs';
import { AppError, nearestIssues } from '@patchbay/model/errors';
import { inWrittenOrder, MappingDocument } from '@patchbay/model/mapping';
import { isJsonObject } from '@patchbay/model/schema';
import { saidAsAppError } from '../library/formats.ts';
import { storedText } from '../library/stored-documents.ts';

export const mappingFileText = (document: MappingDocument): string => `${JSON.stringify(document, null, 2)}\n`;

/** @throws AppError `unprocessable` with what does not fit and where, `tooLarge`. */
export function readMappingFile(content: Uint8Array | string, name: string): MappingDocument {
  const what = `“${name}” is no mapping file`;
  const value = saidAsAppError(what, () => parseJson(content));
  if (!isJsonObject(value) || value['map'] === undefined) {
    throw AppError.because('unprocessable', `${what}: the field “map” with the version of the format is missing.`);
  }
  if (typeof value['map'] === 'number' && value['map'] > 1) {
    throw AppError.because(
      'unprocessable',
      `${what} that can be read: it was written by a newer Patchbay (map ${value['map']}, this one reads 1). Update Patchbay.`,
    );
  }
  const parsed = MappingDocument.safeParse(value);
  if (parsed.success) {
    const document = inWrittenOrder(parsed.data, decodeText(content, { fallback: 'none' }));
    storedText('mapping', document);
    return document;
  }
  const diagnostics = nearestIssues(parsed.error.issues)
    .slice(0, 20)
    .map((issue) => ({
      severity: 'error' as const,
      code: 'mapping.malformed',
      message: `${issue.path.length === 0 ? 'The document' : issue.path.join('/')}: ${issue.message}`,
      at: { field: issue.path.join('/') },
    }));
  throw AppError.because('unprocessable', `${what}. ${diagnostics[0]?.message ?? ''}.`, { diagnostics });
}
