// The levels below durable, and what a crash costs there: a light run is done again as a whole, under the same keys.
import { expect, test, vi } from 'vitest';
import { postEvent } from '../fixtures/live-flow.ts';
import { chain, FlowDraft } from '../fixtures/rig/flow-document.ts';
import type { EffectOptions } from '../fixtures/rig/flow-document.ts';
import type { RecordedCall } from '../fixtures/rig/recording-target.ts';
import { publishWith } from '../fixtures/rig/records-flow.ts';
import { events, openLab, soon } from './lab.ts';

const carriedOut = (all: readonly RecordedCall[]): string[] =>
  all
    .filter((call) => call.carriedOut)
    .map((call) => `${call.event} ${call.step}`)
    .toSorted();

test('light: SIGKILL of a worker in the middle; all is done again, and each effect happens once', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const doomed = await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url, {}, 'light'));
  lab.target.answer({ afterMs: 300 });
  const wanted = events(60);
  await sender.sendAll(wanted, 20);
  await vi.waitFor(() => expect(lab.target.calls.some(({ step }) => step === 'charge')).toBe(true), soon);
  const heir = lab.rig.worker();
  doomed.signal('SIGKILL');
  await heir;
  lab.target.answer('at once');
  await lab.settled(60_000);

  // Nothing but the beginning and the end was written, and steps that were done were asked for again, with their keys.
  const started = await lab.rig.db.query('SELECT 1 FROM effect_step');
  expect(started.rowCount).toBe(0);
  const parts = await lab.rig.db.query('SELECT run_id FROM checkpoint GROUP BY run_id HAVING count(*) > 1');
  expect(parts.rowCount).toBe(0);
  const runs = await lab.rig.db.query<{ status: string; crashes: number }>('SELECT status, crashes FROM v_run');
  expect(runs.rows.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  expect(runs.rows.some(({ crashes }) => crashes > 0)).toBe(true);
  expect(lab.target.calls.some((call) => !call.carriedOut)).toBe(true);
  const once = wanted.flatMap(({ id }) => ['charge', 'confirm', 'reserve'].map((step) => `${id} ${step}`));
  expect(carriedOut(lab.target.calls)).toEqual(once.toSorted());
  for (const step of ['reserve', 'charge', 'confirm']) {
    const keys = new Map<string, Set<string | null>>();
    for (const call of lab.target.calls.filter((one) => one.step === step)) {
      keys.set(call.event, (keys.get(call.event) ?? new Set()).add(call.key));
    }
    expect([...keys.values()].every((of) => of.size === 1)).toBe(true);
  }
});

test('light: what may happen twice is refused when the flow is published, by name', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const doc = new FlowDraft(lab.target.url)
    .level('light')
    .hook()
    .effect('charge', { repeat: 'never' })
    .to('hook', 'charge')
    .build('Unsafe');
  await expect(lab.flow(doc)).rejects.toThrow(/“charge” could happen twice/);
});

/** hook → reserve → what it answered, to the caller. */
const expressFlow = (targetUrl: string, options: EffectOptions = {}) =>
  new FlowDraft(targetUrl)
    .level('express')
    .hook('sync')
    .effect('reserve', options)
    .respond('answer', '{ event: trigger.body.id, receipt: steps.reserve.body.receipt }')
    .to('hook', 'reserve')
    .to('reserve', 'answer')
    .build('Express');

const askOnce = (url: string, event: object | string): Promise<Response> =>
  postEvent(url, event, AbortSignal.timeout(40_000));
/** 503 means that nothing was done: on a busy machine a server may say so, and is asked again. */
const ask = (url: string, event: object | string): Promise<Response> =>
  vi.waitFor(async () => {
    const response = await askOnce(url, event);
    if (response.status === 503) throw new Error('the server is busy');
    return response;
  }, soon);

test('express: answered without a worker, in the history as any run; what is large or must be repeated goes to one', async () => {
  await using lab = await openLab();
  const server = await lab.rig.server();
  lab.doors.push(server);
  const { hook } = await lab.flow(expressFlow(lab.target.url));
  const url = `${server.url}${hook}`;
  const answer = await ask(url, { id: 'a' });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ event: 'a', receipt: 'receipt 0' });
  const steps = async (): Promise<unknown[]> => {
    const { rows } = await lab.rig.db.query(
      `SELECT r.status, s.path, s.status AS step FROM v_run r JOIN v_step s ON s.run_id = r.id ORDER BY s.started_at, s.path`,
    );
    return rows;
  };
  await vi.waitFor(async () => expect(await steps()).toHaveLength(3), soon);
  expect(await steps()).toEqual(
    ['hook', 'reserve', 'answer'].map((path) => ({ status: 'succeeded', path, step: 'succeeded' })),
  );

  const broken = await ask(url, '{"id":');
  expect(broken.status).toBe(400);

  await lab.rig.worker();
  const large = await ask(url, { id: 'large', text: 'x'.repeat(100_000) });
  expect(large.status).toBe(200);
  expect(await large.json()).toEqual({ event: 'large', receipt: 'receipt 1' });
  // Its target hangs up once: the step is tried again by the worker, under the same key, and the caller gets its answer.
  lab.target.answer('never');
  const repeated = ask(url, { id: 'repeated' });
  await vi.waitFor(() => expect(lab.target.calls.length).toBe(3), soon);
  lab.target.answer('at once');
  lab.target.hangUp();
  const late = await repeated;
  expect(late.status).toBe(200);
  expect(await late.json()).toEqual({ event: 'repeated', receipt: 'receipt 2' });
  const keys = lab.target.calls.filter(({ event }) => event === 'repeated').map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  await lab.settled(20_000);
  const { rows } = await lab.rig.db.query("SELECT count(*)::int AS runs FROM v_run WHERE status = 'succeeded'");
  expect(rows).toEqual([{ runs: 3 }]);
});

test('express: SIGKILL of the server; an answered run may be missing, what is there is whole, and nothing else is touched', async () => {
  await using lab = await openLab();
  const doomed = await lab.rig.server();
  lab.doors.push(doomed);
  await lab.rig.worker();
  const { hook } = await lab.flow(expressFlow(lab.target.url));
  const durable = await lab.flow(chain(lab.target.url));
  await durable.sender.sendAll(events(30, 'd'), 10);
  const answered: string[] = [];
  let next = 0;
  const asking = async (): Promise<void> => {
    for (;;) {
      const id = `x${(next += 1)}`;
      const response = await askOnce(`${doomed.url}${hook}`, { id }).catch(() => null);
      if (response === null) return;
      if (response.status === 200) answered.push(id);
      await response.arrayBuffer().catch(() => undefined);
    }
  };
  const callers = Promise.all(Array.from({ length: 10 }, asking));
  await vi.waitFor(() => expect(answered.length).toBeGreaterThan(200), soon);
  doomed.signal('SIGKILL');
  await callers;

  const heir = await lab.rig.server();
  lab.doors.splice(0, 1, heir);
  await lab.settled(60_000);
  const broken = await lab.rig.db.query(
    `SELECT r.id FROM v_run r LEFT JOIN event e ON e.id = r.event_id
     WHERE r.status <> 'succeeded' OR e.id IS NULL
       OR NOT EXISTS (SELECT 1 FROM v_step s WHERE s.run_id = r.id AND s.status = 'succeeded')`,
  );
  expect(broken.rows).toEqual([]);
  const { rows } = await lab.rig.db.query<{ id: string }>(
    `SELECT convert_from(e.body, 'UTF8')::json ->> 'id' AS id FROM event e WHERE e.trigger_id = 'hook'`,
  );
  const kept = new Set(rows.map(({ id }) => id));
  const missing = answered.filter((id) => !kept.has(id));
  console.log(`express: ${answered.length} answered, ${missing.length} of them not in the history after the SIGKILL`);
  expect(missing.length).toBeLessThan(answered.length);
  // No event of the durable flow is lost or done twice, and no call of an express run happened that was not asked for.
  for (const { id } of events(30, 'd')) expect(kept.has(id)).toBe(true);
  const effects = carriedOut(lab.target.calls);
  expect(new Set(effects).size).toBe(effects.length);
  expect((await ask(`${heir.url}${hook}`, { id: 'again' })).status).toBe(200);
});

test('express: limits of a connection hold its calls, and a pause its runs', async () => {
  await using lab = await openLab();
  const server = await lab.rig.server();
  lab.doors.push(server);
  await lab.rig.worker();
  const { api, db } = lab.rig;
  const shop = await api.request<{ id: string }>('POST', '/connections', {
    connectorId: 'http',
    name: 'Shop',
    settings: { baseUrl: lab.target.url, auth: 'none' },
    limits: { rate: { calls: 1, per: 'second' } },
  });
  const flow = expressFlow(lab.target.url, { slot: 'shop' });
  const { flowId, hook } = await publishWith(api, flow, { shop: shop.id });
  const url = `${server.url}${hook}`;

  // One call a second: who is due within a second waits where it is; the others go on with a worker, and all get their answer.
  const wanted = events(5);
  const answers = await Promise.all(wanted.map((event) => ask(url, event)));
  expect(answers.map(({ status }) => status)).toEqual(wanted.map(() => 200));
  const told = (await Promise.all(answers.map((answer) => answer.json()))) as { event: string; receipt: string }[];
  expect(told.map(({ event }) => event)).toEqual(wanted.map(({ id }) => id));
  expect(new Set(told.map(({ receipt }) => receipt)).size).toBe(wanted.length);
  expect(carriedOut(lab.target.calls)).toEqual(wanted.map(({ id }) => `${id} reserve`).toSorted());
  await lab.settled(20_000);
  const { rows: runs } = await db.query<{ fence: number }>('SELECT fence FROM run WHERE flow_id = $1', [flowId]);
  expect(runs).toHaveLength(wanted.length);
  const moved = runs.filter(({ fence }) => fence > 1);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.length).toBeLessThan(wanted.length);

  // Paused: the caller is told where its run is, and nothing happens before the flow is resumed.
  await api.request('POST', `/flows/${flowId}/pause`);
  const { runId } = await vi.waitFor(async () => {
    const answer = await askOnce(url, { id: 'held' });
    const body = (await answer.json()) as { runId: string; status: string };
    expect([answer.status, body.status]).toEqual([202, 'paused']);
    return body;
  }, soon);
  const statusOf = async (): Promise<unknown> => {
    const { rows } = await db.query<{ status: string }>('SELECT status FROM v_run WHERE id = $1', [runId]);
    return rows[0]?.status;
  };
  expect(await statusOf()).toBe('queued');
  await api.request('POST', `/flows/${flowId}/resume`);
  await vi.waitFor(async () => expect(await statusOf()).toBe('succeeded'), soon);
});

test('express: what it cannot do is refused when the flow is published', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const noCaller = new FlowDraft(lab.target.url)
    .level('express')
    .hook('accepted')
    .effect('send')
    .to('hook', 'send')
    .build('No caller');
  await expect(lab.flow(noCaller)).rejects.toThrow(/“hook” has no caller who waits for the answer/);
});
