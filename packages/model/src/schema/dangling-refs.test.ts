import { expect, it } from 'vitest';
import { danglingRefs } from './dangling-refs.ts';
import type { DataSchema } from './data-schema.ts';

it('takes what is no reference in unknown keywords for none', () => {
  expect(danglingRefs({ anyOf: [{ $ref: 5 }, { $ref: null }] } as unknown as DataSchema)).toEqual([]);
});

it('follows a chain of references no further than reading does, and says so', () => {
  const $defs: Record<string, DataSchema> = { end: { type: 'string' } };
  for (let at = 0; at < 100_000; at += 1)
    $defs[`d${at}`] = { $ref: at === 99_999 ? '#/$defs/end' : `#/$defs/d${at + 1}` };
  const found = danglingRefs({ $ref: '#/$defs/d0', $defs });
  expect(found).toHaveLength(10);
  expect(found[0]).toEqual({ ref: '#/$defs/d0', at: '', why: 'nowhere' });
  expect(danglingRefs({ $ref: '#/$defs/d99990', $defs: { ...$defs, d0: { type: 'string' } } })[0]?.at).not.toBe('');
});
