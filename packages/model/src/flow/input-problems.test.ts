import { describe, expect, it } from 'vitest';
import { OperationManifest } from '../connector/manifest.ts';
import type { FieldValues } from './nodes/field-value.ts';
import { inputProblems } from './input-problems.ts';

const operation = OperationManifest.parse({
  id: 'db.query',
  kind: 'action',
  name: 'Query',
  description: '',
  icon: 'table',
  connection: 'none',
  fields: [
    { name: 'sql', label: 'Statement', control: 'sql', required: true, dynamic: false },
    {
      name: 'mode',
      label: 'Mode',
      control: 'select',
      required: true,
      default: 'all',
      options: [{ value: 'all', label: 'All' }],
    },
    { name: 'key', label: 'Key', control: 'text', required: true, showWhen: { field: 'mode', in: ['one'] } },
    { name: 'values', label: 'Values', control: 'entries' },
  ],
  sideEffect: { cases: [], otherwise: 'read' },
  output: {},
});
const problems = (input: FieldValues): string[] =>
  inputProblems({ id: 'n', label: 'Read', input }, operation).map(({ code, at }) => `${code} ${at.field ?? ''}`);

describe('inputProblems', () => {
  it('finds nothing when required fields are filled', () => {
    const values = { mode: 'entries' as const, entries: [] };
    expect(problems({ sql: { mode: 'fixed', value: 'SELECT 1' }, values })).toEqual([]);
  });

  it('names a required field that is empty, and only while it is shown', () => {
    expect(problems({})).toEqual(['flow.missingInput input.sql']);
    const sql = { mode: 'fixed' as const, value: 'SELECT 1' };
    expect(problems({ sql: { ...sql, value: '' } })).toEqual(['flow.missingInput input.sql']);
    expect(problems({ sql, mode: { mode: 'fixed', value: 'one' } })).toEqual(['flow.missingInput input.key']);
    expect(problems({ sql, mode: { mode: 'expression', expr: 'vars.mode' } })).toEqual(['flow.missingInput input.key']);
  });

  it('lets no value of a run become a statement', () => {
    expect(problems({ sql: { mode: 'mapped', path: 'trigger.body.sql' } })).toEqual(['flow.mustBeFixed input.sql']);
    expect(problems({ sql: { mode: 'expression', expr: '"SELECT " & trigger.body.x' } })).toEqual([
      'flow.mustBeFixed input.sql',
    ]);
  });
});
