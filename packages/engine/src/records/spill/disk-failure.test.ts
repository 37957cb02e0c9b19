import { describe, expect, it } from 'vitest';
import { diskFailure } from './disk-failure.ts';

const failure = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

describe('diskFailure', () => {
  it('says in words that the disk is full, who mends it, and what next', () => {
    for (const code of ['ENOSPC', 'EDQUOT']) {
      expect(diskFailure('/data/spill', failure(code))).toMatchObject({
        code: 'unavailable',
        userMessage: expect.stringMatching(
          /\/data\/spill\) is full\. An administrator makes room there; replay the run/,
        ),
      });
    }
  });

  it('leaves other failures as they are', () => {
    const other = failure('EIO');
    expect(diskFailure('/data/spill', other)).toBe(other);
  });
});
