import { expect, test } from 'vitest';
import { bytesColumn, textColumn, uuidColumn } from './wire-arrays.ts';

const a = '0198c0de-0000-7000-8000-00000000000a';
const b = '0198c0de-0000-7000-8000-00000000000b';

/** The elements of a binary array, as PostgreSQL reads them; null has the length -1. */
function elementsOf(array: Buffer, encoding: 'utf8' | 'hex' = 'utf8'): (string | null)[] {
  expect(array.readInt32BE(0)).toBe(1);
  const count = array.readInt32BE(12);
  const elements: (string | null)[] = [];
  let at = 20;
  while (elements.length < count) {
    const length = array.readInt32BE(at);
    at += 4;
    elements.push(length === -1 ? null : array.toString(encoding, at, at + length));
    at += Math.max(0, length);
  }
  expect(at).toBe(array.length);
  return elements;
}

test('a column grows, and any part of it is an array of its own', () => {
  const column = textColumn();
  const values = Array.from({ length: 200 }, (_, n) => (n % 7 === 3 ? null : '€ä'.repeat(n)));
  for (const value of values) column.push(value);
  expect(elementsOf(column.slice(0, 200))).toEqual(values);
  expect(elementsOf(column.slice(3, 90))).toEqual(values.slice(3, 90));
  expect(elementsOf(column.slice(199, 200))).toEqual(values.slice(199));
  expect(elementsOf(column.slice(0, 0))).toEqual([]);
  expect(elementsOf(column.slice(0, 50))).toEqual(values.slice(0, 50));
});

test('a column that is cut takes other values in their place', () => {
  const column = bytesColumn();
  for (const value of ['one', Buffer.from('two'), 'three']) column.push(value);
  column.cutTo(1);
  column.push('x');
  expect(elementsOf(column.slice(0, 2))).toEqual(['one', 'x']);
  column.cutTo(0);
  column.push(null);
  expect(elementsOf(column.slice(0, 1))).toEqual([null]);
});

test('a UUID after one that was refused is still its own', () => {
  const column = uuidColumn();
  column.push(a);
  expect(() => column.push('no uuid')).toThrow('not a UUID');
  column.cutTo(1);
  for (const value of [a, b, a]) column.push(value);
  expect(elementsOf(column.slice(0, 4), 'hex')).toEqual([a, a, b, a].map((value) => value.replaceAll('-', '')));
});
