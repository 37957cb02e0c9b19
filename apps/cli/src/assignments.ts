// `name=file` arguments.
import type { LookupTable } from '@patchbay/model/mapping';
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { InvalidArgumentError } from 'commander';
import { readFile } from './files.ts';

export type Assignment = readonly [name: string, file: string];

/** `name=file`, several times. */
export function assignments(text: string, before: readonly Assignment[] = []): readonly Assignment[] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('It is a name and a file: name=file.');
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}

/** Lookup tables from CSV files, by name. */
export async function lookupsFrom(lookup: readonly Assignment[]): Promise<Record<string, LookupTable>> {
  const { readLookupFile } = await import('@patchbay/api/files');
  return Object.fromEntries(lookup.map(([name, file]) => [name, readLookupFile(readFile(file))]));
}

/** `name=value`, several times: the values are text. */
export function texts(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is a name and a value: name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** `name=value`, several times: true, false, numbers and JSON as such, everything else as text. */
export function settings(text: string, before: Readonly<Record<string, Json>> = {}): Readonly<Record<string, Json>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is a name and a value: name=value.');
  return { ...before, [text.slice(0, at)]: valueOf(text.slice(at + 1)) };
}

function valueOf(text: string): Json {
  const read = readJsonText(text);
  return read.ok ? read.value : text;
}
