// A schema with the files that it names: XSD includes and imports, imports of Protobuf, references of JSON Schema and OpenAPI.
// They are read where they stand below the folder of the first file; nothing is fetched, and no link leads out of it.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { LocalFile, LocalSchemaFile } from '@patchbay/api';
import type { Diagnostic } from '@patchbay/model/errors';
import { readFile } from './files.ts';
import type { Output } from './output.ts';

/** What the whole of the others may be. */
const most = { files: 500, bytes: 64_000_000 };

/** `--with`, several times. */
export const severalFiles = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** @throws AppError `invalidInput` when the file, or one that is given with it, cannot be read. */
export function readSchemaFiles(path: string, given: readonly string[] = []): LocalSchemaFile {
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
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const location of locationsIn(from)) {
      const found = placeBelow(folder, dirname(from.name), location);
      if (found === undefined || found.name === basename(path) || others.has(found.name)) continue;
      bytes += found.size;
      if (others.size >= most.files || bytes > most.bytes) break;
      open.push(add(found.name, readFileSync(found.path)));
    }
  }
  return { ...main, files: [...others.values()] };
}

/** Says how a file is given that a schema lacks. */
export function sayMissing(output: Output, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some(({ code }) => code.endsWith('missingFile')))
    output.say('Files beside the first one, or in folders below it, are found; give others with --with FILE.');
}

const forms: Readonly<Record<'xml' | 'proto' | 'reference', RegExp>> = {
  xml: /\bschemaLocation\s*=\s*(?:"([^"]+)"|'([^']+)')/g,
  proto: /\bimport\s+(?:public\s+|weak\s+)?(?:"([^"\n]+)"|'([^'\n]+)')/g,
  reference: /["']?\$ref["']?\s*:\s*(?:"([^"#\n]+)|'([^'#\n]+)|([^\s"'#]+))/g,
};

/** What the file names. Too much does no harm: what is not there, or is not needed, is left. */
function locationsIn({ name, content }: LocalFile): string[] {
  const text = Buffer.from(content).toString('utf8');
  const form = /\.proto$/i.test(name) ? forms.proto : /^\s*(?:\uFEFF\s*)?</.test(text) ? forms.xml : forms.reference;
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
  if (/^[a-z][a-z0-9+.-]*:/i.test(location)) return undefined;
  const parts = location.split(/[\\/]/);
  const tries = [join(from, ...parts), ...parts.map((_, at) => join(...parts.slice(at)))];
  for (const name of tries) {
    const path = join(folder, name);
    const size = sizeBelow(folder, path);
    if (size !== undefined) return { name: slashed(relative(folder, path)), path, size };
  }
  return undefined;
}

/** The size of a file that stands in the folder, wherever links lead. */
function sizeBelow(folder: string, path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return undefined;
  const inside = relative(realpathSync(folder), realpathSync(path));
  return inside === '..' || inside.startsWith(`..${sep}`) ? undefined : stat.size;
}

const slashed = (path: string): string => path.replaceAll('\\', '/');
