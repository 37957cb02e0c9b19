import { expect, it } from 'vitest';
import { placeWords, withPlaceWords } from './place-words.ts';

it('names a place by the names that lead to it, and items from 1', () => {
  expect(placeWords('/lines/1/amount')).toBe('lines › item 2 › amount');
  expect(placeWords('/a~1b/~0c')).toBe('a/b › ~c');
  expect(placeWords('')).toBe('The whole result');
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
