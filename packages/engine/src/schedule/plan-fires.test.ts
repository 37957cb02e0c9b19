import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firesBetween } from './next-fire.ts';
import { mostMadeUp, planFires } from './plan-fires.ts';
import type { DueSchedule, FirePlan } from './plan-fires.ts';

const at = (time: string): Date => new Date(`2026-01-05T${time}:00Z`);
const due = (given: Partial<DueSchedule>): DueSchedule => ({
  cron: '0 * * * *',
  zone: 'UTC',
  missed: 'once',
  overlap: 'allow',
  plannedAt: at('09:00'),
  queuedUntil: null,
  madeUp: 0,
  now: at('09:00'),
  busy: false,
  paused: false,
  ...given,
});
const times = (dates: readonly Date[]): string[] => dates.map((date) => date.toISOString().slice(11, 16));
const missed = (plan: FirePlan): string[] =>
  plan.misses.map(({ firstAt, lastAt, fires, reason }) => `${times([firstAt, lastAt]).join('–')} ${fires} ${reason}`);

describe('times that were missed', () => {
  const late = { now: at('12:30'), plannedAt: at('09:00') };
  test('are left out by skip, and recorded', () => {
    const plan = planFires(due({ ...late, missed: 'skip' }));
    expect([times(plan.fires), missed(plan), plan.nextAt]).toEqual([[], ['09:00–12:00 4 late'], at('13:00')]);
  });
  test('are made up by one run with once, the newest of them', () => {
    const plan = planFires(due({ ...late, missed: 'once' }));
    expect([times(plan.fires), missed(plan)]).toEqual([['12:00'], ['09:00–11:00 3 late']]);
  });
  test('are all made up by all, up to a thousand of one stretch', () => {
    const plan = planFires(due({ ...late, missed: 'all' }));
    expect([times(plan.fires), missed(plan)]).toEqual([['09:00', '10:00', '11:00', '12:00'], []]);
    const far = due({
      cron: '* * * * *',
      missed: 'all',
      plannedAt: at('00:00'),
      now: new Date('2026-01-06T12:00:00Z'),
    });
    const first = planFires(far);
    expect([first.fires.length, first.madeUp]).toEqual([mostMadeUp, mostMadeUp]);
    const second = planFires({ ...far, plannedAt: first.nextAt ?? at('00:00'), madeUp: first.madeUp });
    expect([second.fires.length, second.misses[0]?.reason]).toEqual([0, 'capped']);
  });
  test('while it is paused are recorded as such', () => {
    const plan = planFires(due({ ...late, missed: 'all', paused: true }));
    expect([times(plan.fires), missed(plan)]).toEqual([[], ['09:00–12:00 4 paused']]);
  });
});

describe('times that fired before their scheduler died', () => {
  const late = { now: at('12:30'), plannedAt: at('09:00') };
  test('are not missed, however late it is found out', () => {
    const plan = planFires(due({ ...late, missed: 'skip', fired: [at('09:00')] }));
    expect([times(plan.fires), missed(plan), plan.lastAt]).toEqual([[], ['10:00–12:00 3 late'], at('09:00')]);
    const paused = planFires(due({ ...late, paused: true, fired: [at('10:00')] }));
    expect(missed(paused)).toEqual(['09:00–09:00 1 paused', '11:00–12:00 2 paused']);
  });
  test('stand for the others with once, unless more was missed since', () => {
    const stood = planFires(due({ ...late, fired: [at('12:00')] }));
    expect([times(stood.fires), missed(stood)]).toEqual([[], ['09:00–11:00 3 late']]);
    const since = planFires(due({ ...late, fired: [at('11:00')] }));
    expect([times(since.fires), missed(since)]).toEqual([['12:00'], ['09:00–10:00 2 late']]);
  });
  test('do not stand in their own way, though their run is open', () => {
    const plan = planFires(due({ busy: true, overlap: 'skip', fired: [at('09:00')] }));
    expect([times(plan.fires), missed(plan), plan.nextAt]).toEqual([[], [], at('10:00')]);
  });
});

describe('a run that is still open', () => {
  test('is no matter to allow, leaves the time out with skip', () => {
    expect(times(planFires(due({ busy: true })).fires)).toEqual(['09:00']);
    const plan = planFires(due({ busy: true, overlap: 'skip' }));
    expect([times(plan.fires), missed(plan), plan.nextAt]).toEqual([[], ['09:00–09:00 1 overlap'], at('10:00')]);
  });
  test('makes the time wait with queue, which is not late when its turn comes', () => {
    const waits = planFires(due({ busy: true, overlap: 'queue', missed: 'skip' }));
    expect([times(waits.fires), missed(waits), waits.nextAt]).toEqual([[], [], at('09:00')]);
    const turn = planFires(due({ overlap: 'queue', missed: 'skip', now: at('09:40'), queuedUntil: waits.queuedUntil }));
    expect([times(turn.fires), turn.nextAt]).toEqual([['09:00'], at('10:00')]);
  });
});

test('every planned time is fired or recorded as missed, once, whatever happens (I12)', () => {
  const look = fc.record({
    afterMinutes: fc.integer({ min: 0, max: 600 }),
    busy: fc.boolean(),
    paused: fc.boolean(),
    // So many have fired when their scheduler dies, and nobody moves the schedule on.
    diesAfter: fc.option(fc.integer({ min: 0, max: 4 })),
  });
  fc.assert(
    fc.property(
      fc.constantFrom('*/15 * * * *', '0 * * * *', '30 2 * * *', '7 1-3 * * *'),
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
      fc.constantFrom('skip', 'once', 'all'),
      fc.constantFrom('allow', 'skip', 'queue'),
      fc.constantFrom('2026-03-28T00:00:00Z', '2026-10-24T00:00:00Z', '2026-10-31T00:00:00Z', '2026-04-04T00:00:00Z'),
      fc.array(look, { minLength: 1, maxLength: 40 }),
      (cron, zone, policy, overlap, begin, looks) => {
        const registered = new Date(begin);
        let plannedAt = firesBetween({ cron, zone }, { after: registered, until: new Date(8.64e15), limit: 1 })[0];
        let now = registered;
        let state: Pick<FirePlan, 'queuedUntil' | 'madeUp'> = { queuedUntil: null, madeUp: 0 };
        const settled: string[] = [];
        let fired: Date[] = [];
        for (const { afterMinutes, busy, paused, diesAfter } of looks) {
          now = new Date(now.getTime() + afterMinutes * 60_000);
          if (plannedAt === undefined || plannedAt > now) continue;
          const given = { cron, zone, missed: policy, overlap, plannedAt, now, busy, paused, fired };
          const plan = planFires({ ...given, ...state });
          if (diesAfter !== null) {
            fired = [...fired, ...plan.fires.slice(0, diesAfter)];
            continue;
          }
          settled.push(...[...fired, ...plan.fires].map((fire) => fire.toISOString()));
          fired = [];
          for (const miss of plan.misses) {
            const range = { after: new Date(miss.firstAt.getTime() - 1), until: miss.lastAt, limit: 10_000 };
            const of = firesBetween({ cron, zone }, range);
            expect(of).toHaveLength(miss.fires);
            settled.push(...of.map((time) => time.toISOString()));
          }
          state = plan;
          plannedAt = plan.nextAt ?? undefined;
        }
        const until = new Date((plannedAt ?? now).getTime() - 1);
        const planned = firesBetween({ cron, zone }, { after: registered, until, limit: 100_000 });
        expect(settled.toSorted()).toEqual(planned.map((time) => time.toISOString()));
      },
    ),
    { numRuns: 60 },
  );
});
