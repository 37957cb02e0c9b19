// A schema with the files that it names: XSD includes and imports, imports of Protobuf, references of JSON Schema and OpenAPI.
// They are read where they stand below the folder of the first file; nothing is fetched, and no link leads out of it.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { LocalFile, LocalSchemaFile } from '@patchbay/api';
import type { Diagnostic } from '@patchbay/model/errors';
import { readFile } from './files.ts';
import type { Output } from './output.ts';

/** What the whole of the others may be. */
const most = { files: 500, bytes: 64_000_000 };

/** Longer ones lead to no file. */
const longestLocation = 4_000;

export interface SchemaFiles extends LocalSchemaFile {
  /** More is named than may be read: the rest was left out. */
  readonly isCut: boolean;
}

/** `--with`, several times. */
export const severalFiles = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** @throws AppError `invalidInput` when the file, or one that is given with it, cannot be read. */
export function readSchemaFiles(path: string, given: readonly string[] = []): SchemaFiles {
  const main = readFile(path);
  const folder = dirname(path === '-' ? '.' : path);
  const others = new Map<string, LocalFile>();
  const add = (name: string, content: Uint8Array): LocalFile => {
    const other = { name, content };
    others.set(name, other);
    return other;
  };
  const open = given.map((other) => add(slashed(relative(folder, other)), readFile(other).content));
  open.push({ ...main, name: basename(main.name) });
  let bytes = 0;
  let isCut = false;
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const location of locationsIn(from)) {
      const found = placeBelow(folder, dirname(from.name), location);
      if (found === undefined || found.name === basename(path) || others.has(found.name)) continue;
      isCut ||= others.size >= most.files || bytes + found.size > most.bytes;
      if (isCut) return { ...main, files: [...others.values()], isCut };
      const content = attempt(() => readFileSync(found.path));
      if (content === undefined) continue;
      bytes += content.length;
      open.push(add(found.name, content));
    }
  }
  return { ...main, files: [...others.values()], isCut };
}

/** Whether it says that a file is needed and not there. */
export const isMissing = ({ code }: Diagnostic): boolean => /\b(missingFile|unknownReference)$/.test(code);

/** Says how a file is given that a schema lacks. */
export function sayMissing(output: Output, diagnostics: readonly Diagnostic[], { isCut }: SchemaFiles): void {
  if (!diagnostics.some(isMissing)) return;
  output.say(
    isCut
      ? `A schema is read with at most ${most.files} other files, of ${most.bytes / 1_000_000} MB in all, and this one names more: the rest was left out. Give those that are needed with --with FILE.`
      : 'Files beside the first one, or in folders below it, are found; give others with --with FILE.',
  );
}

const forms: Readonly<Record<'xml' | 'proto' | 'reference', RegExp>> = {
  xml: /\bschemaLocation\s*=\s*(?:"([^"]+)"|'([^']+)')/g,
  proto: /\bimport\s+(?:public\s+|weak\s+)?(?:"([^"\n]+)"|'([^'\n]+)')/g,
  reference: /["']?\$ref["']?\s*:\s*(?:"([^"#\n]+)|'([^'#\n]+)|([^\s"'#]+))/g,
};

/** What the file names. Too much does no harm: what is not there, or is not needed, is left. */
function locationsIn({ name, content }: LocalFile): string[] {
  const text = Buffer.from(content).toString('utf8');
  const form = /\.proto$/i.test(name) ? forms.proto : /^\s*</.test(text) ? forms.xml : forms.reference;
  return [...text.matchAll(form)].map(([, one, two, three]) => one ?? two ?? three ?? '');
}

interface Place {
  /** From the folder of the first file, with slashes. */
  readonly name: string;
  readonly path: string;
  readonly size: number;
}

/** The file beside the one that names it, else by the longest end of its path that stands in the first folder. */
function placeBelow(folder: string, from: string, location: string): Place | undefined {
  if (location.length > longestLocation || /^[a-z][a-z0-9+.-]*:/i.test(location)) return undefined;
  const parts = decoded(location.replace(/[?#].*$/s, '')).split(/[\\/]/);
  const tries = [join(from, ...parts), ...parts.map((_, at) => join(...parts.slice(at)))];
  for (const name of tries) {
    const path = join(folder, name);
    const size = sizeBelow(folder, path);
    if (size !== undefined) return { name: slashed(relative(folder, path)), path, size };
  }
  return undefined;
}

/** Locations are written as in addresses: `place%20a.json`. */
const decoded = (location: string): string => attempt(() => decodeURIComponent(location)) ?? location;

/** The size of a file that stands in the folder, wherever links lead. */
function sizeBelow(folder: string, path: string): number | undefined {
  return attempt(() => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) return undefined;
    const inside = relative(realpathSync(folder), realpathSync(path));
    // On another drive it is absolute.
    const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return isOutside ? undefined : stat.size;
  });
}

/**
 * What a name of a stranger's gives, or nothing: it may be too long, lead in circles, or to what nobody may read.
 * The file is then missing, as one that is not there.
 */
function attempt<Result>(get: () => Result): Result | undefined {
  try {
    return get();
  } catch (cause) {
    if (cause instanceof URIError || (cause instanceof Error && 'code' in cause)) return undefined;
    throw cause;
  }
}

const slashed = (path: string): string => path.replaceAll('\\', '/');
