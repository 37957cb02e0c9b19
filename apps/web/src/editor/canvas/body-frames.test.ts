import { describe, expect, it } from 'vitest';
import { aFlow, aMap, aTrigger } from '../testing/a-flow.ts';
import type { NodeBody } from '../testing/a-flow.ts';
import { bodyFrames } from './body-frames.ts';
import { connectionProblem } from './connection-rules.ts';
import { nodeHeight, nodeWidth } from './geometry.ts';

const loop = (as?: string): NodeBody => ({
  kind: 'forEach',
  items: 'trigger.body',
  onFailure: 'stop',
  ...(as === undefined ? {} : { as }),
});
const doc = aFlow(
  { order: aTrigger(), outer: loop('line'), inner: { kind: 'try' }, send: aMap(), note: aMap(), after: aMap() },
  ['order > outer', 'outer:each > inner', 'inner:body > send', 'inner > note', 'outer > after'],
);

describe('bodyFrames', () => {
  it('stand around what is inside, inner ones within outer ones and drawn over them', () => {
    const [outer, inner, ...others] = bodyFrames(doc, new Map());
    if (outer === undefined || inner === undefined) throw new RangeError('two frames');
    expect(others).toEqual([]);
    expect([outer.words, inner.words]).toEqual(['Each line of outer', 'Inside inner']);
    expect(inner.x).toBeGreaterThan(outer.x);
    expect(inner.y).toBeGreaterThan(outer.y);
    expect(inner.y + inner.height).toBeLessThan(outer.y + outer.height);
    expect(inner).toMatchObject({ width: nodeWidth + 32, height: nodeHeight + 48 });
  });

  it('follow a step that is dragged', () => {
    const [, inner] = bodyFrames(doc, new Map([['send', { x: 1_000, y: 0 }]]));
    expect(inner?.x).toBe(984);
  });

  it('are not there without containers, or around nothing', () => {
    expect(bodyFrames(aFlow({ order: aTrigger(), map: aMap() }, ['order > map']), new Map())).toEqual([]);
    expect(bodyFrames(aFlow({ order: aTrigger(), loop: loop() }, ['order > loop']), new Map())).toEqual([]);
  });
});

describe('a way across the border of a body', () => {
  it.each([
    ['note', 'after', /do not stand in the same body/],
    ['order', 'send', /do not stand in the same body/],
    ['send', 'note', /do not stand in the same body/],
  ])('from %s to %s is refused', (from, to, words) => {
    expect(connectionProblem(doc, { from: { node: from, port: 'out' }, to: { node: to, port: 'in' } })).toMatch(words);
  });
});
