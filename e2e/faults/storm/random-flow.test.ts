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
    expect([...model(50).keys()].sort()).toEqual(document.nodes.map(({ id }) => id).sort());
  }
});
