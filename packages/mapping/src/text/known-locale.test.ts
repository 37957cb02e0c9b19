import { expect, test } from 'vitest';
import { Site } from '../evaluate/site.ts';
import { knownLocale } from './known-locale.ts';

const site = new Site('TEXT', { start: 0, end: 0 });

test.each([
  ['en', 'en'],
  ['pt-br', 'pt-BR'],
  ['de-XX', 'de-XX'],
])('%s is the locale %s', (given, locale) => expect(knownLocale(given, site)).toBe(locale));

test.each(['german', 'zz', 'de_DE', 'de-', '', `en-${'a'.repeat(60)}`])('“%s” is none', (given) =>
  expect(() => knownLocale(given, site)).toThrow(/is no locale/),
);
