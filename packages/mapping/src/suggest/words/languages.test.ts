// The data files of the languages: their form, so that a change is one line, and what must hold between them.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { languages } from './languages.ts';

const folder = new URL('languages/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

const word = z.string().regex(/^[\p{Ll}\p{N}]+( [\p{Ll}\p{N}]+)*$/u);
const short = z.string().regex(/^[\p{Ll}\p{N}]+$/u);
const words = z.array(word).min(1);
const abbreviations = z.record(word, z.array(short).min(1));
const System = z.strictObject({ abbreviations });
const Language = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/),
  writesTogether: z.boolean(),
  concepts: z.record(z.string().regex(/^[a-z][a-zA-Z]*$/), words),
  abbreviations,
  standAlone: words,
  light: words,
  wrappers: words,
});

const listText = (list: readonly string[]): string => `[${list.map((one) => JSON.stringify(one)).join(', ')}]`;
const sorted = (list: readonly string[]): string[] => [...new Set(list)].sort();

/** The one way to write a file: keys and words sorted, none twice, an entry a line. */
function written(file: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(file).map(([key, value]) => {
    const name = `  ${JSON.stringify(key)}: `;
    if (Array.isArray(value))
      return `${name}[\n${sorted(value as string[])
        .map((one) => `    ${JSON.stringify(one)}`)
        .join(',\n')}\n  ]`;
    if (typeof value !== 'object') return name + JSON.stringify(value);
    const table = value as Readonly<Record<string, string[]>>;
    const lines = sorted(Object.keys(table)).map(
      (entry) => `    ${JSON.stringify(entry)}: ${listText(sorted(table[entry] ?? []))}`,
    );
    return `${name}{\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

describe('the files of languages', () => {
  it.each(files)('%s has the form that it must have', (file) => {
    const schema = file === 'systems.json' ? System : Language;
    expect(schema.parse(JSON.parse(textOf(file)))).toEqual(JSON.parse(textOf(file)));
  });

  it.each(files)('%s is sorted, has nothing twice, and an entry a line', (file) => {
    expect(textOf(file)).toBe(written(JSON.parse(textOf(file)) as Record<string, unknown>));
  });

  it('are all read', () => {
    const read = languages.map(({ language }) => language);
    const there = files
      .filter((file) => file !== 'systems.json')
      .map((file) => Language.parse(JSON.parse(textOf(file))));
    expect(sorted(read)).toEqual(sorted(there.map(({ language }) => language)));
  });
});
