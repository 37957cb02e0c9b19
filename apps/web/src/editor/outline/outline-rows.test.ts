import { describe, expect, it } from 'vitest';
import { aBranch, aFlow, anAction, aTrigger } from '../testing/a-flow.ts';
import { outlineRows } from './outline-rows.ts';

describe('outlineRows', () => {
  it('lists each node once, in the order of the run, deeper behind a branch', () => {
    const doc = aFlow(
      {
        which: aBranch('express'),
        fast: anAction(),
        slow: anAction(),
        end: anAction(),
        order: aTrigger(),
        alone: anAction(),
      },
      ['order > which', 'which:express > fast', 'which:otherwise > slow', 'fast > end', 'slow > end'],
    );
    expect(outlineRows(doc).map(({ node, depth }) => `${depth} ${node.id}`)).toEqual([
      '0 order',
      '0 which',
      '1 fast',
      '1 end',
      '1 slow',
      '0 alone',
    ]);
  });
});
