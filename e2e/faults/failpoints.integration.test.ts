// A crash at every boundary of every statement that accepts, claims, checkpoints and ends runs.
import { expect, test, vi } from 'vitest';
import { postEvent } from '../fixtures/live-flow.ts';
import { chain, FlowDraft } from '../fixtures/rig/flow-document.ts';
import { events, openLab, sessionsEnd, soon } from './lab.ts';

const moments = ['before', 'sent', 'answered'];

test('F2, F3, F18: servers that die around the COMMIT of an accept, and between COMMIT and wake-up', async () => {
  await using lab = await openLab();
  await lab.rig.worker();
  const healthy = await lab.rig.server();
  const doomed = await Promise.all(moments.map((moment) => lab.rig.server({ failpoint: `accept:${moment}:3` })));
  lab.doors.push(healthy, ...doomed);
  const { sender } = await lab.flow(chain(lab.target.url));
  await sender.sendAll(events(150), 24);
  await vi.waitFor(() => expect(doomed.map((server) => server.isGone)).toEqual([true, true, true]), soon);
  expect(sender.refused.get('lost')).toBeGreaterThan(0);
  await lab.settled(60_000);
  expect(await lab.verdict()).toEqual([]);
  const { rows } = await lab.rig.db.query('SELECT count(*)::int AS runs FROM v_run');
  expect(rows).toEqual([{ runs: 150 }]);
});

test('F2, F18: servers that die around the COMMIT of runs that are done where their events arrive: no worker is there', async () => {
  await using lab = await openLab();
  const healthy = await lab.rig.server();
  const doomed = await Promise.all(moments.map((moment) => lab.rig.server({ failpoint: `accept-ended:${moment}:3` })));
  lab.doors.push(healthy, ...doomed);
  const doc = new FlowDraft(lab.target.url)
    .hook('sync')
    .map('shape', { twice: 'trigger.body.id & trigger.body.id' })
    .respond('answer', 'steps.shape.twice')
    .to('hook', 'shape')
    .to('shape', 'answer')
    .build('Computes');
  const { sender, hook } = await lab.flow(doc);
  await sender.sendAll(events(150), 24);
  await vi.waitFor(() => expect(doomed.map((server) => server.isGone)).toEqual([true, true, true]), soon);
  expect(sender.refused.get('lost')).toBeGreaterThan(0);
  expect(await lab.verdict()).toEqual([]);
  const { rows } = await lab.rig.db.query('SELECT status, count(*)::int AS runs FROM v_run GROUP BY status');
  expect(rows).toEqual([{ status: 'succeeded', runs: 150 }]);
  // Who asks again gets the answer that is stored.
  const again = await postEvent(`${healthy.url}${hook}`, { id: 'e7' });
  expect([again.status, await again.json()]).toEqual([200, 'e7e7']);
  expect((await lab.rig.db.query('SELECT 1 FROM run')).rowCount).toBe(150);
});

test('F18: workers that die at every boundary of claim, checkpoint and end', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const { sender } = await lab.flow(chain(lab.target.url));
  const points = ['claim', 'progress', 'release'].flatMap((statement) =>
    moments.map((moment) => `${statement}:${moment}`),
  );
  const doomed = await Promise.all(points.map((failpoint) => lab.rig.worker({ failpoint })));
  // The heir comes only when all are gone, so no run loses its worker often enough to be taken for poison.
  for (let wave = 0; doomed.some((worker) => !worker.isGone); wave += 1) {
    await sender.sendAll(events(12, `${wave}-`), 6);
    expect(wave).toBeLessThan(500);
  }
  await sessionsEnd(lab);
  await lab.rig.worker();
  await lab.settled(90_000);
  expect(await lab.verdict()).toEqual([]);
  const { rows } = await lab.rig.db.query(
    `SELECT status, count(*)::int AS runs FROM v_run GROUP BY status ORDER BY status`,
  );
  expect(rows).toEqual([{ status: 'succeeded', runs: sender.accepted.length }]);
});

test('F18: a step in doubt at a target without keys is held, and is never done twice', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const { sender } = await lab.flow(chain(lab.target.url, { repeat: 'never' }));
  const doomed = await lab.rig.worker({ failpoint: 'progress:answered:2' });
  await sender.sendAll(events(30), 10);
  await doomed.ended;
  await sessionsEnd(lab);
  await lab.rig.worker();
  await lab.settled(60_000);
  const { rows } = await lab.rig.db.query<{ held: number; runs: number }>(
    `SELECT (count(*) FILTER (WHERE status = 'waiting'))::int AS held, count(*)::int AS runs FROM v_run`,
  );
  expect(rows[0]?.runs).toBe(30);
  expect(rows[0]?.held).toBeGreaterThan(0);
  const steps = lab.target.calls.map((call) => `${call.event} ${call.step}`);
  expect(new Set(steps).size).toBe(steps.length);
  expect(await lab.verdict()).toEqual([]);
});
