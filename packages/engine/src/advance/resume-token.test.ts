import { RunId } from '@patchbay/model/identity';
import { describe, expect, test } from 'vitest';
import { answerLinks, resumeTokens } from './resume-token.ts';

const tokens = resumeTokens(Buffer.alloc(32, 1));
const key = { effectRoot: RunId.parse('0192f3a0-0000-7000-8000-0000000000ff'), path: 'loop[17]/answer' };

describe('a token of a wait', () => {
  test('says which wait, and is the same whenever it is made', () => {
    const token = tokens.sign('callback', key);
    expect(tokens.read('callback', token)).toEqual(key);
    expect(tokens.sign('callback', key)).toBe(token);
    expect(token).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/);
  });

  test('is worth nothing for another purpose, in another installation, or with a single sign changed', () => {
    const token = tokens.sign('callback', key);
    expect(tokens.read('approval', token)).toBeNull();
    expect(resumeTokens(Buffer.alloc(32, 2)).read('callback', token)).toBeNull();
    for (let at = 0; at < token.length; at += 1) {
      // The last sign of each part carries two or four bits that are no part of it.
      if (at === token.length - 1 || token[at + 1] === '.') continue;
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(tokens.read('callback', token.slice(0, at) + other + token.slice(at + 1)), `sign ${at}`).toBeNull();
    }
  });

  test.each(['', '.', 'a.b', `${'A'.repeat(24)}.${'A'.repeat(43)}`, '../../etc/passwd', 'ä'.repeat(70)])(
    'is not %s',
    (text) => {
      expect(tokens.read('callback', text)).toBeNull();
    },
  );

  test('stands in an address of the server', () => {
    const linkTo = answerLinks(Buffer.alloc(32, 1), 'https://patchbay.example');
    expect(linkTo('callback', key)).toBe(`https://patchbay.example/resume/${tokens.sign('callback', key)}`);
    expect(linkTo('approval', key)).toBe(`https://patchbay.example/approve/${tokens.sign('approval', key)}`);
  });
});
