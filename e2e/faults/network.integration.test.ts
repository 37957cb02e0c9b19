// Wires that stall and break: between worker and database, queue and target, and targets that swallow everything.
import { inject, expect, test, vi } from 'vitest';
import { chain, FlowDraft } from '../fixtures/rig/flow-document.ts';
import { openIsland } from '../fixtures/rig/island.ts';
import { newDatabase } from '../fixtures/rig/postgres.ts';
import { startRecordingTarget } from '../fixtures/rig/recording-target.ts';
import { startTcpProxy, through } from '../fixtures/rig/tcp-proxy.ts';
import type { TcpProxy } from '../fixtures/rig/tcp-proxy.ts';
import { events, openLab, soon } from './lab.ts';
import type { Lab } from './lab.ts';

const proxyTo = (address: string): Promise<TcpProxy> => {
  const { hostname, port } = new URL(address);
  return startTcpProxy({ host: hostname, port: Number(port) });
};

/** Waits until a worker that was cut off has its session again. */
const takesPart = (lab: Lab, { pid }: { readonly pid: number }): Promise<void> =>
  vi.waitFor(async () => {
    const { rows } = await lab.rig.db.query(
      `SELECT 1 FROM worker_session WHERE pid = $1 AND expires_at > now() + interval '2 seconds'`,
      [pid],
    );
    expect(rows).toHaveLength(1);
  }, soon);

test.each(['stall', 'cut'] as const)('F7: %s between one of two workers and the database', async (how) => {
  const databaseUrl = await newDatabase(inject('databaseServerUrl'), 'template_migrated');
  await using wire = await proxyTo(databaseUrl);
  await using lab = await openLab({ databaseUrl });
  lab.doors.push(await lab.rig.server());
  const isolated = await lab.rig.worker({ databaseUrl: through(wire, databaseUrl) });
  const { sender } = await lab.flow(chain(lab.target.url));
  lab.target.answer({ afterMs: 300 });
  await sender.sendAll(events(60), 20);
  await vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThan(20), soon);
  wire[how]();
  await lab.rig.worker();
  lab.target.answer('at once');
  await lab.settled(45_000);
  wire.heal();
  // Whole again: it takes part as before.
  await sender.sendAll(events(60, 'later'), 20);
  await lab.settled(45_000);
  await takesPart(lab, isolated);
  expect(await lab.verdict()).toEqual([]);
});

test('F7: the only worker loses the database for a while, in the middle of everything', async () => {
  const databaseUrl = await newDatabase(inject('databaseServerUrl'), 'template_migrated');
  await using wire = await proxyTo(databaseUrl);
  await using lab = await openLab({ databaseUrl });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker({ databaseUrl: through(wire, databaseUrl) });
  const { sender } = await lab.flow(chain(lab.target.url));
  lab.target.answer({ afterMs: 200 });
  const sending = sender.sendAll(events(150), 20);
  for (const how of ['cut', 'stall'] as const) {
    const seen = lab.target.calls.length;
    await vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThan(seen + 30), soon);
    wire[how]();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    wire.heal();
  }
  await sending;
  await lab.settled(90_000);
  const { rows } = await lab.rig.db.query('SELECT status, count(*)::int AS runs FROM v_run GROUP BY status');
  expect(rows).toEqual([{ status: 'succeeded', runs: 150 }]);
  expect(await lab.verdict()).toEqual([]);
});

test.for(['deaf', 'whole'] as const)(
  'F7: a worker in a network of its own loses everything, %s, and comes back',
  async (how, { skip }) => {
    await using island = openIsland();
    if (island === undefined) return skip('this account may not make a network namespace');
    const databaseUrl = await newDatabase(inject('databaseServerUrl'), 'template_migrated');
    const { hostname, port } = new URL(databaseUrl);
    await using target = await startRecordingTarget();
    await using toDatabase = await startTcpProxy({ host: hostname, port: Number(port) }, island.host);
    await using toTarget = await startTcpProxy({ host: '127.0.0.1', port: target.port }, island.host);
    const address = `${island.host}:${toTarget.port}`;
    await using lab = await openLab({ databaseUrl, egressAllow: [address] });
    lab.doors.push(await lab.rig.server());
    const isolated = await lab.rig.worker({
      databaseUrl: through(toDatabase, databaseUrl, island.host),
      enter: island.enter,
    });
    const { sender } = await lab.flow(chain(`http://${address}`, { timeoutMs: 5_000 }));
    target.answer({ afterMs: 300 });
    await sender.sendAll(events(60), 20);
    await vi.waitFor(() => expect(target.calls.length).toBeGreaterThan(20), soon);
    island.cut(how);
    await lab.rig.worker();
    target.answer('at once');
    await lab.settled(60_000);
    island.heal();
    await sender.sendAll(events(60, 'later'), 20);
    await lab.settled(45_000);
    await takesPart(lab, isolated);
    const { rows } = await lab.rig.db.query(
      'SELECT status, count(*)::int AS runs, bool_or(crashes > 0) AS lost FROM v_run GROUP BY 1',
    );
    expect(rows).toEqual([{ status: 'succeeded', runs: 120, lost: true }]);
    expect(await lab.verdict({ calls: target.calls })).toEqual([]);
  },
);

const redisUrl = (): string => inject('redisUrl');

test('F7: worker and server lose the queue for a while', async ({ skip }) => {
  if (redisUrl() === '') skip('no redis-server is on the path of this machine, so the queue has no wire of its own');
  await using wire = await proxyTo(redisUrl());
  await using lab = await openLab({ redisUrl: through(wire, `${redisUrl()}/5`) });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url));
  await sender.sendAll(events(50), 20);
  for (const how of ['cut', 'stall'] as const) {
    wire[how]();
    await sender.sendAll(events(100, how), 20);
    await lab.settled(30_000);
    wire.heal();
  }
  await sender.sendAll(events(50, 'healed'), 20);
  await lab.settled(30_000);
  expect(await lab.verdict()).toEqual([]);
});

test('F7: the wire to the target breaks while requests are on it', async () => {
  await using target = await startRecordingTarget();
  await using wire = await startTcpProxy({ host: '127.0.0.1', port: target.port });
  await using lab = await openLab({ egressAllow: [`127.0.0.1:${wire.port}`] });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const retry = { maxAttempts: 6, firstDelayMs: 500, maxDelayMs: 2_000, deadlineMs: 60_000 };
  const { sender } = await lab.flow(chain(`http://127.0.0.1:${wire.port}`, { timeoutMs: 2_000, retry }));
  target.answer({ afterMs: 300 });
  await sender.sendAll(events(40), 20);
  await vi.waitFor(() => expect(target.calls.length).toBeGreaterThan(20), soon);
  for (const how of ['cut', 'stall'] as const) {
    wire[how]();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    wire.heal();
  }
  await lab.settled(60_000);
  const { rows } = await lab.rig.db.query('SELECT status, count(*)::int AS runs FROM v_run GROUP BY status');
  expect(rows).toEqual([{ status: 'succeeded', runs: 40 }]);
  expect(await lab.verdict({ calls: target.calls })).toEqual([]);
});

test('F16: a target that swallows every request holds up nobody else', async () => {
  await using target = await startRecordingTarget();
  await using hole = await startTcpProxy({ host: '127.0.0.1', port: target.port });
  hole.stall();
  await using lab = await openLab({ egressAllow: [`127.0.0.1:${hole.port}`] });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const retry = { maxAttempts: 2, firstDelayMs: 100, maxDelayMs: 100, deadlineMs: 300_000 };
  const swallowed = await lab.flow(chain(`http://127.0.0.1:${hole.port}`, { timeoutMs: 240_000, retry }));
  const well = await lab.flow(
    new FlowDraft(lab.target.url).hook().effect('reserve').to('hook', 'reserve').build('Well'),
  );
  await swallowed.sender.sendAll(events(60, 'hole'), 20);
  await well.sender.sendAll(events(60, 'well'), 20);
  const statuses = async (): Promise<unknown[]> =>
    (await lab.rig.db.query(`SELECT status, count(*)::int AS runs FROM v_run GROUP BY status ORDER BY status`)).rows;
  // All of the others are through, and every one of these waits for its answer still.
  await vi.waitFor(
    async () =>
      expect(await statuses()).toEqual([
        { status: 'running', runs: 60 },
        { status: 'succeeded', runs: 60 },
      ]),
    soon,
  );
  hole.cut();
  await lab.settled(60_000);
  expect(await statuses()).toEqual([
    { status: 'failed', runs: 60 },
    { status: 'succeeded', runs: 60 },
  ]);
  expect(await lab.verdict()).toEqual([]);
});
