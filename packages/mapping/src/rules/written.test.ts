// What a rule writes is as large as it is on paper, where a part stands as often as it is held.
import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile/compile-expression.ts';
import { compileFieldValue } from '../fields/compile-field-value.ts';
import { doubled, testContext } from '../testing/index.ts';
import { compileMapping } from './compile-mapping.ts';

const mapping = (root: object, rest: object = {}): MappingDocument => MappingDocument.parse({ map: 1, root, ...rest });
const run = (doc: MappingDocument, scope: Record<string, unknown> = {}) =>
  compileMapping(doc).run(scope, testContext());
const problemsOf = (root: object, scope: Record<string, unknown> = {}, rest: object = {}): unknown =>
  run(mapping(root, rest), scope).problems.map(({ code, rule }) => [code, rule]);
const atX = [['budgetExceeded', '/x']];

describe('what is written', () => {
  it('names the rule and its expression', () => {
    const { output, problems } = run(mapping({ let: doubled('[1]', 'a', 40), fields: { x: { expr: 'a40' } } }));
    expect(output).toEqual({});
    expect(problems).toMatchObject([
      { path: '/x', rule: '/x', code: 'budgetExceeded', expression: 'a40', at: { start: 0, end: 3 } },
    ]);
  });

  it.each([
    ['structures', doubled('{ v: 1 }', 'a', 40, (name) => `{ l: ${name}, r: ${name} }`)],
    ['lists that are walked', doubled('[1]', 'a', 40, (name) => `MAP([0, 1], i -> ${name})`)],
    ['lists that are appended to', doubled('[1]', 'a', 40, (name) => `APPEND([${name}], ${name})`)],
    ['lists with a pair of each', doubled('[1]', 'a', 40, (name) => `ZIP([${name}], [${name}])`)],
  ])('is bounded for %s that hold each other twice', (_, names) => {
    expect(problemsOf({ let: names, fields: { x: { expr: 'a40' } } })).toEqual(atX);
  });

  it.each([
    ['a switch', { switch: [{ when: 'true', then: 'a40' }] }],
    ['a rule with a condition', { expr: 'a40', when: 'true' }],
    ['a rule with a default', { expr: 'a40', default: 1 }],
    ['a rule that must have a value', { expr: 'a40', onNull: 'error' }],
    ['a rule that falls back', { expr: 'a40', onError: 'default', default: 1 }],
  ])('is bounded in %s', (_, rule) => {
    expect(problemsOf({ let: doubled('[1]', 'a', 40), fields: { x: rule } })).toEqual(atX);
  });

  it('is bounded inside structures and loops, which may write the same part again and again', () => {
    const inside = { let: doubled('[1]', 'a', 40), fields: { o: { fields: { x: { expr: 'a40' } } } } };
    expect(problemsOf(inside)).toEqual([['budgetExceeded', '/o/x']]);
    const part = Array.from({ length: 1_000 }, (_, at) => at);
    const scope = { part, items: Array.from({ length: 100_000 }, () => 1), text: 'x'.repeat(10_000) };
    const list = (rule: object) => problemsOf({ fields: { l: { for: 'items', fields: { x: rule } } } }, scope);
    const atItem = [['budgetExceeded', '/l/x']];
    expect(list({ expr: 'part' })).toEqual(atItem);
    expect(list({ const: part })).toEqual(atItem);
    expect(list({ expr: 'null', default: part })).toEqual(atItem);
    expect(list({ expr: 'text' })).toEqual(atItem);
    expect(list({ expr: '1 / 0', onError: 'default', default: part })).toEqual([['budgetExceeded', '/l']]);
  });

  it('is bounded in a mapping of the library, and in what is handed to it and left out', () => {
    const inner = mapping({ fields: { x: { expr: '[part, part]' } } }, { sources: { part: {} } });
    const refusing = mapping({ fields: { x: { expr: '1 / 0', onError: 'skip' } } }, { sources: { part: {} } });
    const rest = { bundle: { mappings: { 'Inner@1': inner, 'Refusing@1': refusing } } };
    const use = (map: string) => ({ let: doubled('[1]', 'a', 40), fields: { x: { map, with: 'a40' } } });
    expect(problemsOf(use('Inner@1'), {}, rest)).toEqual(atX);
    expect(problemsOf(use('Refusing@1'), {}, rest)).toEqual(atX);
  });

  it('is bounded in the records that are left out', () => {
    const loop = { for: '[a40]', fields: { x: { expr: '1 / 0', onError: 'skip' } } };
    expect(problemsOf({ let: doubled('[1]', 'a', 40), fields: { l: loop } })).toEqual([['budgetExceeded', '/l']]);
  });

  it('is bounded in depth, which writers follow by recursion', () => {
    const names = doubled('[1]', 'a', 2_000, (name) => `[${name}]`);
    expect(problemsOf({ let: names, fields: { x: { expr: 'a2000' } } })).toEqual(atX);
    expect(run(mapping({ let: names, fields: { x: { expr: 'a200' } } })).ok).toBe(true);
  });

  it('may be read without limit: only what is handed out is measured', () => {
    const { output } = run(mapping({ let: doubled('[1]', 'a', 40), fields: { x: { expr: 'COUNT(a40)' } } }));
    expect(output).toEqual({ x: 2 });
  });

  it('lets pass what is large and no more than it is', () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => ({ sku: `A${at}`, qty: at, note: 'x'.repeat(100) }));
    expect(run(mapping({ fields: { x: { expr: 'rows' } } }), { rows })).toMatchObject({ ok: true });
    expect(run(mapping({ fields: { x: { expr: 'rows' } } }), { rows }).output).toEqual({ x: rows });
  });

  it('is bounded for texts by their own length', () => {
    const names = doubled("'ab'", 't', 40, (name) => `${name} & ${name}`);
    expect(problemsOf({ let: names, fields: { x: { expr: 't40' } } })).toEqual([['budgetExceeded', '']]);
  });
});

describe('the value of an expression', () => {
  /** Functions over items name parts too: each level doubles what is inside. */
  const nested = Array.from({ length: 30 }).reduce<string>(
    (inner, _, level) => `FIRST(MAP([[a${29 - level}, a${29 - level}]], a${30 - level} -> ${inner}))`,
    'a30',
  );
  const text = `FIRST(MAP([1], a0 -> ${nested}))`;

  it('is bounded as it is written', () => {
    const failing = expect.objectContaining({ code: 'budgetExceeded' });
    expect(() => compileExpression(text).evaluate({}, testContext())).toThrow(failing);
    expect(() => compileFieldValue({ mode: 'expression', expr: text }).evaluate({}, testContext())).toThrow(failing);
  });

  it('is not measured where it is only a part of what is there', () => {
    const rows = Array.from({ length: 100 }, () => 'x'.repeat(1_000));
    const value = compileExpression('rows').evaluate({ rows }, testContext({ memory: 1_000 }));
    expect(value).toBe(rows);
  });
});
