import { expect, it } from 'vitest';
import { traceRows } from './trace-rows.ts';

const run = (id: string, parent: string | null = null, replayOf: string | null = null) => ({
  id,
  replayOf,
  parent: parent === null ? null : { runId: parent },
});

it('puts what a run led to, and its replays, below it', () => {
  const runs = [run('order'), run('pay', 'order'), run('lost', 'gone'), run('mail', 'order'), run('bank', 'pay')];
  const rows = traceRows([...runs, run('again', 'order', 'pay')]);
  expect(rows.map(({ run: { id }, depth }) => `${depth} ${id}`)).toEqual([
    '0 order',
    '1 pay',
    '2 bank',
    '2 again',
    '1 mail',
    '0 lost',
  ]);
});
