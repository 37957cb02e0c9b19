import { describe, expect, it } from 'vitest';
import { targetTree } from '../rows/target-tree.ts';
import { withCovered } from './covered-results.ts';

const text = { type: 'string' } as const;
const place = {
  type: 'object',
  properties: { town: { type: 'object', properties: { name: text } }, zip: text },
} as const;
const target = { type: 'object', properties: { place, list: { type: 'array', items: place } } } as const;
const nodes = targetTree(
  { map: 1, root: { fields: { place: { map: 'Place@1', with: 'a' }, list: { expr: 'b' } } } },
  target as never,
  new Set(),
  [],
);

describe('withCovered', () => {
  it('gives the rows below a whole value their parts of it', () => {
    const whole = { value: { town: { name: 'Bergen' } } };
    const all = withCovered(new Map([['/place', whole]]), nodes);
    expect(all.get('/place')).toBe(whole);
    expect(all.get('/place/town/name')).toEqual({ value: 'Bergen' });
    expect(all.has('/place/zip')).toBe(false);
  });

  it('has nothing for the items of a list, or below an error', () => {
    const problem = { path: '/place', rule: '/place', code: 'x', message: 'y' } as never;
    const all = withCovered(
      new Map<string, never>([
        ['/place', { error: problem } as never],
        ['/list', { value: [{ zip: '1' }] } as never],
      ]),
      nodes,
    );
    expect([...all.keys()]).toEqual(['/place', '/list']);
  });

  it('leaves results alone where every row has rules of its own', () => {
    const results = new Map();
    expect(withCovered(results, targetTree({ map: 1, root: { fields: {} } }, target as never, new Set(), []))).toBe(
      results,
    );
  });
});
