// The levels below durable, and what a crash costs there: a light run is done again as a whole, under the same keys.
import { expect, test, vi } from 'vitest';
import { chain, FlowDraft } from '../fixtures/rig/flow-document.ts';
import type { RecordedCall } from '../fixtures/rig/recording-target.ts';
import { events, openLab } from './lab.ts';

const calls = { timeout: 60_000, interval: 20 };

const carriedOut = (all: readonly RecordedCall[]): string[] =>
  all
    .filter((call) => call.carriedOut)
    .map((call) => `${call.event} ${call.step}`)
    .toSorted();

test(
  'light: SIGKILL of a worker in the middle; all is done again, and each effect happens once',
  {
    timeout: 120_000,
  },
  async () => {
    await using lab = await openLab();
    lab.doors.push(await lab.rig.server());
    const doomed = await lab.rig.worker();
    const { sender } = await lab.flow(chain(lab.target.url, {}, 'light'));
    lab.target.answer({ afterMs: 300 });
    const wanted = events(60);
    await sender.sendAll(wanted, 20);
    await vi.waitFor(() => expect(lab.target.calls.some(({ step }) => step === 'charge')).toBe(true), calls);
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
  },
);

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
