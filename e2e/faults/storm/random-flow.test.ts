import { expect, test } from 'vitest';
import { randomOf } from '../../fixtures/random.ts';
import { drawFlow, stageKinds } from './random-flow.ts';
import type { DrawnFlow } from './random-flow.ts';

const drawn = (seed: number): DrawnFlow =>
  drawFlow(randomOf(seed), { targetUrl: 'http://target', name: 'Flow', must: stageKinds });

test('the same seed draws the same flow, another seed another one', () => {
  const draw = (seed: number): string => JSON.stringify(drawn(seed).document);
  expect(draw(7)).toBe(draw(7));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => draw(seed))).size).toBeGreaterThan(15);
});

test('the model names every step of the flow', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const { document, model } = drawn(seed);
    for (const n of [50, 70, 90]) {
      const named = new Set([...model(n).keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)));
      const missing = document.nodes.map(({ id }) => id).filter((id) => !named.has(id));
      // In a try that fails the other way may not be settled any more.
      expect(missing.filter((id) => !/^try\da$/.test(id))).toEqual([]);
      const forms = document.nodes.map(({ kind }) => kind);
      expect(forms).toEqual(expect.arrayContaining(['forEach', 'try', 'merge', 'code']));
    }
  }
});

test('an event that comes to nothing has each of its effects taken back, and no other', () => {
  const { model } = drawn(3);
  for (const n of [70, 90]) {
    const all = [...model(n)];
    const undone = all.filter(([, status]) => status === 'compensated').map(([path]) => `${path}:c`);
    expect(undone.length).toBeGreaterThan(0);
    expect(all.map(([path]) => path).filter((path) => path.endsWith(':c'))).toEqual(undone);
  }
  expect([...model(50).values()]).not.toContain('compensated');
});
