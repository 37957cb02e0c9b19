// Runs that come to nothing take back what they did while processes die: once each, the last first, and nothing else.
import { expect, test, vi } from 'vitest';
import { saga } from '../fixtures/rig/flow-document.ts';
import { openLab, soon } from './lab.ts';
import type { Lab } from './lab.ts';

type Kind = 'fine' | 'refused' | 'stuck' | 'unpaid' | 'declined' | 'waits';
const eventsOf = (kind: Kind, count: number): { readonly id: string; readonly kind: Kind }[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${kind}-${index}`, kind }));
const isOf = (event: string, ...kinds: Kind[]): boolean => kinds.some((kind) => event.startsWith(`${kind}-`));

/** What the target will not do: ship what is refused, charge what is unpaid, release what is stuck. */
const refuses = ({ event, step }: { event: string; step: string }): boolean =>
  (step === 'parcel' && isOf(event, 'refused', 'stuck')) ||
  (step === 'charge' && isOf(event, 'unpaid')) ||
  (step === 'reserve:c' && isOf(event, 'stuck'));

interface Run {
  readonly id: string;
  readonly event: string;
  readonly status: string;
}
async function runsOf(lab: Lab): Promise<Run[]> {
  const { rows } = await lab.rig.db.query<Run>(
    `SELECT r.id, convert_from(e.body, 'UTF8')::json ->> 'id' AS event, r.status FROM v_run r JOIN event e ON e.id = r.event_id`,
  );
  return rows;
}
const statuses = async (lab: Lab): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {};
  for (const { event, status } of await runsOf(lab)) {
    const known = (found[event.split('-')[0] ?? ''] ??= []);
    if (!known.includes(status)) known.push(status);
  }
  return found;
};
/** What happened at the target, in order, by event. */
const happened = (lab: Lab, event: string): string[] =>
  lab.target.calls.filter((call) => call.event === event && call.carriedOut).map(({ step }) => step);

test('F1: a worker is killed between two undos, of runs that failed, stopped and were cancelled', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const first = await lab.rig.worker();
  const { sender } = await lab.flow(saga(lab.target.url));
  // The money is given back and nobody hears of it, in each run.
  lab.target.except((call) => (refuses(call) ? 'refuse' : call.step === 'charge:c' ? 'never' : null));
  const kinds = ['fine', 'refused', 'stuck', 'unpaid', 'declined', 'waits'] as const;
  await sender.sendAll(
    kinds.flatMap((kind) => eventsOf(kind, 5)),
    10,
  );
  const parked = async (): Promise<Run[]> =>
    (await runsOf(lab)).filter(({ event, status }) => isOf(event, 'waits') && status === 'waiting');
  await vi.waitFor(async () => expect(await parked()).toHaveLength(5), soon);
  for (const { id } of await parked()) await lab.rig.api.request('POST', `/runs/${id}/cancel`);
  await vi.waitFor(() => expect(lab.target.calls.filter(({ step }) => step === 'charge:c')).toHaveLength(20), soon);
  expect((await runsOf(lab)).filter(({ status }) => status === 'compensating')).toHaveLength(20);
  first.signal('SIGKILL');
  await first.ended;
  lab.target.except((call) => (refuses(call) ? 'refuse' : null));
  await lab.rig.worker();
  await lab.settled(60_000);

  expect(await statuses(lab)).toEqual({
    fine: ['succeeded'],
    refused: ['failed'],
    stuck: ['failed'],
    unpaid: ['failed'],
    declined: ['succeeded'],
    waits: ['cancelled'],
  });
  const took = ['reserve', 'charge'];
  for (let index = 0; index < 5; index += 1) {
    expect(happened(lab, `fine-${index}`)).toEqual([...took, 'parcel']);
    expect(happened(lab, `unpaid-${index}`)).toEqual(['reserve', 'reserve:c']);
    expect(happened(lab, `stuck-${index}`)).toEqual([...took, 'charge:c']);
    for (const kind of ['refused', 'declined', 'waits'])
      expect(happened(lab, `${kind}-${index}`)).toEqual([...took, 'charge:c', 'reserve:c']);
  }
  const keys = lab.target.calls.filter(({ carriedOut }) => carriedOut).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  const letters = await lab.rig.api.all<{ kind: string; runId: string; remaining: { path: string }[] }>(
    '/dead-letters',
  );
  const stuck = (await runsOf(lab)).filter(({ event }) => isOf(event, 'stuck')).map(({ id }) => id);
  expect(letters.map(({ runId }) => runId).toSorted()).toEqual(stuck.toSorted());
  for (const { kind, remaining } of letters)
    expect({ kind, paths: remaining.map(({ path }) => path) }).toEqual({ kind: 'undo', paths: ['reserve'] });
  expect(await lab.verdict()).toEqual([]);
});

test('F18: workers that die at every boundary of the way back', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const { sender } = await lab.flow(saga(lab.target.url));
  lab.target.except((call) => (refuses(call) ? 'refuse' : null));
  const doomed = await Promise.all(
    [
      // The end is settled; nothing is taken back yet.
      ...['before', 'sent', 'answered'].map((moment) => `release:${moment}:1:"ending"`),
      // The last step is about to be undone; it is undone, which nobody has heard of, and the first is next; all is undone.
      ...['before', 'sent'].flatMap((moment) => [
        `progress:${moment}:1:charge:c`,
        `progress:${moment}:1:reserve:c`,
        `release:${moment}:1:"reserve:c"`,
      ]),
    ].map((failpoint) => lab.rig.worker({ failpoint })),
  );
  for (let wave = 0; doomed.some((worker) => !worker.isGone); wave += 1) {
    await sender.sendAll(
      [...eventsOf('refused', 6), ...eventsOf('declined', 6)].map(({ id, kind }) => ({ id: `${id}-${wave}`, kind })),
      6,
    );
    expect(wave).toBeLessThan(300);
  }
  await lab.rig.worker();
  await lab.settled(90_000);
  expect(await statuses(lab)).toEqual({ refused: ['failed'], declined: ['succeeded'] });
  const undone = ['reserve', 'charge', 'charge:c', 'reserve:c'];
  for (const event of sender.accepted) expect(happened(lab, event)).toEqual(undone);
  expect(await lab.rig.api.all('/dead-letters')).toEqual([]);
  expect(await lab.verdict()).toEqual([]);
});
