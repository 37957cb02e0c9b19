import { expect, test } from 'vitest';
import { drawFlow, randomOf } from './random-flow.ts';

test('the same seed draws the same flow, another seed another one', () => {
  const draw = (seed: number): string => JSON.stringify(drawFlow(randomOf(seed), 'http://target', 'Flow').document);
  expect(draw(7)).toBe(draw(7));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => draw(seed))).size).toBeGreaterThan(15);
});

test('the model names every step of the flow', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const { document, model } = drawFlow(randomOf(seed), 'http://target', 'Flow');
    for (const n of [50, 70, 90]) {
      const named = [...model(n).keys()].filter((path) => !path.endsWith(':c'));
      expect(named.sort()).toEqual(document.nodes.map(({ id }) => id).sort());
    }
  }
});

test('an event that comes to nothing has each of its effects taken back, and no other', () => {
  const { model } = drawFlow(randomOf(3), 'http://target', 'Flow');
  for (const n of [70, 90]) {
    const all = [...model(n)];
    const undone = all.filter(([, status]) => status === 'compensated').map(([path]) => `${path}:c`);
    expect(undone.length).toBeGreaterThan(0);
    expect(all.map(([path]) => path).filter((path) => path.endsWith(':c'))).toEqual(undone);
  }
  expect([...model(50).values()]).not.toContain('compensated');
});
