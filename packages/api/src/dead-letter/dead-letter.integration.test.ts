import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';
import type { TestApi } from '../testing/test-api.ts';
import type { DeadLetterList, Redriven } from './dead-letter.contract.ts';

let api: TestApi;
let cookie: string;
let flowId: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
  const flow = await api.mutate('flow.create', { name: 'Flow', template: 'webhook-to-reply' }, { cookie });
  flowId = dataOf<{ id: string }>(flow).id;
});
afterAll(() => api[Symbol.asyncDispose]());

async function aDeadLetter(kind: string, remaining: object[] | null = null): Promise<string> {
  const input = { flowId, triggerNodeId: 'hook', payload: { name: 'Ada', amount: 1 } };
  const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie }));
  await api.database.query('UPDATE run SET status = 4, finished_at = now() WHERE id = $1', [runId]);
  await api.database.query(
    `INSERT INTO dead_letter (run_id, workspace_id, kind, reason, remaining)
     SELECT id, workspace_id, $2, 'It went wrong.', $3 FROM run WHERE id = $1`,
    [runId, kind, remaining === null ? null : JSON.stringify(remaining)],
  );
  return runId;
}
const list = async (input: object = {}): Promise<DeadLetterList> =>
  dataOf<DeadLetterList>(await api.query('deadLetter.list', input, { cookie }));

test('what waits for a person is listed with counts and what is left undone, discarded with a reason, and redriven once', async () => {
  expect((await list()).items).toEqual([]);
  const left = [{ path: 'charge', step: 'Charge card', why: 'no' }];
  const [spent, poison, undo] = [
    await aDeadLetter('spent'),
    await aDeadLetter('poison'),
    await aDeadLetter('undo', left),
  ];
  const all = await list();
  expect(all.counts).toEqual({ spent: 1, poison: 1, undo: 1 });
  expect(all.items.map(({ runId }) => runId)).toEqual([undo, poison, spent]);
  expect(all.items[0]?.remaining).toEqual(left);
  const first = await list({ limit: 2 });
  expect((await list({ limit: 2, cursor: first.nextCursor })).items.map(({ runId }) => runId)).toEqual([spent]);
  expect((await list({ kind: 'poison' })).items).toHaveLength(1);

  const unsaid = await api.mutate('deadLetter.discard', { runIds: [poison], reason: ' ' }, { cookie });
  expect(unsaid.status).toBe(400);
  expect((await api.mutate('deadLetter.redrive', {}, { cookie })).status).toBe(400);
  const discarded = await api.mutate('deadLetter.discard', { kind: 'poison', reason: 'known fault' }, { cookie });
  expect(dataOf(discarded)).toEqual({ discarded: 1, left: 0 });
  const audit = await api.database.query<{ after: string }>(
    `SELECT after FROM audit_entry WHERE action = 'deadLetter.discard' AND target_id = $1`,
    [poison],
  );
  expect(audit[0]?.after).toContain('known fault');

  const both = dataOf<Redriven>(await api.mutate('deadLetter.redrive', { all: true }, { cookie }));
  expect(both.started.map(({ runId }) => runId)).toEqual([spent]);
  // Its run has no step with that path: there is nothing that could be done by itself.
  expect(both.refused.map(({ runId, why }) => [runId, why])).toEqual([[undo, expect.stringContaining('Nobody knows')]]);
  const again = await api.database.query<{ replay_of: string; same: boolean }>(
    'SELECT replay_of, effect_root = $2 AS same FROM run WHERE id = $1',
    [both.started[0]?.as, spent],
  );
  expect(again[0]).toEqual({ replay_of: spent, same: true });
  expect((await list()).items.map(({ runId }) => runId)).toEqual([undo]);
  const twice = dataOf<Redriven>(await api.mutate('deadLetter.redrive', { runIds: [spent] }, { cookie }));
  expect(twice).toEqual({ started: [], refused: [], left: 0 });
  const latest = await aDeadLetter('spent');
  const unpublished = await api.mutate('deadLetter.redrive', { runIds: [latest], version: 'latest' }, { cookie });
  expect(dataOf<Redriven>(unpublished).refused[0]?.why).toContain('not published');
  const mark = await api.query('deadLetter.list', { cursor: 'nonsense' }, { cookie });
  expect(errorOf(mark).code).toBe('invalidInput');
});
