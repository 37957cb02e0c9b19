import type { ConnectionLimits } from '@patchbay/model/connector';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyGate } from './gate-state.ts';
import type { GateState } from './gate-state.ts';
import { heldForMs, passGate, resumedGate, soonestHoldMs } from './pass-gate.ts';
import type { EndedCall, GateAnswer } from './pass-gate.ts';

const ask = (
  state: GateState,
  limits: ConnectionLimits,
  at: { nowMs: number; callers?: number; back?: boolean; ended?: EndedCall[]; owner?: string },
) =>
  passGate(state, limits, {
    owner: at.owner ?? 'a',
    nowMs: at.nowMs,
    ended: at.ended ?? [],
    callers: Array.from({ length: at.callers ?? 0 }, () => ({ back: at.back ?? false })),
  });
const gone = (answers: readonly GateAnswer[]): number => answers.filter((answer) => answer.type === 'go').length;
const ok: EndedCall = { ms: 10, failed: false, probe: false };
const bad: EndedCall = { ms: 10, failed: true, cause: 'It did not answer.', probe: false };

describe('a rate', () => {
  test('lets so many calls begin and gives the others turns one after the other', () => {
    const { answers } = ask(emptyGate(), { rate: { calls: 3, per: 'second' } }, { nowMs: 10_000, callers: 6 });
    expect(gone(answers)).toBe(3);
    const turns = answers.flatMap((answer) => (answer.type === 'hold' ? [answer.atMs] : []));
    expect(turns[0]).toBe(11_050);
    expect(turns).toEqual([...turns].sort((a, b) => a - b));
    expect(new Set(turns).size).toBe(3);
  });

  test('is never exceeded in any stretch of its period, however it is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 5 }), fc.boolean()), {
          maxLength: 60,
        }),
        (calls, steps) => {
          let state = emptyGate();
          let nowMs = 1_000_000;
          const begun: number[] = [];
          for (const [waitMs, callers, back] of steps) {
            nowMs += waitMs;
            const passed = ask(state, { rate: { calls, per: 'second' } }, { nowMs, callers, back });
            state = passed.state;
            for (let one = 0; one < gone(passed.answers); one += 1) begun.push(nowMs);
          }
          for (const from of begun) {
            expect(begun.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(calls);
          }
        },
      ),
    );
  });

  test('lets those that waited go before those that come', () => {
    const limits: ConnectionLimits = { rate: { calls: 1, per: 'second' } };
    const first = ask(emptyGate(), limits, { nowMs: 10_000, callers: 2 });
    const fresh = ask(first.state, limits, { nowMs: 11_060, callers: 1, back: true });
    expect(gone(fresh.answers)).toBe(1);
    const line = ask(ask(emptyGate(), limits, { nowMs: 10_000, callers: 3 }).state, limits, {
      nowMs: 11_060,
      callers: 1,
    });
    expect(line.answers).toMatchObject([{ type: 'hold', reason: 'rate' }]);
  });
});

describe('calls at the same time', () => {
  const limits: ConnectionLimits = { concurrent: 2 };

  test('are at most so many over all processes, and one that ends makes room', () => {
    const one = ask(emptyGate(), limits, { nowMs: 1_000, callers: 1 });
    const two = ask(one.state, limits, { nowMs: 1_001, callers: 2, owner: 'b' });
    expect(gone(two.answers)).toBe(1);
    const ended = ask(two.state, limits, { nowMs: 1_010, callers: 1, back: true, ended: [ok] });
    expect(gone(ended.answers)).toBe(1);
  });

  test('that take no time at all let those that wait ask again after a while, not at once', () => {
    const swift = { ...emptyGate(), callMs: 0 };
    const hold = { type: 'hold', reason: 'concurrent', atMs: 1_000 + soonestHoldMs };
    expect(ask(swift, limits, { nowMs: 1_000, callers: 4 }).answers.slice(2)).toEqual([hold, hold]);
  });

  test('of a process that is gone count no more', () => {
    const one = ask(emptyGate(), limits, { nowMs: 1_000, callers: 2 });
    expect(gone(ask(one.state, limits, { nowMs: 1_500, callers: 1, back: true, owner: 'b' }).answers)).toBe(0);
    const later = ask(one.state, limits, { nowMs: 1_001 + heldForMs, callers: 1, back: true, owner: 'b' });
    expect(gone(later.answers)).toBe(1);
  });
});

describe('a breaker', () => {
  const limits: ConnectionLimits = {
    breaker: { failurePercent: 50, minCalls: 4, windowMs: 60_000, pauseMs: 30_000 },
  };
  const broken = ask(emptyGate(), limits, { nowMs: 1_000, ended: [ok, ok, bad, bad] }).state;

  test('pauses calls on a share of failures, not before there were enough, and says why', () => {
    expect(ask(emptyGate(), limits, { nowMs: 1_000, ended: [bad, bad, bad] }).state.pause).toBeNull();
    expect(ask(emptyGate(), limits, { nowMs: 1_000, ended: [ok, ok, ok, bad] }).state.pause).toBeNull();
    expect(broken.pause?.cause).toBe('2 of 4 calls failed. The last: It did not answer.');
    expect(ask(broken, limits, { nowMs: 2_000, callers: 1 }).answers).toEqual([
      { type: 'hold', reason: 'paused', atMs: 31_000 },
    ]);
  });

  test('tries one call after the pause; the others wait for how it goes', () => {
    const trying = ask(broken, limits, { nowMs: 31_000, callers: 2 });
    expect(trying.answers).toEqual([
      { type: 'go', probe: true },
      { type: 'hold', reason: 'paused', atMs: 33_000 },
    ]);
    const well = ask(trying.state, limits, { nowMs: 31_100, callers: 3, ended: [{ ...ok, probe: true }] });
    expect(gone(well.answers)).toBe(3);
    const ill = ask(trying.state, limits, { nowMs: 31_100, callers: 1, ended: [{ ...bad, probe: true }] });
    expect(ill.answers).toEqual([{ type: 'hold', reason: 'paused', atMs: 61_100 }]);
  });

  test('does not count late answers of the time before as the call that was tried', () => {
    const trying = ask(broken, limits, { nowMs: 31_000, callers: 1 }).state;
    expect(ask(trying, limits, { nowMs: 31_050, ended: [ok] }).state.pause).not.toBeNull();
  });

  test('is closed by a person, with nothing counted against the system', () => {
    const state = resumedGate(broken);
    expect(gone(ask(state, limits, { nowMs: 2_000, callers: 5 }).answers)).toBe(5);
    expect(ask(state, limits, { nowMs: 2_000, ended: [bad] }).state.pause).toBeNull();
  });

  test('that is taken away lets all go', () => {
    expect(gone(ask(broken, {}, { nowMs: 2_000, callers: 2 }).answers)).toBe(2);
  });
});
