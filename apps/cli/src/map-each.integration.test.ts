// `patchbay map run --each`: a mapping over a stream of records.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { patchbay, testFolder } from './testing/command-test.ts';

const { dir, file, remove } = testFolder();
afterAll(remove);

describe('map run --each', () => {
  const each = file('each.map.json', {
    map: 1,
    sources: { row: {} },
    root: {
      fields: {
        id: { expr: 'row.id' },
        n: { expr: 'NUMBER(row.n)' },
        skip: { expr: 'NUMBER(row.s)', onError: 'skip' },
      },
    },
  });

  test('maps record by record, tells what failed, and writes the others', async () => {
    const csv = file('each.csv', 'id,n,s\nA,1,1\nB,x,1\nC,3,x\nD,4,4\n');
    const ended = await patchbay('map', 'run', each, csv, '--each');
    expect([ended.code, ended.out]).toEqual([1, '{"id":"A","n":1,"skip":1}\n{"id":"D","n":4,"skip":4}\n']);
    expect(ended.err).toMatch(/problem at .*n: /);
    expect(ended.err).toMatch(/1 record was left out\.\n1 value could not be made/);
  });

  test('streams a file that is larger than what is held', async () => {
    const big = file('each.jsonl', '{"id":"x","n":1,"s":2}\n'.repeat(200_000));
    const out = join(dir, 'each.out.csv');
    expect(await patchbay('map', 'run', each, big, '--each', '--out-format', 'csv', '-o', out)).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    const written = readFileSync(out, 'utf8');
    expect(written.slice(0, 19)).toBe('id,n,skip\r\nx,1,2\r\nx');
    expect(written.split('\r\n')).toHaveLength(200_002);
  });

  test.each([
    [
      ['map', 'run', each, file('broken.jsonl', '{"id":1}\n{"id":\n'), '--each'],
      1,
      /broken\.jsonl” cannot be mapped.*line 2/,
    ],
    [['map', 'run', each, join(dir, 'gone.csv'), '--each'], 1, /cannot be read/],
    [['map', 'run', each, '--each'], 1, /takes one input/],
    [['map', 'run', each, file('one.csv', 'id\n1'), '--each', '-o', join(dir, 'no', 'where')], 1, /cannot be written/],
  ])('%j ends with %i', async (args, code, says) => {
    const ended = await patchbay(...args);
    expect([ended.code, ended.err]).toEqual([code, expect.stringMatching(says)]);
  });
});
