// Too much of everything: the same event many times, bursts, huge payloads, payloads that kill, and changes meanwhile.
import { expect, test, vi } from 'vitest';
import { postEvent } from '../fixtures/live-flow.ts';
import { chain, FlowDraft } from '../fixtures/rig/flow-document.ts';
import { events, openLab, soon, statuses } from './lab.ts';

const hour = 3_600_000;

test('F9: the same webhook 50 times at once, at two servers, is one run', async () => {
  await using lab = await openLab();
  lab.doors.push(...(await Promise.all([lab.rig.server(), lab.rig.server()])));
  await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url));
  await Promise.all(Array.from({ length: 50 }, () => sender.send({ id: 'same' })));
  await lab.settled(30_000);
  expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs: 1 }]);
  expect(lab.target.calls).toHaveLength(3);
  expect(await lab.verdict()).toEqual([]);
});

test('F9: 50 wake-ups for the same runs claim each once', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  await Promise.all([lab.rig.worker(), lab.rig.worker()]);
  const { sender } = await lab.flow(chain(lab.target.url));
  lab.target.answer({ afterMs: 200 });
  await sender.sendAll(events(50), 25);
  // What a redelivered wake-up does: the run is offered to every worker again and again while somebody works on it.
  const before = await lab.rig.db.query<{ id: string }>('SELECT id FROM v_run');
  expect(before.rows).toHaveLength(50);
  // Those that somebody holds just now are left: statements that wait for each other's runs would lock up.
  const offer = `UPDATE run SET created_at = created_at - interval '1 hour'
    WHERE id IN (SELECT id FROM run WHERE status = 0 ORDER BY id FOR UPDATE SKIP LOCKED)`;
  await Promise.all(Array.from({ length: 50 }, () => lab.rig.db.query(offer)));
  await lab.settled(30_000);
  const { rows } = await lab.rig.db.query('SELECT max(fence) AS fence FROM v_run');
  expect(rows).toEqual([{ fence: 1 }]);
  expect(lab.target.calls).toHaveLength(150);
  expect(await lab.verdict({ deadlineMs: 2 * hour })).toEqual([]);
});

test('F11: new versions are published while runs are under way', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const first = chain(lab.target.url);
  const { flowId, sender } = await lab.flow(first);
  lab.target.answer({ afterMs: 400 });
  for (let number = 2; number <= 6; number += 1) {
    await sender.sendAll(events(60, `v${number}-`), 20);
    const { revision } = await lab.rig.api.request<{ revision: number }>('GET', `/flows/${flowId}`);
    const document = { ...first, name: `Chain ${number}` };
    const edited = await lab.rig.api.request<{ revision: number }>('PATCH', `/flows/${flowId}`, { revision, document });
    await lab.rig.api.request('POST', `/flows/${flowId}/publish`, { revision: edited.revision });
  }
  await lab.settled(60_000);
  expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs: 300 }]);
  const { rows } = await lab.rig.db.query<{ versions: number }>(
    'SELECT count(DISTINCT version_id)::int AS versions FROM v_run',
  );
  expect(rows[0]?.versions).toBeGreaterThanOrEqual(4);
  expect(await lab.verdict()).toEqual([]);
});

test('F12: payloads that would kill an expression or code hurt their own run at most', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const worker = await lab.rig.worker();
  const hostile = await lab.flow(
    new FlowDraft(lab.target.url)
      .hook()
      .map('hurt', {
        id: 'trigger.body.id',
        text: 'REPT(trigger.body.text, trigger.body.times)',
        found: 'SUBSTITUTE(trigger.body.text, "a", trigger.body.text)',
      })
      .effect('send')
      .to('hook', 'hurt')
      .to('hurt', 'send')
      .build('Hostile'),
  );
  const well = await lab.flow(chain(lab.target.url));
  const payloads = [
    { id: 'long', text: 'a'.repeat(50_000), times: 1_000_000 },
    { id: 'square', text: 'a'.repeat(50_000), times: 1 },
    { id: '__proto__', text: { __proto__: { polluted: true } }, times: 1 },
    { id: 'huge', text: 'a', times: Number.MAX_VALUE },
  ];
  const code = await lab.flow(
    new FlowDraft(lab.target.url)
      .hook()
      .code(
        'hurt',
        `const held = [];
        switch (trigger.body.id) {
          case 'endless': for (;;);
          case 'hungry': for (;;) held.push(new Array(100_000).fill({}));
          case 'deep': { const down = (n) => down(n + 1) + 1; return down(0); }
          case 'wide': return 'x'.repeat(40_000_000);
          case 'out': return new (({}).constructor.constructor)('return process')().pid;
          default: return 'fine';
        }`,
        { timeoutMs: 1_000, memoryMb: 32 },
      )
      .effect('send')
      .to('hook', 'hurt')
      .to('hurt', 'send')
      .build('Hostile code'),
  );
  const attacks = ['endless', 'hungry', 'deep', 'wide', 'out'];
  const hurting = Promise.all([
    ...payloads.map((payload) => hostile.sender.send(payload)),
    ...[...attacks, 'harmless'].map((id) => code.sender.send({ id })),
  ]);
  await well.sender.sendAll(events(100), 20);
  await hurting;
  await lab.settled(60_000);
  const { rows } = await lab.rig.db.query<{ runs: number }>(
    `SELECT count(*)::int AS runs FROM v_run WHERE flow_id = $1 AND status = 'succeeded'`,
    [well.flowId],
  );
  expect(rows).toEqual([{ runs: 100 }]);
  const coded = await lab.rig.db.query<{ status: string; runs: number }>(
    `SELECT status, count(*)::int AS runs FROM v_run WHERE flow_id = $1 GROUP BY 1 ORDER BY 1`,
    [code.flowId],
  );
  expect(coded.rows).toEqual([
    { status: 'failed', runs: attacks.length },
    { status: 'succeeded', runs: 1 },
  ]);
  expect(worker.isGone).toBe(false);
  expect(await lab.verdict()).toEqual([]);
  // A text that no parser can hold is refused at the door.
  const deep = await postEvent(`${lab.doors[0]?.url}${hostile.hook}`, `${'['.repeat(3_000)}${']'.repeat(3_000)}`);
  expect(deep.status).toBe(400);
});

test('F15: a payload of 100 MB comes through; a larger one is refused', async () => {
  await using lab = await openLab();
  const server = await lab.rig.server();
  lab.doors.push(server);
  const worker = await lab.rig.worker();
  const { flowId, hook } = await lab.rig.publish(
    new FlowDraft(lab.target.url)
      .hook('accepted', 104_857_600)
      .effect('send', { whole: true, timeoutMs: 240_000 })
      .to('hook', 'send')
      .build('Large'),
  );
  const post = async (bytes: number): Promise<number> => {
    const body = JSON.stringify({ id: `of ${bytes}`, filler: 'x'.repeat(bytes - 100) });
    // A server whose cores are busy elsewhere may answer 503 to so large a body: the sender comes again.
    return vi.waitFor(async () => {
      const response = await postEvent(`${server.url}${hook}`, body);
      await response.arrayBuffer();
      expect(response.status).not.toBe(503);
      return response.status;
    }, soon);
  };
  expect(await post(104_857_600)).toBe(202);
  expect(await post(104_857_900)).toBe(413);
  await lab.settled(60_000);
  expect(lab.target.calls.map((call) => call.event)).toEqual(['of 104857600']);
  const sent = lab.target.calls[0]?.used['whole'] as { filler: string } | undefined;
  expect(sent?.filler.length).toBe(104_857_500);
  const { rows: checkpoints } = await lab.rig.db.query('SELECT max(octet_length(data)) AS bytes FROM checkpoint');
  expect(checkpoints[0].bytes).toBeLessThan(65_536);
  const { rows } = await lab.rig.db.query('SELECT status FROM v_run WHERE flow_id = $1', [flowId]);
  expect(rows).toEqual([{ status: 'succeeded' }]);
  expect([server.isGone, worker.isGone]).toEqual([false, false]);
});

test('F17: a worker that runs out of memory takes no run with it, and the one that kills workers is put aside', async () => {
  await using lab = await openLab();
  const server = await lab.rig.server();
  lab.doors.push(server);
  const { hook } = await lab.rig.publish(
    new FlowDraft(lab.target.url).hook('accepted', 104_857_600).effect('send').to('hook', 'send').build('Greedy'),
  );
  const well = await lab.flow(chain(lab.target.url));
  const small = { nodeArgs: ['--max-old-space-size=96'] };
  const cell = '{"a":1},';
  const body = `{"id":"greedy","rows":[${cell.repeat(4_000_000)}{}]}`;
  // A server whose cores are busy elsewhere may answer 503 to so large a body: the sender comes again.
  await vi.waitFor(async () => {
    expect((await postEvent(`${server.url}${hook}`, body)).status).toBe(202);
  }, soon);
  await well.sender.sendAll(events(60), 20);
  const claims = async (): Promise<number> =>
    (await lab.rig.db.query('SELECT max(fence)::int AS claims FROM v_run')).rows[0].claims;
  // One may die before it says that it is ready: what counts is how often the run was taken.
  for (let death = 1; death <= 6 && (await claims()) < 3; death += 1) {
    const doomed = await lab.rig.worker(small).catch(() => undefined);
    await doomed?.ended;
    await vi.waitFor(async () => {
      const living = 'SELECT pid FROM worker_session WHERE pid <> $1 AND expires_at > now()';
      expect((await lab.rig.db.query(living, [server.pid])).rows).toEqual([]);
    }, soon);
  }
  await lab.rig.worker();
  await lab.settled(60_000);
  const { rows } = await lab.rig.db.query(
    `SELECT status, dead_letter, count(*)::int AS runs FROM v_run GROUP BY 1, 2 ORDER BY 1`,
  );
  expect(rows).toEqual([
    { status: 'failed', dead_letter: true, runs: 1 },
    { status: 'succeeded', dead_letter: false, runs: 60 },
  ]);
});
