// When a run reads the variables of its environment: whenever a worker takes it up, and all steps until it rests read the same.
import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admin, closeLab, environmentId, openLab, start, until, view, worker, workspaceId } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const set = (name: string, value: unknown) =>
  admin.query(
    `INSERT INTO variable (environment_id, name, workspace_id, value) VALUES ($1, $2, $3, $4)
     ON CONFLICT (environment_id, name) DO UPDATE SET value = $4`,
    [environmentId, name, workspaceId, JSON.stringify(value)],
  );

test('steps read values with their types; what is done stays, what comes after a wait reads them anew', async () => {
  await set('rate', 0.2);
  await set('region', { code: 'eu', active: true });
  const doc = aFlow()
    .withTrigger('start')
    .withMap('before', { rate: 'vars.rate', code: '$vars.region.code', missing: 'vars.nothing ?? "none"' })
    .withDelay('rest', '2', { unit: 'seconds' })
    .withMap('after', { rate: 'vars.rate', double: 'vars.rate * 2', seen: 'steps.before.rate' })
    .withRespond('reply', '[steps.before, steps.after]')
    .to('start', 'before')
    .to('before', 'rest')
    .to('rest', 'after')
    .to('after', 'reply')
    .build();
  const one = await worker();
  const runId = await start(doc);
  await until(runId, 'waiting');
  await one.stop();
  await set('rate', 0.3);
  const two = await worker();
  await until(runId, 'succeeded');
  expect((await view(runId)).reply?.body).toEqual([
    { rate: 0.2, code: 'eu', missing: 'none' },
    { rate: 0.3, double: 0.6, seen: 0.2 },
  ]);
  await two.stop();
});
