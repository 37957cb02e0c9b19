import { describe, expect, it } from 'vitest';
import { completionsAt } from './completions-at.ts';
import { dataRows } from './data-rows.ts';
import { formulaAssist } from './formula-assist.ts';
import { completeFromScope, pathAtCaret } from './scope-completion.ts';

const scope = { trigger: { body: { name: '#1', lines: [{ sku: 'A', 'order no': 1 }] } }, steps: {} };
const labels = (text: string): string[] => completeFromScope(text, text.length, scope).map((item) => item.label);

describe('completion of data', () => {
  it('finds the path before the caret', () => {
    expect(pathAtCaret('1 + trigger.body.na', 19)).toEqual({ object: 'trigger.body', typed: 'na', start: 17 });
    expect(pathAtCaret('SUM(tr', 6)).toEqual({ object: '', typed: 'tr', start: 4 });
  });
  it('offers roots, members, and the fields of a list’s items', () => {
    expect(labels('tr')).toEqual(['trigger']);
    expect(labels('trigger.body.')).toEqual(['name', 'lines']);
    expect(completeFromScope('trigger.body.lines.or', 21, scope)[0]).toMatchObject({
      insert: '`order no`',
      start: 19,
      end: 21,
    });
  });
  it.each(['5', '1 + 1', '1.', '"tri', '"trigger"'])(
    'offers nothing of the data in a number or between quotes: %s',
    (text) => {
      expect(completionsAt({ text, offset: text.length, scope, types: {} })).toEqual([]);
    },
  );
  it('puts functions behind data, with the caret between their brackets', () => {
    const items = completionsAt({ text: 'UP', offset: 2, scope, types: {} });
    expect(items.find((item) => item.kind === 'function')).toMatchObject({ insert: 'UPPER()', caret: 6 });
  });
});

describe('the signature at the caret', () => {
  const at = (text: string, offset: number) => formulaAssist(scope, {}).signature(text, offset);
  it('names the call that the caret stands in, and its parameter', () => {
    const found = at('ROUND(SUM(a), 2', 15);
    expect(found).toMatchObject({ label: 'ROUND(number, [places])', active: 1 });
    expect(found?.parameters.map(({ from, to }) => found.label.slice(from, to))).toEqual(['number', 'places']);
    expect(at('ROUND(SUM(a', 11)?.label).toMatch(/^SUM\(/);
    expect(at('ROUND(SUM(a), 2)', 16)).toBeNull();
  });
});

describe('dataRows', () => {
  const source = {
    root: 'trigger',
    nodeId: 'n',
    label: 'Order',
    icon: 'webhook',
    value: scope.trigger,
    origin: 'sample' as const,
  };
  it('opens the source and its body', () => {
    const rows = dataRows([source], { toggled: new Set(), query: '' });
    expect(rows.map((row) => row.path)).toEqual(['trigger', 'trigger.body', 'trigger.body.name', 'trigger.body.lines']);
  });
  it('shows hits with the way to them', () => {
    const rows = dataRows([source], { toggled: new Set(), query: 'sku' });
    expect(rows.map((row) => row.path)).toEqual([
      'trigger',
      'trigger.body',
      'trigger.body.lines',
      'trigger.body.lines.sku',
    ]);
  });
});
