// What a mapping on files may use: files of any size, and the budget that it has in a worker.
import { afterAll, describe, expect, test } from 'vitest';
import { patchbay, testFolder } from './testing/command-test.ts';

const { file, remove } = testFolder();
afterAll(remove);

describe('map run', () => {
  test('refuses what a worker refuses, run, tested or record by record', async () => {
    const greedy = (sample: object): object => ({
      map: 1,
      sources: { row: {} },
      root: { fields: { text: { expr: 'REPT("x", row.n)' } } },
      samples: [{ name: 'long', in: { row: sample }, out: {} }],
    });
    const large = { n: 10_000_001 };
    const map = file('greedy.map.json', greedy(large));
    const input = file('greedy.json', large);
    const refused = /text.*10[ ,]?000[ ,]?000/i;
    for (const args of [
      ['map', 'run', map, input],
      ['map', 'run', map, input, '--each'],
      ['map', 'test', map],
    ]) {
      const ended = await patchbay(...args);
      expect([ended.code, `${ended.out}${ended.err}`]).toEqual([1, expect.stringMatching(refused)]);
    }
  });

  test('takes 50 MB', async () => {
    const lines = Array.from({ length: 500_000 }, (_, at) => `{"id":${at},"note":"${'x'.repeat(80)}"}`);
    const big = file('big.json', `[${lines.join(',')}]`);
    const sum = file('sum.map.json', {
      map: 1,
      sources: { rows: {} },
      root: { fields: { n: { expr: 'COUNT(rows)' }, sum: { expr: 'SUM(rows.id)' } } },
    });
    const { code, out } = await patchbay('map', 'run', sum, big);
    expect([code, JSON.parse(out)]).toEqual([0, { n: 500_000, sum: 124_999_750_000 }]);
  });
});
