import { describe, expect, it } from 'vitest';
import { aFlow, anAction, aTrigger } from '../testing/a-flow.ts';
import { changesSince } from './changes-since.ts';

const before = aFlow({ order: aTrigger(), call: anAction() }, ['order > call']);

describe('changesSince', () => {
  it('says nothing of moves', () => {
    const moved = { ...before, nodes: before.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } })) };
    expect(changesSince(before, moved)).toEqual([]);
  });
  it('names new, changed and gone steps and ways', () => {
    const after = aFlow({ order: aTrigger(), call: anAction('http.other'), tell: anAction() }, ['order > tell']);
    expect(changesSince(before, after)).toEqual([
      'The settings of “call” differ.',
      'The step “tell” is new.',
      'There is a new way from “order” to “tell”.',
      'The way from “order” to “call” is gone.',
    ]);
  });
});
