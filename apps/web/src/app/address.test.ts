import { describe, expect, it } from 'vitest';
import { ownPath, parseAddress, printAddress } from './address.ts';

describe('the address', () => {
  it('is read and written as plain text', () => {
    const values = { status: 'failed,running', q: 'order 1042 & more', since: '7d' };
    expect(printAddress(values)).toBe('?status=failed,running&q=order+1042+%26+more&since=7d');
    expect(parseAddress(printAddress(values))).toEqual(values);
  });
  it('writes numbers too', () => expect(printAddress({ name: 'orders', upTo: 61 })).toBe('?name=orders&upTo=61'));
  it('leaves out what is not set', () => expect(printAddress({ q: '', flow: undefined })).toBe(''));
  it.each([
    ['/runs?status=failed', '/runs?status=failed'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    [undefined, '/'],
  ])('goes back from sign-in to own paths only: %s', (path, expected) => expect(ownPath(path)).toBe(expected));
});
