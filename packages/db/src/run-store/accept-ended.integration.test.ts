// Events that are stored together with the whole of their runs.
import { randomUUID } from 'node:crypto';
import type { EndedRun, EventToAccept } from '@patchbay/engine/drivers';
import { RunId } from '@patchbay/model/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anEvent, aPlace } from '../testing/an-event.ts';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { openSession, PgAcceptStore, PgRunStore, RunReader, uuidV7 } from './index.ts';
import type { ProcessSession } from './index.ts';

let db: TestDatabase;
let accepts: PgAcceptStore;
let store: PgRunStore;
let reader: RunReader;
let session: ProcessSession;

beforeAll(async () => {
  db = await testDatabase();
  session = await openSession({ url: db.url, kind: 'worker' });
  accepts = new PgAcceptStore({ url: db.url });
  store = new PgRunStore({ url: db.url, session: session.id });
  reader = new RunReader({ url: db.url });
});
afterAll(async () => {
  await Promise.all([accepts.close(), store.close(), reader.close()]);
  await session.end();
  await db[Symbol.asyncDispose]();
});

const place = aPlace();
const event = (given: Partial<EventToAccept> = {}): EventToAccept => anEvent(place, { replyTo: 7, ...given });
const reply = { status: 201, headers: {}, body: { done: true } };
const ended = (given: Partial<EndedRun> = {}): EndedRun => ({
  runId: RunId.parse(uuidV7()),
  status: 'succeeded',
  startedAt: new Date('2026-03-29T01:00:00.123Z'),
  error: null,
  deadLetter: null,
  data: JSON.stringify({ steps: [], reply }),
  ...given,
});
const rowsOf = (runId: string): Promise<object[]> =>
  db.query(
    `SELECT r.status, r.fence, r.owner, r.error, r.started_at, r.finished_at >= r.started_at AS whole, e.body, e.trigger_id, c.seq
     FROM run r JOIN event e ON e.id = r.event_id JOIN checkpoint c ON c.run_id = r.id WHERE r.id = $1`,
    [runId],
  );

test('event, run, steps and answer are there once it is said, and nobody can claim the run', async () => {
  const run = ended();
  expect(await accepts.acceptEnded(event(), run)).toEqual({ runId: run.runId, duplicate: false });
  expect(await rowsOf(run.runId)).toEqual([
    {
      status: 3,
      fence: 1,
      owner: null,
      error: null,
      started_at: run.startedAt,
      whole: true,
      body: Buffer.from('{"id":1}'),
      trigger_id: 'hook',
      seq: 0,
    },
  ]);
  expect(await reader.reply(run.runId)).toMatchObject({ status: 'succeeded', reply });
  expect(await store.claim([run.runId])).toEqual([]);
  expect(await store.claimDue({ limit: 10, queuedOlderThanMs: 0 })).toEqual([]);
});

test('a run that failed keeps its reason and its entry in the dead letters', async () => {
  const deadLetter = { kind: 'spent' as const, reason: 'too often', lastStep: 'map', remaining: [] };
  const run = ended({ status: 'failed', error: '{"code":"mapping"}', deadLetter });
  await accepts.acceptEnded(event(), run);
  expect(await rowsOf(run.runId)).toMatchObject([{ status: 4, error: '{"code":"mapping"}' }]);
  const letters = await db.query('SELECT kind, reason, last_step FROM dead_letter WHERE run_id = $1', [run.runId]);
  expect(letters).toEqual([{ kind: 'spent', reason: 'too often', last_step: 'map' }]);
});

test('the same key many times at once stores one event; the others leave nothing and are told its run', async () => {
  const dedupeKey = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      n % 2 === 0 ? accepts.acceptEnded(event({ dedupeKey }), ended()) : accepts.accept(event({ dedupeKey })),
    ),
  );
  const [only, ...others] = [...new Set(answers.map(({ runId }) => runId))];
  expect(others).toEqual([]);
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  const tried = await db.query('SELECT run_id FROM event_key WHERE key = $1', [dedupeKey]);
  expect(tried).toEqual([{ run_id: only }]);
  const [counts] = await db.query<{ runs: number; events: number; parts: number }>(
    `SELECT (SELECT count(*)::int FROM run) AS runs, (SELECT count(*)::int FROM event) AS events,
       (SELECT count(*)::int FROM checkpoint c WHERE NOT EXISTS (SELECT FROM run r WHERE r.id = c.run_id)) AS parts`,
  );
  expect(counts).toMatchObject({ runs: counts?.events, parts: 0 });
});

test('one that the database refuses fails alone', async () => {
  const good = Array.from({ length: 20 }, () => ended());
  const bad = ended({ error: 'a\0b' });
  const results = await Promise.allSettled([...good, bad].map((run) => accepts.acceptEnded(event(), run)));
  expect(results.map(({ status }) => status)).toEqual([...good.map(() => 'fulfilled'), 'rejected']);
  expect(await rowsOf(bad.runId)).toEqual([]);
  expect(await rowsOf(good[7]?.runId ?? '')).toHaveLength(1);
});
