// A real thread: what is given to it is done there, ended there, and refused there.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, test } from 'vitest';
import { suggestFor } from '../mapping/suggest-for.ts';
import { openWorkPool } from './work-pool.ts';
import type { SuggestWork } from './work.ts';

const fields = (count: number): Record<string, DataSchema> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`order_number_${at}`, { type: 'string' }]));
function suggestWork(count: number): SuggestWork {
  const schema: DataSchema = { type: 'object', properties: fields(count) };
  const request = { sources: { order: { use: schema, schema } }, target: { use: schema, schema } };
  return { kind: 'suggest', request, knowledge: {} };
}

describe('work pool', () => {
  test('gives what the work gives in this process', async () => {
    await using pool = openWorkPool();
    const work = suggestWork(5);
    const [first, second] = await Promise.all([pool.run(work), pool.run(work)]);
    expect(first).toEqual(suggestFor(work.request, work.knowledge));
    expect(second).toEqual(first);
    const text = '{"type":"object","properties":{"__proto__":{"type":"string"}}}';
    const { schemas } = await pool.run({ kind: 'import', input: { text } });
    expect(JSON.stringify(schemas[0]?.schema)).toContain('"__proto__"');
  });

  test('checks while it does something else, and the process goes on meanwhile', async () => {
    await using pool = openWorkPool();
    const fields = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, at) => [`f${at}`, { expr: `order.a${at} + nowhere` }]),
    );
    const document = { map: 1 as const, sources: { order: {} }, root: { fields } };
    await pool.run({ kind: 'check', document: { map: 1, root: { fields: {} } }, given: {} });
    const slow = pool.run(suggestWork(1_500));
    const ended: string[] = [];
    const suggested = slow.then(() => ended.push('suggested'));
    const loop = monitorEventLoopDelay({ resolution: 5 });
    loop.enable();
    const checked = await pool.run({ kind: 'check', document, given: {} });
    loop.disable();
    ended.push('checked');
    await suggested;
    expect(checked.diagnostics.length).toBeGreaterThan(2_999);
    expect(ended).toEqual(['checked', 'suggested']);
    expect(loop.max / 1e6).toBeLessThan(500);
  });

  test('reads a large sample while the process goes on', async () => {
    await using pool = openWorkPool();
    await pool.run({ kind: 'infer', request: { samples: [] } });
    const text = `id,name\n${Array.from({ length: 400_000 }, (_, at) => `${at},name ${at}`).join('\n')}`;
    const loop = monitorEventLoopDelay({ resolution: 5 });
    loop.enable();
    const { samples, schema } = await pool.run({ kind: 'infer', request: { encoded: { format: 'csv', text } } });
    loop.disable();
    expect([samples, Object.keys(schema.properties ?? {})]).toEqual([400_000, ['id', 'name']]);
    expect(loop.max / 1e6).toBeLessThan(300);
  });

  test('refuses as the work does, and goes on', async () => {
    await using pool = openWorkPool();
    await expect(pool.run({ kind: 'import', input: { text: '{"a":' } })).rejects.toMatchObject({
      code: 'unprocessable',
      userMessage: expect.stringMatching(/cannot be read/),
    });
    expect((await pool.run(suggestWork(1))).suggestions).toHaveLength(1);
  });

  test('ends what takes too long, and goes on with a new thread', async () => {
    await using pool = openWorkPool({ deadlineMs: 5 });
    await expect(pool.run(suggestWork(3_000))).rejects.toMatchObject({
      code: 'unprocessable',
      userMessage: expect.stringMatching(/took longer than/),
    });
    await expect(pool.run(suggestWork(3_000))).rejects.toMatchObject({ code: 'unprocessable' });
  });

  test('refuses what it cannot queue, and everything once it is closed', async () => {
    const pool = openWorkPool({ maxWaiting: 1 });
    const first = pool.run(suggestWork(1));
    await expect(pool.run(suggestWork(1))).rejects.toMatchObject({ code: 'unavailable' });
    await first;
    await pool[Symbol.asyncDispose]();
    await expect(pool.run(suggestWork(1))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
