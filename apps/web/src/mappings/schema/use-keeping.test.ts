import { expect, it } from 'vitest';
import { nameMistake } from '../library-words.ts';
import { libraryName } from './use-keeping.ts';

it.each([
  ['Order', 'Order'],
  ['Order@3', 'Order 3'],
  ['  a\tb\n', 'a b'],
  ['@', 'Imported schema'],
  ['x'.repeat(200), 'x'.repeat(120)],
])('a schema called %j may be called so in the library', (name, wanted) => {
  expect(libraryName(name)).toBe(wanted);
  expect(nameMistake(libraryName(name))).toBeUndefined();
});
