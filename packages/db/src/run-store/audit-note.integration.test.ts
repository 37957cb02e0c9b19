// What is done to a run and its entry in the audit are one: neither is there without the other.
import type { Actor } from '@patchbay/model/identity';
import type { RunId } from '@patchbay/model/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../client/index.ts';
import { appendAudit, verifyAudit } from '../repositories/index.ts';
import { anEvent, aPlace } from '../testing/an-event.ts';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { PgAcceptStore, RunCommands } from './index.ts';

let db: TestDatabase;
let accepts: PgAcceptStore;
let people: RunCommands;
const place = aPlace();
const { workspaceId } = place;

beforeAll(async () => {
  db = await testDatabase();
  accepts = new PgAcceptStore({ url: db.url });
  people = new RunCommands({ url: db.url });
});
afterAll(async () => {
  await Promise.all([accepts.close(), people.close()]);
  await db[Symbol.asyncDispose]();
});

const actor: Actor = { kind: 'person', id: 'u-1', role: 'operator', name: 'Ada “the\u0001first” \\ "A"\n\u2028 好' };
const accepted = async (): Promise<RunId> => (await accepts.accept(anEvent(place))).runId;
const cancel = async (runId: RunId) =>
  people.requestCancel({ runId, workspaceId, audit: { actor, action: 'run.cancel', targetId: runId } });
const replay = async (runId: RunId) =>
  people.replay({
    runId,
    workspaceId,
    versionId: null,
    asNewEvent: false,
    payload: null,
    audit: (started) => ({
      actor,
      action: 'run.replay',
      targetId: runId,
      after: { runId: started, why: 'a "b" \t\u001f' },
    }),
  });

test('entries of both kinds make one chain, whoever is quicker', async () => {
  const app = openDatabase({ url: db.url, role: 'app', max: 4 });
  const note = { action: 'flow.publish', target: { kind: 'flow', id: 'f' }, after: { number: 1 } };
  const publish = () => app.inWorkspace(workspaceId, (tx) => appendAudit(tx, workspaceId, actor, note));
  const runs = await Promise.all([1, 2, 3, 4].map(accepted));
  await Promise.all(runs.flatMap((runId) => [cancel(runId), publish(), replay(runId)]));
  const chain = await app.inWorkspace(workspaceId, (tx) => verifyAudit(tx, workspaceId));
  expect(chain).toEqual({ entries: 12, brokenAt: null });
  const [entry] = await db.query<Record<string, string>>(
    `SELECT * FROM audit_entry WHERE action = 'run.cancel' AND target_id = $1`,
    [runs[0]],
  );
  expect(entry).toMatchObject({ actor_name: actor.name, target_kind: 'run', after: '{"outcome":"cancelled"}' });
  // What changes nothing is in no audit.
  expect(await cancel(runs[0] as RunId)).toBe('nothingToCancel');
  expect(await app.inWorkspace(workspaceId, (tx) => verifyAudit(tx, workspaceId))).toEqual(chain);
  await app.close();
});

test('without an entry nothing is done', async () => {
  const runId = await accepted();
  await db.query(`ALTER TABLE audit_entry ADD CONSTRAINT full_disk CHECK (action NOT LIKE 'run.%') NOT VALID`);
  await expect(cancel(runId)).rejects.toThrow('full_disk');
  await expect(replay(runId)).rejects.toThrow('full_disk');
  const rows = await db.query('SELECT id, status FROM run WHERE id = $1 OR replay_of = $1', [runId]);
  expect(rows).toEqual([{ id: runId, status: 0 }]);
});
