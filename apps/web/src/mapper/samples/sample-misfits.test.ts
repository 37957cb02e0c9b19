import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { sampleMisfits } from './sample-misfits.ts';

const schema: DataSchema = {
  type: 'array',
  items: { type: 'object', properties: { qty: { type: 'integer' }, day: { type: 'string', format: 'date' } } },
};

describe('what of a sample does not fit', () => {
  it('is told with its place', () => {
    const [first, ...others] = sampleMisfits([{ qty: 2, day: '2026-02-03' }, { qty: 'x' }], schema, 'CSV');
    expect(first).toMatch(/^Not as the schema says: .*1.*qty.*\.$/);
    expect(others).toEqual([]);
  });

  it('is no empty cell of a table, and a null elsewhere', () => {
    expect(sampleMisfits([{ qty: null }], schema, 'Excel')).toEqual([]);
    expect(sampleMisfits([{ qty: null }], schema, 'JSON')).toHaveLength(1);
  });

  it('is told in a few lines', () => {
    const rows = Array.from({ length: 9 }, () => ({ qty: 'x' }));
    expect(sampleMisfits(rows, schema, 'JSON')).toHaveLength(6);
    expect(sampleMisfits(rows, schema, 'JSON').at(-1)).toBe('And 4 more.');
    expect(sampleMisfits(rows, undefined, 'JSON')).toEqual([]);
  });
});
