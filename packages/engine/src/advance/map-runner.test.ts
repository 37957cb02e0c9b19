// Maps that are much work leave the process; how that ends is a record like any other.
import { aFlow } from '@patchbay/model/flow/testing';
import { AppError } from '@patchbay/model/errors';
import type { StepRecord } from '@patchbay/model/run';
import { describe, expect, it } from 'vitest';
import type { MapCall, MapDriver } from '../drivers/index.ts';
import { advanceOnce } from '../testing/advance-once.ts';

const small = JSON.stringify({ list: [3, 1, 2] });
const large = JSON.stringify({ list: Array.from({ length: 20_000 }, (_, at) => at) });

/** One run of trigger → map, advanced once. */
async function advance(fields: Record<string, string>, body: string, run: MapDriver['run']) {
  const doc = aFlow().withTrigger('start').withMap('map', fields).to('start', 'map').build();
  const calls: MapCall[] = [];
  const maps: MapDriver = {
    run: (call) => {
      calls.push(call);
      return run(call);
    },
  };
  const { end, steps, faults } = await advanceOnce(doc, { body, drivers: { maps } });
  return { calls, faults, status: end?.status, map: steps.get('map') as StepRecord };
}

const made: MapDriver['run'] = () =>
  Promise.resolve({ ok: true, made: { ok: true, output: { x: 'elsewhere' }, problems: [], rejected: [] } });

describe('a map step', () => {
  it('that is little work stays in the process', async () => {
    const { calls, map } = await advance({ x: 'MAX(trigger.body.list)' }, small, made);
    expect(calls).toEqual([]);
    expect(map).toMatchObject({ status: 'succeeded', ports: ['out'], output: { x: 3 } });
  });

  it('that reads a large body gives it on as it came in', async () => {
    const { calls, map } = await advance({ x: 'MAX(trigger.body.list)' }, large, made);
    expect(calls).toMatchObject([{ body: Buffer.from(large), scope: { trigger: {} }, clock: { path: 'map', now: 0 } }]);
    expect(map).toMatchObject({ status: 'succeeded', output: { x: 'elsewhere' } });
  });

  it('that reads nothing of a large body stays in the process, and the body is never read', async () => {
    const { calls, map } = await advance({ x: '1 + 1' }, `${large}}`, made);
    expect(calls).toEqual([]);
    expect(map).toMatchObject({ output: { x: 2 } });
  });

  it('that is much work over a small input leaves the process, with what it reads', async () => {
    const heavy = 'COUNT(SEQUENCE(500)[COUNT(SEQUENCE(500)) > 0 and trigger.body.list[0] = 3])';
    const { calls, map } = await advance({ x: heavy }, small, made);
    expect(calls).toMatchObject([{ body: null, scope: { trigger: { body: { list: [3, 1, 2] } } } }]);
    expect(map).toMatchObject({ output: { x: 'elsewhere' } });
  });

  it('that is little work and without end when it is written leaves the process', async () => {
    const twice = Array.from({ length: 30 }, (_, level) => level).reduceRight(
      (inner, level) => `FIRST(MAP([[a${level}, a${level}]], a${level + 1} -> ${inner}))`,
      'a30',
    );
    const { calls } = await advance({ x: `FIRST(MAP(trigger.body.list, a0 -> ${twice}))` }, small, made);
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['time', 'mapTime'],
    ['memory', 'mapMemory'],
    ['crashed', 'mapCrashed'],
  ] as const)('that was ended for its %s fails with words', async (kind, code) => {
    const { map, status } = await advance({ x: 'MAX(trigger.body.list)' }, large, () =>
      Promise.resolve({ ok: false, fault: { kind, message: 'It was ended.' } }),
    );
    expect(status).toBe('failed');
    expect(map).toMatchObject({ status: 'failed', ports: ['error'], error: { code, message: 'It was ended.' } });
    expect(map.error?.next).toMatch(/\.$/);
  });

  it('that breaks its rules elsewhere fails as it does here', async () => {
    const problem = { path: '/x', rule: '/x', code: 'typeMismatch', message: '/x cannot be worked out.' };
    const { map } = await advance({ x: 'MAX(trigger.body.list)' }, large, () =>
      Promise.resolve({ ok: true, made: { ok: false, output: null, problems: [problem], rejected: [] } }),
    );
    expect(map.error).toMatchObject({ code: 'mapping', message: '/x cannot be worked out.' });
  });

  it('that finds no room waits and is tried again', async () => {
    const busy = AppError.because('unavailable', 'Too many mappings wait.');
    const { map, status, faults } = await advance({ x: 'MAX(trigger.body.list)' }, large, () => Promise.reject(busy));
    expect(faults).toEqual([]);
    expect(status).toBe('waiting');
    expect(map).toMatchObject({ status: 'waiting', error: { code: 'unavailable' }, attempts: [{ number: 1 }] });
  });
});
