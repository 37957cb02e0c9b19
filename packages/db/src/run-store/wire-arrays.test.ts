import { expect, test } from 'vitest';
import { uuidArray } from './wire-arrays.ts';

const a = '0198c0de-0000-7000-8000-00000000000a';
const b = '0198c0de-0000-7000-8000-00000000000b';

/** The elements of a binary array of 16 bytes each, as PostgreSQL reads them; null has the length -1. */
function elementsOf(array: Buffer): (string | null)[] {
  const count = array.readInt32BE(12);
  const elements: (string | null)[] = [];
  let at = 20;
  while (elements.length < count) {
    const length = array.readInt32BE(at);
    at += 4;
    elements.push(length === -1 ? null : array.toString('hex', at, at + length));
    at += Math.max(0, length);
  }
  expect(at).toBe(array.length);
  return elements;
}

test('UUIDs stand one after the other, repeated ones and gaps included', () => {
  const values = [a, a, null, a, b, b, a, null];
  expect(elementsOf(uuidArray(values))).toEqual(values.map((value) => value?.replaceAll('-', '') ?? null));
});

test('what is no UUID is refused, wherever it stands', () => {
  expect(() => uuidArray([a, 'no uuid'])).toThrow('not a UUID');
});
