import { describe, expect, it } from 'vitest';
import { createScrubber } from './scrub.ts';

const secret = 'canary/+ä"-7f3k secret';
const { text, json } = createScrubber([secret, 'abc']);

describe('createScrubber', () => {
  it.each([
    ['plain', `token ${secret} end`],
    ['URL-encoded', `?key=${encodeURIComponent(secret)}&x=1`],
    ['a form field', new URLSearchParams({ key: secret }).toString()],
    ['inside JSON text', JSON.stringify({ key: secret })],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 one byte in', Buffer.from(`u${secret}`).toString('base64')],
    ['base64 two bytes in', Buffer.from(`us:${secret}!`).toString('base64')],
    ['base64url', Buffer.from(`user:${secret}`).toString('base64url')],
  ])('masks the secret in %s form', (_name, input) => {
    const clean = text(input);
    expect(clean).toContain('•••');
    expect(clean).not.toContain('7f3k');
    for (const part of clean.split(/[^A-Za-z0-9+/_-]+/)) {
      expect(Buffer.from(part, 'base64').toString('latin1')).not.toContain('7f3k');
    }
  });

  it('walks keys and values, and hands an untouched value back as it is', () => {
    expect(json({ list: [1, null, { [secret]: `x${secret}` }] })).toEqual({ list: [1, null, { '•••': 'x•••' }] });
    const harmless = { a: ['abc', 1], b: { c: true } };
    expect(json(harmless)).toBe(harmless);
  });

  it('without secrets changes nothing', () => {
    const value = { a: 1 };
    expect(createScrubber(['']).json(value)).toBe(value);
  });
});
