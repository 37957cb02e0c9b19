// The history of express runs: what ended is written in batches, what goes on elsewhere is waited for.
import { randomUUID } from 'node:crypto';
import type { ExpressRun } from '@patchbay/engine/drivers';
import { EnvironmentId, EventId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { PgExpressHistory, uuidV7 } from './index.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const id = (): string => randomUUID();
const workspaceId = WorkspaceId.parse(id());
const environmentId = EnvironmentId.parse(id());
const versionId = FlowVersionId.parse(id());
const startedAt = new Date('2026-03-29T01:00:00.123Z');
const finishedAt = new Date('2026-03-29T01:00:00.456Z');

function endedRun(
  flowId: FlowId,
  given: Partial<ExpressRun> & { readonly body?: Buffer; readonly runId?: RunId } = {},
): ExpressRun {
  const { body = Buffer.from('{"id":1}'), runId = RunId.parse(uuidV7()), ...outcome } = given;
  return {
    run: {
      runId,
      fence: 1,
      workspaceId,
      environmentId,
      flowId,
      versionId,
      eventId: EventId.parse(runId),
      effectRoot: runId,
      replayOf: null,
      mode: 'live',
      replyTo: 7,
      crashes: 0,
      fresh: true,
      startedAt,
      cancelRequested: false,
      triggerId: 'hook',
      contentType: 'application/json',
      meta: '{"method":"POST"}',
      body,
      blob: null,
    },
    status: 'succeeded',
    wakeAt: null,
    error: null,
    deadLetter: null,
    undoing: null,
    data: { steps: [] },
    finishedAt,
    replyTo: null,
    ...outcome,
  };
}

interface Opened {
  readonly history: PgExpressHistory;
  readonly lost: string[];
}
function opened(): Opened {
  const lost: string[] = [];
  return { history: new PgExpressHistory({ url: db.url, onLost: (runId) => lost.push(runId) }), lost };
}
const runsOf = (flowId: FlowId): Promise<{ id: string; body: Buffer; data: Buffer }[]> =>
  db.query(
    `SELECT r.id, e.body, c.data FROM run r JOIN event e ON e.id = r.event_id JOIN checkpoint c ON c.run_id = r.id
     WHERE r.flow_id = $1 ORDER BY r.id`,
    [flowId],
  );

test('every run is written as it was, over many batches', async () => {
  const flowId = FlowId.parse(id());
  const { history, lost } = opened();
  const kept = Array.from({ length: 3_500 }, (_, n) =>
    endedRun(flowId, {
      body: Buffer.from(JSON.stringify({ n, text: 'ä'.repeat(n % 50) })),
      data: { steps: [], reply: { status: 200, headers: {}, body: n } },
    }),
  );
  for (const run of kept) history.keep(run);
  expect(history.pending).toBe(kept.length);
  expect(await history.close(20_000)).toBe(0);
  expect(lost).toEqual([]);
  const written = await runsOf(flowId);
  expect(written.map((row) => [row.id, row.body.toString(), row.data.toString()])).toEqual(
    kept.map(({ run, data }) => [run.runId, Buffer.from(run.body ?? []).toString(), JSON.stringify(data)]),
  );
  const [row] = await db.query('SELECT status, fence, started_at, finished_at, error FROM run WHERE id = $1', [
    kept[0]?.run.runId,
  ]);
  expect(row).toEqual({ status: 3, fence: 1, started_at: startedAt, finished_at: finishedAt, error: null });
});

test('memory of a batch that was written is used again without a trace of what it held', async () => {
  const flowId = FlowId.parse(id());
  const { history } = opened();
  const long = endedRun(flowId, {
    status: 'waiting',
    wakeAt: finishedAt,
    body: Buffer.from('x'.repeat(9_000)),
    error: 'late',
  });
  const short = endedRun(flowId, { status: 'waiting', wakeAt: finishedAt, body: Buffer.from('y') });
  await history.move(long);
  await vi.waitFor(() => expect(history.pending).toBe(0), 60_000);
  await history.move(short);
  const rows = await db.query('SELECT e.body, r.error FROM run r JOIN event e ON e.id = r.event_id WHERE r.id = $1', [
    short.run.runId,
  ]);
  expect(rows).toEqual([{ body: Buffer.from('y'), error: null }]);
  await history.close(1_000);
});

test('one that the database refuses is named, and its neighbours are written', async () => {
  const flowId = FlowId.parse(id());
  const { history, lost } = opened();
  const kept = Array.from({ length: 30 }, () => endedRun(flowId));
  const bad = endedRun(flowId, { error: 'a\0b' });
  for (const run of [...kept.slice(0, 11), bad, ...kept.slice(11)]) history.keep(run);
  const moved = endedRun(flowId, { status: 'waiting', wakeAt: finishedAt, error: 'c\0d' });
  await expect(history.move(moved)).rejects.toThrow('invalid byte sequence');
  expect(await history.close(20_000)).toBe(0);
  expect(lost).toEqual([bad.run.runId, moved.run.runId]);
  expect((await runsOf(flowId)).map((row) => row.id)).toEqual(kept.map(({ run }) => run.runId).toSorted());
});

test('what has an id that is none is refused at once, and leaves the others whole', async () => {
  const flowId = FlowId.parse(id());
  const { history } = opened();
  const before = endedRun(flowId);
  const after = endedRun(flowId);
  history.keep(before);
  expect(() => history.keep(endedRun('no id' as FlowId))).toThrow('not a UUID');
  history.keep(after);
  expect(await history.close(20_000)).toBe(0);
  expect((await runsOf(flowId)).map((row) => row.id)).toEqual([before.run.runId, after.run.runId].toSorted());
});
