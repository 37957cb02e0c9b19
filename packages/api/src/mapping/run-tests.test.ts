import type { MappingDocument } from '@patchbay/model/mapping';
import { expect, test } from 'vitest';
import { createMapRunner } from './map-runner.ts';
import { runTests } from './run-tests.ts';

const document: MappingDocument = {
  map: 1,
  sources: { order: {} },
  root: { fields: { id: { expr: 'order.id' } } },
  samples: [
    { name: 'good', in: { order: { id: 1 } }, out: { id: 1 } },
    { name: 'bad', in: { order: { id: 1 } }, out: { id: 2 } },
    { name: 'no test', in: {} },
  ],
};
const run = createMapRunner();

test('runTests tells passed from failed, and runs those that are named', async () => {
  const all = await runTests(run, document);
  expect([all.passed, all.failed, all.results.map(({ name, passed }) => [name, passed])]).toEqual([
    1,
    1,
    [
      ['good', true],
      ['bad', false],
    ],
  ]);
  expect(await runTests(run, document, { names: ['good'] })).toMatchObject({ passed: 1, failed: 0 });
});

test('a test that is not run any more has failed, and says so', async () => {
  const { passed, results } = await runTests(run, document, { deadlineMs: -1 });
  expect(passed).toBe(0);
  expect(results[0]?.problems[0]?.message).toMatch(/was not run.*took too long/);
});
