// What the library of the installation gives to a command: mappings and schemas by name, and the parts that a mapping names.
import type { LocalApi } from '@patchbay/api';
import { AppError } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { looksLikeFile, readFile } from './files.ts';
import { withApi } from './open-installation.ts';
import type { Output } from './output.ts';

type Call = LocalApi['call'];

const versioned = /^(.+)@(\d+)$/s;

interface Named {
  readonly id: string;
  readonly name: string;
  readonly latest: number;
}

const lists = {
  mapping: (call: Call, search: string) => call.mapping.list({ search, limit: 200 }),
  schema: (call: Call, search: string) => call.schema.list({ search, limit: 200 }),
  lookup: (call: Call, search: string) => call.lookup.list({ search, limit: 200 }),
} as const;

/** The thing of that name, as it is written. Null when there is none. */
export async function findNamed(call: Call, kind: keyof typeof lists, name: string): Promise<Named | null> {
  const { items } = await lists[kind](call, name.slice(0, 200));
  return items.find((item) => item.name === name) ?? null;
}

const words = { mapping: 'mapping', schema: 'schema', lookup: 'lookup table' } as const;

/** `Invoice@2`, or the newest version of `Invoice`. @throws AppError `notFound`. */
export async function theVersion(call: Call, kind: keyof typeof lists, ref: string): Promise<Named & { ref: string }> {
  const [, name = ref, number] = versioned.exec(ref) ?? [];
  const found = await findNamed(call, kind, name);
  if (found === null) {
    throw AppError.because('notFound', `There is no ${words[kind]} “${name}” in the library, and no such file.`);
  }
  const wanted = number === undefined ? found.latest : Number(number);
  if (wanted >= 1 && wanted <= found.latest) return { ...found, ref: `${found.name}@${wanted}` };
  const has = found.latest === 0 ? 'it has no version yet' : `the newest is ${found.latest}`;
  throw AppError.because('notFound', `“${name}” has no version ${number ?? ''}: ${has}.`);
}

export interface NamedMapping {
  readonly label: string;
  readonly document: MappingDocument;
}

/** A mapping file, or a mapping of the library; with what it uses of the library. */
export async function theMapping(text: string, output: Output): Promise<NamedMapping> {
  if (!looksLikeFile(text)) {
    return withApi(async (call) => {
      const { ref } = await theVersion(call, 'mapping', text);
      const { mappings = {} } = await call.mapping.resolve({ mappings: [ref] });
      const document = mappings[ref];
      if (document === undefined) throw AppError.because('notFound', `There is no mapping “${ref}” in the library.`);
      return { label: ref, document };
    });
  }
  const { missingParts, readMappingFile } = await import('@patchbay/api/files');
  const { name, content } = readFile(text);
  const document = readMappingFile(content, name);
  const missing = missingParts(document);
  return { label: name, document: missing.length === 0 ? document : await completed(document, output) };
}

/** With what the library of the installation has; without an installation the mapping is taken as it is. */
async function completed(document: MappingDocument, output: Output): Promise<MappingDocument> {
  const { missingParts, withLibrary } = await import('@patchbay/api/files');
  const refsOf = (kind: 'schema' | 'lookup' | 'mapping'): string[] =>
    missingParts(document).flatMap((use) => (use.kind === kind ? [use.ref] : []));
  const wanted = { schemas: refsOf('schema'), lookups: refsOf('lookup'), mappings: refsOf('mapping') };
  try {
    return withLibrary(document, await withApi((call) => call.mapping.resolve(wanted)));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
    const names = Object.values(wanted).flat().join(', ');
    output.say(`The mapping uses ${names} of a library, and there is no installation to ask: it is taken without.`);
    return document;
  }
}
