// A real thread: what is given to it is done there, ended there, and refused there.
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
