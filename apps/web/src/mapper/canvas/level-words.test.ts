import { describe, expect, it } from 'vitest';
import { levelWords } from './level-words.ts';

describe('levelWords', () => {
  it('goes down to the deepest level', () => {
    expect(levelWords(0)).toEqual(['Open the first level']);
    expect(levelWords(6)).toEqual([
      'Open the first level',
      'Open two levels',
      'Open three levels',
      'Open four levels',
      'Open five levels',
      'Open six levels',
    ]);
    expect(levelWords(12).slice(-2)).toEqual(['Open 11 levels', 'Open 12 levels']);
  });
});
