// A mapping as a file: the document itself, with what it uses of the library, so that it runs anywhere.
import { inWrittenOrder, MappingDocument } from '@patchbay/model/mapping';
import type { MappingBundle } from '@patchbay/model/mapping';
import { readJsonText } from '@patchbay/model/schema';

/** As the server names files: what every file system takes. */
export const fileNameOf = (name: string, ending: string): string => {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80)
    .toLowerCase();
  return `${plain === '' ? 'unnamed' : plain}.${ending}`;
};

export const mappingFileText = (document: MappingDocument, bundle: MappingBundle): string => {
  const { bundle: _own, ...plain } = document;
  const carried = Object.keys(bundle).length === 0 ? {} : { bundle };
  return `${JSON.stringify({ ...plain, ...carried }, null, 2)}\n`;
};

export type ReadMappingFile =
  | { readonly ok: true; readonly name: string; readonly document: MappingDocument }
  | { readonly ok: false; readonly reason: string };

export function readMappingFile(text: string, fileName: string): ReadMappingFile {
  const json = readJsonText(text);
  if (!json.ok) return { ok: false, reason: `“${fileName}” is no JSON: ${json.reason}.` };
  const document = MappingDocument.safeParse(json.value);
  if (!document.success) {
    const [issue] = document.error.issues;
    const place = issue === undefined || issue.path.length === 0 ? 'The document' : issue.path.join('/');
    return { ok: false, reason: `“${fileName}” is no mapping file. ${place}: ${issue?.message ?? 'another form'}.` };
  }
  return { ok: true, name: nameOf(fileName), document: inWrittenOrder(document.data, text) };
}

/** `order-to-invoice.mapping.json` is called `order-to-invoice`. */
function nameOf(fileName: string): string {
  const name = fileName
    .replace(/(\.mapping)?\.json$/i, '')
    .replaceAll('@', ' ')
    .slice(0, 120)
    .trim();
  return name === '' ? 'Imported mapping' : name;
}

/** The document without what the library holds anyway: references name versions, so both are the same. */
export function withoutKnown(document: MappingDocument, known: MappingBundle): MappingDocument {
  const { bundle, ...plain } = document;
  if (bundle === undefined) return document;
  const rest = <Value>(carried: Readonly<Record<string, Value>> = {}, held: Readonly<Record<string, Value>> = {}) =>
    Object.entries(carried).filter(([ref]) => !Object.hasOwn(held, ref));
  const parts = Object.entries({
    schemas: rest(bundle.schemas, known.schemas),
    lookups: rest(bundle.lookups, known.lookups),
    mappings: rest(bundle.mappings, known.mappings),
  }).filter(([, entries]) => entries.length > 0);
  if (parts.length === 0) return plain;
  return { ...plain, bundle: Object.fromEntries(parts.map(([kind, entries]) => [kind, Object.fromEntries(entries)])) };
}
