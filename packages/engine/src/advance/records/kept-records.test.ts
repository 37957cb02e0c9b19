// Records that a loop has kept: a replay goes round with them, what is lost of them fails its turns alone, and what failed is handed on.
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import type { OperationCall } from '../../drivers/index.ts';
import { MemoryBlobs } from '../../testing/memory-blobs.ts';
import { numbersOf, ran, Refused } from '../../testing/record-loop-run.ts';

describe('the replay of a loop over records, as the same event', () => {
  /** The target marks what it took, and the source gives only what is not marked; `broken`: one that it does not take yet. */
  const exporting = () => {
    const exported: number[] = [];
    const state = { broken: 3 };
    const source = (): Json[] =>
      Array.from({ length: 7 }, (_, n) => ({ n, reading: 1 })).filter(({ n }) => !exported.includes(n));
    const answer = ({ input }: OperationCall): Json => {
      const all = numbersOf(input['item'] ?? null);
      if (all.includes(state.broken)) throw new Refused('No.');
      exported.push(...all);
      return { ok: true };
    };
    return { exported, state, source, answer, blobs: new MemoryBlobs() };
  };

  it.each(['unsafe', 'keyed'] as const)('does what is left of the records of its original: %s', async (sideEffect) => {
    const { exported, state, ...given } = exporting();
    const first = await ran({}, { ...given, sideEffect });
    expect(first.end?.status).toBe('failed');
    expect(exported).toEqual([0, 1, 2]);
    state.broken = -1;
    const whole = { source: given.source, blobs: given.blobs, sideEffect, originals: [first.original] };
    const { writes } = await ran({}, whole);
    expect(writes).toBeGreaterThan(3);
    for (let at = 0; at <= writes; at += 1) {
      exported.splice(3);
      const again = await ran(
        {},
        { ...given, sideEffect, originals: [first.original], crashes: new Map(at === 0 ? [] : [[at, 'after']]) },
      );
      expect(again).toMatchObject({ faults: [], readings: 0 });
      if (sideEffect === 'keyed') expect(again.end?.status).toBe('succeeded');
      for (const { path, item } of again.sent) expect(path).toBe(`loop[${numbersOf(item)[0]}]/send`);
      if (at > 0) continue;
      expect(again.end?.status).toBe('succeeded');
      expect(again.steps.get('loop')).toMatchObject({ turns: { count: 7, failed: 0 }, records: { in: 7 } });
      expect(new Set(exported)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
      if (sideEffect === 'unsafe') expect(again.sent.map(({ item }) => numbersOf(item)[0])).toEqual([3, 4, 5, 6]);
    }
  });

  it('refuses where its turns would be others, and a later replay still has the records', async () => {
    const { exported, state, ...given } = exporting();
    const first = await ran({}, { ...given, sideEffect: 'unsafe' });
    state.broken = -1;
    const other = await ran({ batchSize: 2 }, { ...given, sideEffect: 'unsafe', originals: [first.original] });
    expect(other).toMatchObject({ sent: [], readings: 0, faults: [] });
    expect(other.end?.status).toBe('failed');
    expect(other.steps.get('loop')).toMatchObject({ error: { code: 'otherTurns' } });
    const last = await ran({}, { ...given, sideEffect: 'unsafe', originals: [first.original, other.original] });
    expect(last.end?.status).toBe('succeeded');
    expect(exported).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('reads anew where no original began a turn', async () => {
    const { exported, state, ...given } = exporting();
    state.broken = -1;
    const nothing = { checkpoints: [], startedEffects: [] };
    const { end, readings } = await ran({}, { ...given, originals: [nothing] });
    expect(end?.status).toBe('succeeded');
    expect(readings).toBe(1);
    expect(exported).toHaveLength(7);
  });
});

describe('a part of the records that is lost', () => {
  const padded = { count: 18, pad: 'x'.repeat(200_000) };
  /** The second part that is asked for, from a worker on. */
  const losing = (from = 0) => {
    const asked = new Set<string>();
    return (sha256: string, worker: number): boolean => {
      asked.add(sha256);
      return worker >= from && [...asked].indexOf(sha256) === (from === 0 ? 1 : 0);
    };
  };

  it.each([1, 4])('fails its turns; the others go on, %s at a time', async (concurrency) => {
    const { end, steps, sent, faults } = await ran(
      { onFailure: 'collect', concurrency },
      { ...padded, lose: losing() },
    );
    expect(faults).toEqual([]);
    expect(end?.status).toBe('succeeded');
    const output = steps.get('loop')?.output as { failed: { item: Json; error: Json }[] } | undefined;
    const failed = output?.failed ?? [];
    expect(failed.map(({ item, error }) => [item, (error as { code: string }).code])).toEqual(
      failed.map(() => [null, 'gone']),
    );
    expect(failed.length).toBeGreaterThan(2);
    expect(sent).toHaveLength(18 - failed.length);
  });

  it('fails the loop where it stops at a failure', async () => {
    const { end, steps, faults } = await ran({}, { ...padded, lose: losing() });
    expect(faults).toEqual([]);
    expect(end?.status).toBe('failed');
    expect(steps.get('loop')).toMatchObject({ status: 'failed', turns: { failed: 1 } });
  });

  it('fails turns that were open, and ends no run that is cancelled as a fault', async () => {
    const { writes } = await ran({ concurrency: 2 }, padded);
    for (let at = 2; at <= Math.min(writes, 6); at += 1) {
      const crashes = new Map([[at, 'after' as const]]);
      const left = await ran({ concurrency: 2 }, { ...padded, crashes, lose: losing(1) });
      expect(left.faults).toEqual([]);
      const cancelled = await ran(
        { concurrency: 2 },
        { ...padded, crashes, lose: losing(1), cancel: (worker) => worker === 1 },
      );
      expect(cancelled.faults).toEqual([]);
      expect(cancelled.end?.status).not.toBe('succeeded');
    }
  });
});

describe('records of turns that failed', () => {
  it('are handed on up to a size, and what would be more is said', async () => {
    const answer = (): Json => {
      throw new Refused('No.');
    };
    const { end, steps } = await ran({ onFailure: 'collect' }, { count: 22, pad: 'x'.repeat(5_000_000), answer });
    expect(end?.status).toBe('failed');
    expect(steps.get('loop')).toMatchObject({ status: 'failed', error: { code: 'budgetExceeded' } });
    expect(steps.get('loop')?.error?.message).toContain('100 MB');
  });
});
