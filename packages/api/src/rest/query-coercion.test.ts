import { expect, test } from 'vitest';
import { RunListInput } from '../run/run.contract.ts';
import { coerceQuery } from './query-coercion.ts';

test.each([
  [{ limit: '20' }, { limit: 20 }],
  [{ limit: 'many' }, { limit: 'many' }],
  [{ limit: '' }, { limit: '' }],
  [{ needsYou: 'true' }, { needsYou: true }],
  [{ needsYou: 'yes' }, { needsYou: 'yes' }],
  [{ status: 'failed' }, { status: ['failed'] }],
  [{ status: 'failed,queued' }, { status: ['failed', 'queued'] }],
  [{ status: ['failed', 'queued'] }, { status: ['failed', 'queued'] }],
  [{ search: '42' }, { search: '42' }],
  [{ unknown: '1' }, { unknown: '1' }],
])('coerceQuery reads %j as %j', (query, expected) => {
  expect(coerceQuery(RunListInput, query)).toEqual(expected);
});
