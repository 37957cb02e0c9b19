import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { counted, were } from './counted.ts';

it('counted › has the noun that fits the number', () => {
  expect([0, 1, 2].map((count) => `${counted(count, 'record')} ${were(count)}`)).toEqual([
    '0 records were',
    '1 record was',
    '2 records were',
  ]);
  expect([counted(1, 'entry', 'entries'), counted(2, 'entry', 'entries')]).toEqual(['1 entry', '2 entries']);
});

it('the commands › count nothing without it', () => {
  const nouns = /\$\{[^{}]*\} (?:records|values|runs|attempts|nodes|migrations|entries|messages|subscribers|keys)\b/;
  const files = readdirSync(new URL('commands/', import.meta.url));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(new URL(`commands/${file}`, import.meta.url), 'utf8');
    expect(nouns.exec(text)?.[0], file).toBeUndefined();
  }
});
