import { expect, it } from 'vitest';
import { messageWords, placeWords, withPlaceWords } from './place-words.ts';

it('names a place by the names that lead to it, and items from 1', () => {
  expect(placeWords('/lines/1/amount')).toBe('lines › item 2 › amount');
  expect(placeWords('/a~1b/~0c')).toBe('a/b › ~c');
  expect(placeWords('')).toBe('The whole result');
});

it('takes a number that is hardly a position for a name', () => {
  expect(placeWords('/totals/2026')).toBe('totals › 2026');
  expect(placeWords('/codes/007')).toBe('codes › 007');
  expect(placeWords('/lines/0/parts/999')).toBe('lines › item 1 › parts › item 1000');
});

it('leaves the text of an error alone whose code does not speak of places', () => {
  const message = '/in/3 is empty';
  expect(messageWords({ code: 'failed', message })).toBe(message);
  expect(messageWords({ code: 'mapping', message })).toBe('in › item 4 is empty');
  expect(messageWords({ code: 'contract', message })).toBe('in › item 4 is empty');
});

it.each([
  ['/amountWithTax has no value: its rule gave nothing.', 'amountWithTax has no value: its rule gave nothing.'],
  [
    '/lines/0/net cannot be worked out. “x” is no number.',
    'lines › item 1 › net cannot be worked out. “x” is no number.',
  ],
  [
    '/a is text, but the target needs a number. /b/1 is shorter than 3 characters. And 2 more.',
    'a is text, but the target needs a number. b › item 2 is shorter than 3 characters. And 2 more.',
  ],
  [
    'The mapping cannot run record by record. /ship to/a.b does not have the form ^x$.',
    'The mapping cannot run record by record. ship to › a.b does not have the form ^x$.',
  ],
  ['POST https://shop.example/orders/1 is refused: 404.', 'POST https://shop.example/orders/1 is refused: 404.'],
  ['The result is too large.', 'The result is too large.'],
])('withPlaceWords › %s', (message, words) => {
  expect(withPlaceWords(message)).toBe(words);
});
