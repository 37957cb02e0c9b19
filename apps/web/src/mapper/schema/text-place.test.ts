import { expect, it } from 'vitest';
import { lineAndColumn, placeWords } from './text-place.ts';

const main = { name: 'orders.xsd', content: '<a>\n  <b/>\n</a>' };
const at = (place: object) => ({ severity: 'warning' as const, code: 'schema.x', message: 'x', at: place });

it.each([
  [0, 1, 1],
  [3, 1, 4],
  [4, 2, 1],
  [6, 2, 3],
])('offset %d is line %d, column %d', (offset, line, column) => {
  expect(lineAndColumn(main.content, offset)).toEqual({ line, column });
});

it('says the file and the place in it', () => {
  expect(placeWords(at({ field: 'orders.xsd', start: 6 }), [main])).toBe('orders.xsd, line 2, column 3');
  expect(placeWords(at({ field: 'orders.xsd#/x' }), [main])).toBe('orders.xsd#/x');
  expect(placeWords(at({ start: 4 }), [main])).toBe('line 2, column 1');
  expect(placeWords(at({ field: 'types.xsd', start: 4 }), [main])).toBe('types.xsd');
  expect(placeWords(at({}), [main])).toBe('');
});

it('reads UTF-16 as what it is', () => {
  const bytes = new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x62, 0]);
  // With a byte order mark, which is no character of the text.
  expect(placeWords(at({ start: 2 }), [{ name: 'x', content: bytes }])).toBe('line 2, column 1');
});
