// The views for outside checkers, over checkpoints as the run store writes them.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { CheckpointData } from '@patchbay/model/run';
import { testDatabase, type TestDatabase } from '../testing/index.ts';

const at = (second: number): string => `2026-01-02T03:04:${String(second).padStart(2, '0')}.000Z`;

async function aRun(db: TestDatabase, status: number): Promise<{ run: string; workspace: string }> {
  const [run, workspace] = [randomUUID(), randomUUID()];
  await db.query(
    `INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, status)
     VALUES ($1, $2, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, $3)`,
    [run, workspace, status],
  );
  return { run, workspace };
}

async function checkpoint(db: TestDatabase, run: string, seq: number, data: unknown): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(CheckpointData.parse(data)), 'utf8');
  await db.query(
    `INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, $2, workspace_id, $3 FROM run WHERE id = $1`,
    [run, seq, bytes],
  );
}

test('v_step shows the last record of each path, v_attempt its attempts', async () => {
  await using db = await testDatabase();
  const { run } = await aRun(db, 3);
  const failed = {
    number: 1,
    startedAt: at(1),
    finishedAt: at(2),
    error: { code: 'transient', message: 'reset' },
    answer: '503',
  };
  await checkpoint(db, run, 1, {
    steps: [
      {
        path: 'map',
        nodeId: 'map',
        status: 'succeeded',
        ports: ['out'],
        output: { total: 3 },
        startedAt: at(0),
        finishedAt: at(1),
      },
      { path: 'pay', nodeId: 'pay', status: 'started', attempts: [failed], startedAt: at(1), retryAt: at(5) },
    ],
  });
  await checkpoint(db, run, 2, {
    steps: [
      {
        path: 'pay',
        nodeId: 'pay',
        status: 'succeeded',
        ports: ['out'],
        input: { amount: 3 },
        attempts: [failed, { number: 2, startedAt: at(5), finishedAt: at(6), answer: '201' }],
        startedAt: at(1),
        finishedAt: at(6),
      },
    ],
  });
  const steps = await db.query(
    'SELECT path, status, ports, input, output, attempts, seq FROM v_step WHERE run_id = $1 ORDER BY path',
    [run],
  );
  expect(steps).toEqual([
    { path: 'map', status: 'succeeded', ports: ['out'], input: null, output: { total: 3 }, attempts: 0, seq: 1 },
    { path: 'pay', status: 'succeeded', ports: ['out'], input: { amount: 3 }, output: null, attempts: 2, seq: 2 },
  ]);
  const attempts = await db.query(
    'SELECT number, answer, error_code FROM v_attempt WHERE run_id = $1 ORDER BY number',
    [run],
  );
  expect(attempts).toEqual([
    { number: 1, answer: '503', error_code: 'transient' },
    { number: 2, answer: '201', error_code: null },
  ]);
});

test('v_step shows an effect that was begun and never recorded', async () => {
  await using db = await testDatabase();
  const { run } = await aRun(db, 1);
  await db.query(
    `INSERT INTO effect_step (run_id, path, workspace_id, attempt, fence) SELECT id, 'loop[2]/pay', workspace_id, 1, 1 FROM run WHERE id = $1`,
    [run],
  );
  expect(await db.query('SELECT path, node_id, status, attempts FROM v_step')).toEqual([
    { path: 'loop[2]/pay', node_id: 'pay', status: 'started', attempts: 1 },
  ]);
});

test('v_run says statuses in words and whether a person is needed', async () => {
  await using db = await testDatabase();
  const words = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'];
  for (const status of words.keys()) await aRun(db, status);
  const { run } = await aRun(db, 4);
  await db.query(
    `INSERT INTO dead_letter (run_id, workspace_id, reason) SELECT id, workspace_id, 'x' FROM run WHERE id = $1`,
    [run],
  );
  const rows = await db.query<{ status: string; dead_letter: boolean }>(
    'SELECT status, mode, dead_letter FROM v_run ORDER BY created_at, status',
  );
  expect(rows.map((row) => row.status).toSorted()).toEqual([...words, 'failed'].toSorted());
  expect(rows.filter((row) => row.dead_letter)).toEqual([{ status: 'failed', mode: 'live', dead_letter: true }]);
});

test('the views read payloads that JSON allows and PostgreSQL text does not', async () => {
  await using db = await testDatabase();
  const { run } = await aRun(db, 3);
  const output = {
    nul: 'a\u0000\u0000b',
    lone: 'x\ud800y',
    low: '\udc00',
    escaped: String.raw`\u0000 and \\u0000`,
    pair: '😀',
  };
  await checkpoint(db, run, 1, {
    steps: [{ path: 'map', nodeId: 'map', status: 'succeeded', output, startedAt: at(0) }],
  });
  const [step] = await db.query<{ output: unknown }>('SELECT output FROM v_step');
  expect(step?.output).toEqual({ ...output, nul: 'a\ufffd\ufffdb', lone: 'x\ufffdy', low: '\ufffd' });
});
