import { describe, expect, it } from 'vitest';
import { ownKeysOf } from './own-keys.ts';

describe('ownKeysOf', () => {
  it('reads what was kept', () => {
    expect(ownKeysOf('{"takeUp":["B"],"help":[]}')).toEqual({ takeUp: ['B'], help: [] });
  });

  it.each([[null], ['no JSON'], ['[1]'], ['{"takeUp":"B"}'], ['{"takeUp":[""]}'], ['{"nobodyKnows":["B"]}']])(
    'passes over what is no list of keys of a shortcut: %s',
    (text) => {
      expect(ownKeysOf(text)).toEqual({});
    },
  );
});
