// Runs that wait while processes die: nothing is forgotten, no answer is lost, and what comes after happens once.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { postEvent } from '../fixtures/live-flow.ts';
import { FlowDraft } from '../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../fixtures/rig/flow-document.ts';
import { events, openLab, soon } from './lab.ts';
import type { Lab } from './lab.ts';

/** The address of the wait stands in the output of `tell`, where a step would send it from. */
const flow = (lab: Lab): FlowJson =>
  new FlowDraft(lab.target.url)
    .hook()
    .map('tell', { url: 'links.answer' })
    .effect('ask')
    .callback('answer')
    .delay('rest', 'PT1S')
    .effect('confirm', { uses: ['answer'] })
    .to('hook', 'tell')
    .to('tell', 'ask')
    .to('ask', 'answer')
    .to('answer', 'rest')
    .to('rest', 'confirm')
    .build('Waits');

const paths = async (lab: Lab): Promise<string[]> => {
  const { rows } = await lab.rig.db.query<{ url: string }>(
    `SELECT output ->> 'url' AS url FROM v_step WHERE path = 'tell' ORDER BY run_id`,
  );
  return rows.map(({ url }) => new URL(url).pathname);
};
const parked = async (lab: Lab): Promise<number> => {
  const { rows } = await lab.rig.db.query(
    `SELECT 1 FROM v_step s JOIN v_run r ON r.id = s.run_id
     WHERE s.path = 'answer' AND s.status = 'waiting' AND r.status = 'waiting' AND r.owner IS NULL`,
  );
  return rows.length;
};
/** Sends an answer as another system would: until somebody says that it was taken. Hands back the last word. */
async function answer(urls: () => readonly string[], n: number): Promise<string> {
  for (let turn = 0; turn < 200; turn += 1) {
    const all = urls();
    try {
      const response = await postEvent(all[turn % all.length] ?? '', { n });
      if (response.ok) return ((await response.json()) as { status: string }).status;
    } catch {
      // Its server has died: another one may say whether it has the answer.
    }
    await delay(50);
  }
  throw new Error('nobody took the answer');
}
/** What the last step was given, for each time that it happened. */
const confirmed = (lab: Lab): number[] =>
  lab.target.calls
    .filter((call) => call.step === 'confirm' && call.carriedOut)
    .map(({ used }) => (used['answer'] as { n: number }).n);

test('a worker that is killed while all its runs wait is not missed: answers come before and after its heir', async () => {
  await using lab = await openLab();
  const server = await lab.rig.server();
  lab.doors.push(server);
  const doomed = await lab.rig.worker();
  const { sender } = await lab.flow(flow(lab));
  await sender.sendAll(events(20), 10);
  await vi.waitFor(async () => expect(await parked(lab)).toBe(20), soon);
  doomed.signal('SIGKILL');
  await doomed.ended;
  const links = await paths(lab);
  const early = links.slice(0, 10).map((path, n) => answer(() => [`${server.url}${path}`], n));
  expect(new Set(await Promise.all(early))).toEqual(new Set(['accepted']));
  await lab.rig.worker();
  await Promise.all(links.slice(10).map((path, n) => answer(() => [`${server.url}${path}`], n + 10)));
  await lab.settled(60_000);
  expect(await lab.verdict()).toEqual([]);
  expect(confirmed(lab).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
});

test('workers and servers that die at every boundary of opening, looking and answering lose no answer', async () => {
  await using lab = await openLab();
  const healthy = await lab.rig.server();
  const doors = await Promise.all(
    ['before', 'sent', 'answered'].map((moment) => lab.rig.server({ failpoint: `wait-answer:${moment}:2` })),
  );
  lab.doors.push(healthy);
  const { sender } = await lab.flow(flow(lab));
  const points = ['wait-open', 'wait-look'].flatMap((statement) =>
    ['before', 'sent', 'answered'].map((moment) => `${statement}:${moment}`),
  );
  const doomed = await Promise.all(points.map((failpoint) => lab.rig.worker({ failpoint })));
  const answered = new Set<string>();
  for (let wave = 0; doomed.some((worker) => !worker.isGone); wave += 1) {
    await sender.sendAll(events(6, `${wave}-`), 6);
    const links = (await paths(lab)).filter((path) => !answered.has(path));
    for (const path of links) answered.add(path);
    await Promise.all(links.map((path, n) => answer(() => [...doors, healthy].map(({ url }) => url + path), n)));
    expect(wave).toBeLessThan(300);
  }
  await lab.rig.worker();
  await vi.waitFor(async () => expect(await paths(lab)).toHaveLength(sender.accepted.length), soon);
  const rest = (await paths(lab)).filter((path) => !answered.has(path));
  await Promise.all(rest.map((path, n) => answer(() => [...doors, healthy].map(({ url }) => url + path), n)));
  await lab.settled(90_000);
  expect(doors.map((door) => door.isGone)).toEqual([true, true, true]);
  expect(await lab.verdict()).toEqual([]);
  expect(confirmed(lab)).toHaveLength(sender.accepted.length);
});

test('workers that die at every boundary of calling a flow, looking and telling lose no call and make none twice', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const called = new FlowDraft(lab.target.url)
    .called()
    .effect('charge')
    .respond('give', '{ status: 200, body: steps.charge.body }')
    .to('called', 'charge')
    .to('charge', 'give')
    .build('Charge');
  const { flowId } = await lab.flow(called);
  const calling = new FlowDraft(lab.target.url)
    .hook()
    .call('pay', flowId)
    .effect('confirm', { uses: ['pay'] })
    .to('hook', 'pay')
    .to('pay', 'confirm')
    .build('Shop');
  const { sender } = await lab.flow(calling);
  const points = ['accept-call', 'calls-look', 'tell-caller'].flatMap((statement) =>
    ['before', 'sent', 'answered'].map((moment) => `${statement}:${moment}`),
  );
  const doomed = await Promise.all(points.map((failpoint) => lab.rig.worker({ failpoint })));
  for (let wave = 0; doomed.some((worker) => !worker.isGone); wave += 1) {
    await sender.sendAll(events(6, `${wave}-`), 6);
    await delay(50);
    expect(wave).toBeLessThan(600);
  }
  await lab.rig.worker();
  await lab.settled(90_000);
  expect(await lab.verdict()).toEqual([]);
  const { rows } = await lab.rig.db.query<{ called: number; runs: number }>(
    `SELECT count(DISTINCT (parent_run, parent_path))::int AS called, count(*)::int AS runs FROM v_run_origin`,
  );
  expect(rows).toEqual([{ called: sender.accepted.length, runs: sender.accepted.length }]);
  const done = lab.target.calls.filter((call) => call.step === 'confirm' && call.carriedOut);
  expect(done).toHaveLength(sender.accepted.length);
});
