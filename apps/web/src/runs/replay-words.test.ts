import { describe, expect, it } from 'vitest';
import { asNewWords, latestWords } from './replay-words.ts';

describe('what a replay takes', () => {
  it('is not to be started while it is looked up whether the flow is published', () => {
    expect([latestWords(undefined).disabled, asNewWords(undefined).disabled]).toEqual([true, true]);
  });

  it('is the latest version of a published flow', () => {
    expect(latestWords(true).disabled).toBe(false);
    expect(asNewWords(true)).toMatchObject({ disabled: false, version: 'latest' });
  });

  it('is the version that the run had where the flow is not published', () => {
    expect(latestWords(false).disabled).toBe(true);
    const { disabled, version, words } = asNewWords(false);
    expect([disabled, version]).toEqual([false, 'original']);
    expect(words).toContain('by the version that the run had');
  });
});
