import type { MappingDocument } from '@patchbay/model/mapping';
import { afterAll, describe, expect, it } from 'vitest';
import { createMapPool } from './map-pool.ts';
import { keptPrograms } from './map-job.ts';
import type { MapJob } from './map-job.ts';

const clock = { now: 1_774_785_600_000, seed: 'run', path: 'map' };
const mapping: MappingDocument = {
  map: 1,
  root: { fields: { sum: { expr: 'a + b' }, name: { expr: 'UPPER(name)' } } },
};
const job = (given: Partial<MapJob> = {}): MapJob => ({
  mapping,
  scope: { value: { a: 1, b: 2, name: 'øy' } },
  clock,
  answer: 'value',
  deadlineMs: 20_000,
  ...given,
});
/** Many items, each compared with all the others: the budget lets it, the deadline does not. */
const endless = (): MapJob =>
  job({
    mapping: {
      map: 1,
      root: { fields: { x: { expr: 'COUNT(FILTER(list, x -> COUNT(FILTER(list, y -> y = x)) > 1))' } } },
    },
    scope: { json: JSON.stringify({ list: Array.from({ length: 100_000 }, (_, at) => at) }) },
    budget: { steps: 1e12 },
    deadlineMs: 300,
  });

const pool = createMapPool({ size: 2, maxWaiting: 8 });
afterAll(() => pool[Symbol.asyncDispose]());

describe('map pool', () => {
  it('maps values and texts, and answers as it is asked to', async () => {
    const answers = await Promise.all([
      pool.run(job()),
      pool.run(job({ scope: { json: '{"a":40,"b":2,"name":"x"}' }, answer: 'json' })),
      pool.run(job({ scope: { value: { a: 'one', b: 2, name: null } } })),
    ]);
    expect(answers[0]).toMatchObject({ ok: true, output: { sum: 3, name: 'ØY' } });
    expect(answers[1]).toMatchObject({ ok: true, output: '{"sum":42,"name":"X"}' });
    expect(answers[2]).toMatchObject({ ok: false, problems: [{ path: '/sum', code: 'typeMismatch' }] });
  });

  it('keeps whole numbers beyond 2^53 and names such as __proto__', async () => {
    const doc: MappingDocument = {
      map: 1,
      root: {
        fields: Object.fromEntries([
          ['__proto__', { expr: 'id' }],
          ['toString', { expr: '`__proto__`.x' }],
        ]),
      },
    };
    const scope = { json: '{"id":90071992547409931,"__proto__":{"x":1}}' };
    const { output } = await pool.run(job({ mapping: doc, scope, answer: 'json' }));
    expect(output).toBe('{"__proto__":"90071992547409931","toString":1}');
  });

  it('sends a mapping again when its program went for others, and when it failed', async () => {
    await using one = createMapPool({ size: 1 });
    await one.run(job());
    for (let at = 0; at < keptPrograms; at += 1) {
      const other: MappingDocument = { map: 1, root: { fields: { at: { const: at } } } };
      expect((await one.run(job({ mapping: other }))).output).toEqual({ at });
    }
    await expect(one.run(job())).resolves.toMatchObject({ ok: true, output: { sum: 3 } });
    const broken = job({ scope: { json: '{' } });
    await expect(one.run(broken)).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(one.run(job())).resolves.toMatchObject({ ok: true });
  });

  it('ends what takes longer than its deadline and goes on with the next', async () => {
    await expect(pool.run(endless())).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(pool.run(job())).resolves.toMatchObject({ ok: true });
  });

  it('fails a job that needs more memory than a thread has, not the process', async () => {
    await using small = createMapPool({ size: 1, memoryMb: 32 });
    const list = Array.from({ length: 900_000 }, () => 'x');
    const doc: MappingDocument = {
      map: 1,
      root: {
        fields: {
          x: { expr: 'MAP(list, l -> { a: l & "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" & $index, b: [l, l, l] })' },
        },
      },
    };
    const hungry = job({ mapping: doc, scope: { value: { list } }, budget: { steps: 1e10, memory: 1e12 } });
    await expect(small.run(hungry)).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(small.run(job())).resolves.toMatchObject({ ok: true });
  });

  it('refuses what it cannot queue, and everything once it is closed', async () => {
    await using narrow = createMapPool({ size: 1, maxWaiting: 1 });
    const running = [narrow.run(job()), narrow.run(job())];
    await expect(narrow.run(job())).rejects.toMatchObject({ code: 'unavailable' });
    await Promise.all(running);
    await narrow[Symbol.asyncDispose]();
    await expect(narrow.run(job())).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('says what is wrong with a text that is no JSON', async () => {
    await expect(pool.run(job({ scope: { json: '{"a":' } }))).rejects.toMatchObject({ code: 'unprocessable' });
  });
});
