import type { FlowCommand, FlowDocument } from '@patchbay/model/flow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../testing/test-api.ts';
import { dataOf, errorOf, openTestApi } from '../testing/test-api.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const note = (id: string, text: string): FlowCommand =>
  ({
    type: 'putNote',
    note: { id, text, position: { x: 0, y: 0 }, size: { width: 10, height: 10 } },
  }) as unknown as FlowCommand;
const updateFlow = (name: string): FlowCommand => ({
  type: 'updateFlow',
  name,
  settings: { level: 'durable', replyTimeoutMs: 30_000 },
});

interface Applied {
  revision: number;
  document?: FlowDocument;
}
const apply = (flowId: string, baseRevision: number, commands: FlowCommand[], clientId = 'ada') =>
  api.mutate('flow.applyCommands', { flowId, baseRevision, commands, clientId }, { cookie });
const create = async (input: Record<string, unknown> = {}): Promise<string> =>
  dataOf<{ id: string }>(await api.mutate('flow.create', { name: 'Flow', ...input }, { cookie })).id;
const get = async (flowId: string) =>
  dataOf<{
    document: FlowDocument;
    revision: number;
    live: { number: number; hookUrls: { url: string }[] } | null;
    diagnostics: { code: string }[];
  }>(await api.query('flow.get', { flowId }, { cookie }));

describe('flow.applyCommands', () => {
  test('counts a revision for each command and logs it', async () => {
    const id = await create();
    expect(dataOf<Applied>(await apply(id, 0, [note('a', '1'), note('b', '2')]))).toEqual({
      revision: 2,
      applied: true,
    });
    const { revision, document } = await get(id);
    expect([revision, document.notes.map((one) => one.id)]).toEqual([2, ['a', 'b']]);
    const log = await api.database.query('SELECT revision FROM flow_command WHERE flow_id = $1 ORDER BY revision', [
      id,
    ]);
    expect(log).toEqual([{ revision: 1 }, { revision: 2 }]);
  });

  test('rebases the edits of two editors that do not touch each other', async () => {
    const id = await create();
    dataOf(await apply(id, 0, [note('a', 'ada')], 'ada'));
    const bob = dataOf<Applied>(await apply(id, 0, [note('b', 'bob')], 'bob'));
    expect(bob.revision).toBe(2);
    expect(bob.document?.notes.map((one) => one.text)).toEqual(['ada', 'bob']);
  });

  test('hands back an edit that would overwrite another, and keeps the rest', async () => {
    const id = await create();
    dataOf(await apply(id, 0, [updateFlow('By Ada')], 'ada'));
    const answer = await apply(id, 0, [note('b', 'bob'), updateFlow('By Bob')], 'bob');
    expect(answer.status).toBe(409);
    const { code, details } = errorOf(answer);
    expect(code).toBe('conflict');
    expect(details).toMatchObject({
      revision: 2,
      rejected: [{ command: updateFlow('By Bob'), reason: expect.any(String) }],
    });
    const { document, revision } = await get(id);
    expect([document.name, document.notes.length, revision]).toEqual(['By Ada', 1, 2]);
  });

  test('takes an edit whose answer was lost on the way only once', async () => {
    const id = await create();
    const edit = [note('a', '1')];
    dataOf(await apply(id, 0, edit));
    expect(dataOf<Applied>(await apply(id, 0, edit)).revision).toBe(1);
    expect((await get(id)).document.notes).toHaveLength(1);
  });

  test('loses none of the edits that arrive together', async () => {
    const id = await create();
    const editors = Array.from({ length: 12 }, (_, at) => at);
    const answers = await Promise.all(editors.map((at) => apply(id, 0, [note(`n${at}`, `${at}`)], `editor${at}`)));
    expect(answers.map((answer) => answer.status)).toEqual(editors.map(() => 200));
    const { document, revision } = await get(id);
    expect([document.notes.length, revision]).toEqual([12, 12]);
  });

  test('refuses a revision from the future', async () => {
    expect((await apply(await create(), 7, [note('a', '1')])).status).toBe(409);
  });
});

describe('flow.replace', () => {
  test('puts a whole document in place, unless the flow moved on', async () => {
    const id = await create();
    const from = (await get(await create({ template: 'webhook-to-reply' }))).document;
    const replaced = await api.mutate('flow.replace', { flowId: id, revision: 0, document: from }, { cookie });
    expect(dataOf(replaced)).toMatchObject({ revision: 1, diagnostics: [] });
    expect((await get(id)).document).toEqual(from);
    expect((await api.mutate('flow.replace', { flowId: id, revision: 0, document: from }, { cookie })).status).toBe(
      409,
    );
  });
});

describe('flow.publish', () => {
  test('numbers versions and keeps the address', async () => {
    const id = await create({ template: 'webhook-to-reply' });
    expect(dataOf(await api.mutate('flow.publish', { flowId: id }, { cookie }))).toMatchObject({ number: 1 });
    const first = (await get(id)).live;
    dataOf(await apply(id, 0, [note('a', '1')]));
    expect(dataOf(await api.mutate('flow.publish', { flowId: id, revision: 1 }, { cookie }))).toMatchObject({
      number: 2,
    });
    const second = (await get(id)).live;
    expect(second).toMatchObject({ number: 2, hookUrls: first?.hookUrls });
    const versions = dataOf<{ number: number; live: boolean }[]>(
      await api.query('flow.versions', { flowId: id }, { cookie }),
    );
    expect(versions.map(({ number, live }) => [number, live])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect((await api.mutate('flow.publish', { flowId: id, revision: 0 }, { cookie })).status).toBe(409);
  });

  test('refuses a flow without trigger, and one whose slot is empty, and says why', async () => {
    const empty = await api.mutate('flow.publish', { flowId: await create() }, { cookie });
    expect([empty.status, codesOf(empty)]).toEqual([422, ['flow.noTrigger']]);
    const id = await create({ template: 'scheduled-check' });
    const unbound = await api.mutate('flow.publish', { flowId: id }, { cookie });
    expect([unbound.status, codesOf(unbound)]).toEqual([422, ['flow.unboundSlot']]);
    expect(await api.database.query('SELECT 1 FROM flow_version WHERE flow_id = $1', [id])).toEqual([]);
  });

  test('plans the next time of a schedule, and takes it off again', async () => {
    const id = await create({ template: 'scheduled-check' });
    const wanted = {
      connectorId: 'http',
      name: 'Service',
      settings: { baseUrl: 'https://service.example.test', auth: 'none' },
    };
    const { id: connectionId } = dataOf<{ id: string }>(await api.mutate('connection.create', wanted, { cookie }));
    dataOf(
      await api.mutate('flow.bindSlot', { flowId: id, slot: 'service', connectionId }, { cookie }).then(emptyIsFine),
    );
    dataOf(await api.mutate('flow.publish', { flowId: id }, { cookie }));
    const schedules = await api.database.query(
      `SELECT s.cron, s.zone, s.missed, s.overlap, s.next_at > now() AS "later", s.next_at < now() + interval '16 minutes' AS "soon"
       FROM schedule s JOIN deployment d ON d.id = s.deployment_id WHERE d.flow_id = $1`,
      [id],
    );
    expect(schedules).toEqual([
      { cron: '*/15 * * * *', zone: 'UTC', missed: 'skip', overlap: 'skip', later: true, soon: true },
    ]);
    const held = await api.mutate('connection.delete', { connectionId }, { cookie });
    expect(held.status).toBe(409);
    expect(errorOf(held).userMessage).toContain('“Flow”');
    expect((await api.mutate('flow.unpublish', { flowId: id }, { cookie })).status).toBe(200);
    expect(await api.database.query('SELECT 1 FROM schedule')).toEqual([]);
  });

  test('refuses a webhook that checks its callers but has no secret', async () => {
    const id = await create({ template: 'webhook-to-reply' });
    const { document } = await get(id);
    const signed = document.nodes.map((node) =>
      node.kind === 'trigger' ? { ...node, input: { ...node.input, auth: { mode: 'fixed', value: 'hmac' } } } : node,
    );
    dataOf(await api.mutate('flow.replace', { flowId: id, document: { ...document, nodes: signed } }, { cookie }));
    const answer = await api.mutate('flow.publish', { flowId: id }, { cookie });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['flow.unguardedWebhook']]);
  });
});

describe('flow.testRun', () => {
  test('runs the draft as it stands and wakes the workers', async () => {
    const id = await create({ template: 'webhook-to-reply' });
    const input = { flowId: id, triggerNodeId: 'hook', payload: { name: 'Ada', amount: 1 } };
    const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie }));
    expect(api.wakeUps).toContain(runId);
    const view = dataOf<{
      run: { mode: string; status: string; versionNumber: number | null };
      event: { body: unknown };
    }>(await api.query('run.get', { runId }, { cookie }));
    expect(view.run).toMatchObject({ mode: 'test', status: 'queued', versionNumber: null });
    expect(view.event.body).toEqual({ name: 'Ada', amount: 1 });
    expect((await api.mutate('flow.testRun', { ...input, triggerNodeId: 'reply' }, { cookie })).status).toBe(422);
  });
});

describe('flow.start', () => {
  test('starts what is live by its manual trigger, and says why when it cannot', async () => {
    const hooked = await create({ template: 'webhook-to-reply' });
    expect((await api.mutate('flow.start', { flowId: hooked }, { cookie })).status).toBe(422);
    await api.mutate('flow.publish', { flowId: hooked }, { cookie });
    expect(errorOf(await api.mutate('flow.start', { flowId: hooked }, { cookie })).userMessage).toMatch(
      /manual trigger/,
    );
    const id = await create();
    const trigger = {
      id: 'hand',
      name: 'hand',
      label: 'By hand',
      kind: 'trigger',
      operation: 'manual.start',
      input: {},
      position: { x: 0, y: 0 },
    };
    await apply(id, 0, [{ type: 'addNode', node: trigger } as unknown as FlowCommand]);
    await api.mutate('flow.publish', { flowId: id }, { cookie });
    const started = dataOf<{ runId: string }>(
      await api.mutate('flow.start', { flowId: id, payload: { order: '1042' } }, { cookie }),
    );
    expect(api.wakeUps).toContain(started.runId);
    const view = dataOf<{ run: { mode: string; versionNumber: number | null }; event: { body: unknown } }>(
      await api.query('run.get', started, { cookie }),
    );
    expect(view).toMatchObject({ run: { mode: 'live', versionNumber: 1 }, event: { body: { order: '1042' } } });
  });
});

describe('run repair', () => {
  test('cancels once, replays as a new run, and keeps another payload apart', async () => {
    const id = await create({ template: 'webhook-to-reply' });
    const input = { flowId: id, triggerNodeId: 'hook', payload: { name: 'Ada', amount: 1 } };
    const { runId } = dataOf<{ runId: string }>(await api.mutate('flow.testRun', input, { cookie }));
    expect((await api.mutate('run.cancel', { runId }, { cookie })).status).toBe(200);
    expect((await api.mutate('run.cancel', { runId }, { cookie })).status).toBe(409);
    const list = dataOf<{ items: { id: string; status: string }[] }>(
      await api.query('run.list', { status: ['cancelled'] }, { cookie }),
    );
    expect(list.items.map((item) => item.id)).toContain(runId);
    const replay = { runId, mode: 'same', version: 'original' };
    const again = dataOf<{ runId: string }>(await api.mutate('run.replay', replay, { cookie }));
    expect(api.wakeUps).toContain(again.runId);
    const view = dataOf<{ run: { replayOf: string; effectRoot: string } }>(
      await api.query('run.get', { runId: again.runId }, { cookie }),
    );
    expect(view.run).toMatchObject({ replayOf: runId, effectRoot: runId });
    expect((await api.mutate('run.replay', { ...replay, payload: {} }, { cookie })).status).toBe(422);
    expect((await api.mutate('run.replay', { ...replay, version: 'latest' }, { cookie })).status).toBe(422);
  });
});

describe('connections', () => {
  test('never give a secret back, nor write it anywhere in clear', async () => {
    const secret = 'shop-secret-4711';
    const wanted = { connectorId: 'webhook', name: 'Shop', secrets: { secret } };
    const { id: connectionId } = dataOf<{ id: string }>(await api.mutate('connection.create', wanted, { cookie }));
    const answers = [
      await api.query('connection.list', {}, { cookie }),
      await api.query('connection.get', { connectionId }, { cookie }),
      await api.query('audit.list', {}, { cookie }),
      await api.send('GET', '/api/v1/connections', { cookie }),
    ];
    for (const answer of answers) expect(answer.text).not.toContain(secret);
    expect(answers[1]?.text).toContain('"secretFields":[{"name":"secret","stored":true');
    const incomplete = await api.mutate('connection.create', { connectorId: 'webhook', name: 'None' }, { cookie });
    expect(incomplete.status).toBe(422);
    const removed = await api.mutate('connection.update', { connectionId, secrets: { secret: '' } }, { cookie });
    expect(removed.status).toBe(422);
    expect((await api.mutate('connection.create', wanted, { cookie })).status).toBe(409);
  });
});

describe('the audit', () => {
  test('holds an entry for each change, and shows when one was altered', async () => {
    const verify = async () =>
      dataOf<{ ok: boolean; entries: number; brokenAt: string | null }>(
        await api.send('GET', '/trpc/audit.verify', { cookie }),
      );
    const before = await verify();
    expect(before).toMatchObject({ ok: true, brokenAt: null });
    await create();
    expect((await verify()).entries).toBe(before.entries + 1);
    await api.database.query(`UPDATE audit_entry SET actor_name = 'Mallory' WHERE seq = 3`);
    expect(await verify()).toMatchObject({ ok: false, brokenAt: '3' });
  });
});

const codesOf = (answer: Parameters<typeof errorOf>[0]): string[] => {
  const { diagnostics } = errorOf(answer).details as { diagnostics: { code: string; severity: string }[] };
  return [...new Set(diagnostics.filter((one) => one.severity === 'error').map((one) => one.code))];
};

/** A procedure without a result answers with an empty one. */
function emptyIsFine(answer: Awaited<ReturnType<TestApi['send']>>) {
  expect(answer.status).toBe(200);
  return answer;
}

describe('flow.list', () => {
  test('finds names by the text that was typed, and by nothing else', async () => {
    await create({ name: 'Rebate 100% off' });
    await create({ name: 'Rebate_A' });
    const names = async (search: string) =>
      dataOf<{ items: { name: string }[] }>(await api.query('flow.list', { search }, { cookie })).items.map(
        ({ name }) => name,
      );
    expect(await names('100%')).toEqual(['Rebate 100% off']);
    expect(await names('rebate_')).toEqual(['Rebate_A']);
    expect(await names('%')).toEqual(['Rebate 100% off']);
  });
});
