import { newMeter } from '@patchbay/mapping';
import { testContext } from '@patchbay/mapping/testing';
import type { ValidationRule } from '@patchbay/model/flow';
import { afterAll, describe, expect, it } from 'vitest';
import type { Row } from './record-step.ts';
import { runSteps, spillFolder } from './testing/run-steps.ts';
import { whole } from './testing/whole.ts';
import { validateList, validateRecords } from './validate-records.ts';

const folder = spillFolder();
afterAll(() => folder.remove());
const run = { scope: { allowed: ['A', 'B', 1] }, context: testContext() };

const broken = (rule: ValidationRule, ...values: Row[]): boolean[] =>
  values.map((value) => whole(validateList([rule])([{ f: value }], run)).invalid.length === 1);

describe('a rule', () => {
  it.each<[string, ValidationRule, Row[], boolean[]]>([
    [
      'required',
      { rule: 'required', field: 'f' },
      [null, '', '  ', [], 0, false, 'x'],
      [true, true, true, true, false, false, false],
    ],
    [
      'type number',
      { rule: 'type', field: 'f', type: 'number' },
      [1, 1.5, '1', null, true],
      [false, false, true, false, true],
    ],
    ['type whole number', { rule: 'type', field: 'f', type: 'integer' }, [1, 1.5], [false, true]],
    [
      'type date',
      { rule: 'type', field: 'f', type: 'date' },
      ['2026-02-28', '2026-02-30', '2026-02-28T10:00:00Z', 1],
      [false, true, true, true],
    ],
    [
      'type date and time',
      { rule: 'type', field: 'f', type: 'dateTime' },
      ['2026-02-28T10:00:00Z', '2026-02-28'],
      [false, true],
    ],
    [
      'type structure',
      { rule: 'type', field: 'f', type: 'structure' },
      [{}, [], null, 'x'],
      [false, true, false, true],
    ],
    [
      'range',
      { rule: 'range', field: 'f', min: 1, max: 3 },
      [0.9, 1, 3, 3.1, '2', null],
      [true, false, false, true, true, false],
    ],
    [
      'range of dates',
      { rule: 'range', field: 'f', min: '2026-01-01' },
      ['2025-12-31', '2026-01-01', 5],
      [true, false, true],
    ],
    [
      'pattern',
      { rule: 'pattern', field: 'f', pattern: '^[A-Z]{2}$' },
      ['AB', 'ABC', 1, null],
      [false, true, true, false],
    ],
    [
      'one of',
      { rule: 'oneOf', field: 'f', values: 'allowed' },
      ['A', 1, '1', 'C', null],
      [false, false, true, true, false],
    ],
    [
      'condition',
      { rule: 'condition', field: 'f', condition: 'item.f <> "x"' },
      ['x', 'y', null],
      [true, false, false],
    ],
  ])('of %s knows good from bad', (_, rule, values, expected) => {
    expect(broken(rule, ...values)).toEqual(expected);
  });

  it('takes time in proportion to the text, whatever the pattern', () => {
    const rule: ValidationRule = { rule: 'pattern', field: 'f', pattern: '^(a+)+$' };
    expect(broken(rule, `${'a'.repeat(50_000)}b`)).toEqual([true]);
  });

  it('holds a pattern to the budget of an evaluation, and counts what it takes', async () => {
    const rule: ValidationRule = { rule: 'pattern', field: 'f', pattern: '(a|b)*a(a|b){400}c' };
    const hostile = { f: `${'ab'.repeat(50_000)}bc` };
    const context = { ...testContext(), meter: newMeter() };
    expect(() => whole(validateList([rule])([hostile], { ...run, context }))).toThrow(
      expect.objectContaining({ code: 'budgetExceeded' }),
    );
    expect(context.meter.steps).toBeGreaterThan(20_000_000);
    const { rows, failed } = await runSteps([{ f: null }, hostile], [validateRecords([rule])], { folder, tells: true });
    expect(rows).toEqual([{ f: null }]);
    expect(failed).toMatchObject([{ position: 1, code: 'budgetExceeded' }]);
  });

  it('judges each item of a list by itself', () => {
    const rule: ValidationRule = { rule: 'range', field: 'lines[*].qty', min: 1 };
    const { invalid } = whole(validateList([rule])([{ lines: [{ qty: 0 }, { qty: 2 }, { qty: -1 }] }], run));
    expect(invalid).toMatchObject([{ problems: [{ field: 'lines[*].qty', value: 0 }, { value: -1 }] }]);
  });
});

describe('validateRecords', () => {
  const rules: ValidationRule[] = [
    { rule: 'required', field: 'id' },
    { rule: 'condition', field: 'to', condition: 'item.from <= item.to', message: 'The end is before the beginning.' },
  ];

  it('parts the records, and says field, rule, value and reason of each mistake', async () => {
    const invalid: Row[] = [];
    const rows = [
      { id: 'a', from: 1, to: 2 },
      { id: '', from: 3, to: 2 },
      { id: 'c', from: 1, to: 1 },
    ];
    const step = validateRecords(rules, (left) => void invalid.push(...left));
    expect((await runSteps(rows, [step], { folder, chunk: 1 })).rows).toEqual([rows[0], rows[2]]);
    expect(invalid).toEqual([
      {
        record: rows[1],
        problems: [
          { field: 'id', rule: 'required', value: '', message: 'There is no value.' },
          { field: 'to', rule: 'condition', value: 2, message: 'The end is before the beginning.' },
        ],
      },
    ]);
  });

  it('refuses a pattern that is none, and a set that is no list, in words', () => {
    expect(() => validateList([{ rule: 'pattern', field: 'f', pattern: '(' }])).toThrow(
      /Pattern: the pattern is not valid/,
    );
    expect(() => whole(validateList([{ rule: 'oneOf', field: 'f', values: '1' }])([], run))).toThrow(
      /needs a list of allowed values/,
    );
  });
});
