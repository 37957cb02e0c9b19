import { expect, it } from 'vitest';
import type { FormulaDraft } from './formula-draft.ts';
import { draftAfterRow } from './row-draft.ts';

const draft = (path: string, part: string): FormulaDraft => ({ path, part, text: '(', of: '', at: 1 });

it('leads from row to row, also below one rule, and round again', () => {
  const own = draft('/a', '');
  const first = draft('/a', '#case.0.then');
  const second = draft('/a', '#case.1.when');
  const waiting = [own, first, second, draft('/b', '')];
  expect(draftAfterRow(waiting, null)).toBe(own);
  expect(draftAfterRow(waiting, '/a')).toBe(first);
  expect(draftAfterRow(waiting, '/a#case.0')).toBe(second);
  expect(draftAfterRow(waiting, '/a#case.1')?.path).toBe('/b');
  expect(draftAfterRow(waiting, '/b')).toBe(own);
  expect(draftAfterRow([], '/b')).toBeUndefined();
});
