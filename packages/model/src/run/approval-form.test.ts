import { expect, test } from 'vitest';
import type { FormField } from '../flow/index.ts';
import { formValues } from './approval-form.ts';

const field = (name: string, type: FormField['type'], given: Partial<FormField> = {}): FormField => ({
  name,
  label: name.toUpperCase(),
  type,
  ...given,
});
const fields = [
  field('note', 'text', { required: true }),
  field('amount', 'number'),
  field('size', 'choice', { options: ['S', 'L'] }),
  field('fast', 'yesNo'),
  field('day', 'date'),
];

test('what was typed becomes values; unknown names are left out', () => {
  const given = { note: 'ok', amount: ' 12,5 ', size: 'L', fast: 'no', day: '2026-02-28', other: 1 };
  expect(formValues(fields, given, 'approved')).toEqual({
    values: { note: 'ok', amount: 12.5, size: 'L', fast: false, day: '2026-02-28' },
    problems: {},
  });
  expect(formValues(fields, { note: 'ok', amount: 3, fast: true }, 'approved').values).toEqual({
    note: 'ok',
    amount: 3,
    fast: true,
  });
});

test('what is required is wanted of those who approve, not of those who reject', () => {
  expect(formValues(fields, { note: ' ' }, 'approved').problems).toEqual({
    note: '“NOTE” must be filled in to approve.',
  });
  expect(formValues(fields, {}, 'rejected')).toEqual({ values: {}, problems: {} });
});

test.each([
  [{ note: 'x'.repeat(4_001) }, 'note'],
  [{ note: 5 }, 'note'],
  [{ amount: 'many' }, 'amount'],
  [{ amount: 'Infinity' }, 'amount'],
  [{ size: 'M' }, 'size'],
  [{ size: ['S'] }, 'size'],
  [{ fast: 'perhaps' }, 'fast'],
  [{ day: '2026-02-30' }, 'day'],
  [{ day: '29.3.2026' }, 'day'],
  [{ constructor: 'x', toString: 'y', amount: {} }, 'amount'],
])('%o is refused at %s', (given, name) => {
  expect(Object.keys(formValues(fields, given, 'rejected').problems)).toEqual([name]);
});
