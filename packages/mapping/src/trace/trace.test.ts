import { MappingDocument } from '@patchbay/model/mapping';
import { functionDefinitions } from '../functions/index.ts';
import { compileExpression } from '../compile/compile-expression.ts';
import { describe, expect, it } from 'vitest';
import { testContext } from '../testing/context.ts';
import { traceExpression } from './trace-expression.ts';
import { traceRule } from './trace-rule.ts';
import type { TraceNode } from './trace-tree.ts';

/** `label = value`, indented; `!` for an error, `-` for what was not looked at. */
function drawn(node: TraceNode | undefined, depth = 0): string[] {
  if (node === undefined) return [];
  const state = node.state === 'value' ? `= ${JSON.stringify(node.value)}` : node.state === 'error' ? '!' : '-';
  const items = node.items === undefined ? '' : ` (${node.items.shown + 1}/${node.items.count})`;
  return [
    `${' '.repeat(depth)}${node.label} ${state}${items}`,
    ...node.children.flatMap((child) => drawn(child, depth + 1)),
  ];
}
const trace = (text: string, scope: Record<string, unknown> = {}, items = {}): string[] =>
  drawn(traceExpression(text, scope, { ...testContext(), items }));

describe('traceExpression', () => {
  it('has the value of each node; a path is one', () => {
    expect(
      trace('ROUND(l.qty * l.unit.price, 2) & " " & cur', { l: { qty: 3, unit: { price: 1.25 } }, cur: 'EUR' }),
    ).toEqual([
      '& = "3.75 EUR"',
      ' & = "3.75 "',
      '  ROUND = 3.75',
      '   * = 3.75',
      '    l.qty = 3',
      '    l.unit.price = 1.25',
      '   2 = 2',
      '  " " = " "',
      ' cur = "EUR"',
    ]);
  });

  it('leaves out what is not looked at', () => {
    expect(trace('IF(a > 1, 1 / 0, b ?? c)', { a: 1, b: 5 })).toEqual([
      'IF = 5',
      ' > = false',
      '  a = 1',
      '  1 = 1',
      ' / -',
      '  1 = 1',
      '  0 = 0',
      ' ?? = 5',
      '  b = 5',
      '  c -',
    ]);
  });

  it('shows an error where it is, and around it', () => {
    const node = traceExpression('1 + NUMBER(a)', { a: 'x' }, testContext());
    expect(drawn(node)).toEqual(['+ !', ' 1 = 1', ' NUMBER !', '  a = "x"']);
    expect(node.error).toMatchObject({ code: 'invalidValue', at: { start: 4, end: 13 } });
    expect(trace('IFERROR(1 / 0, "none")')).toEqual([
      'IFERROR = "none"',
      ' / !',
      '  1 = 1',
      '  0 = 0',
      ' "none" = "none"',
    ]);
  });

  it('shows one item of functions over items, the first or the one that is chosen', () => {
    const scope = { lines: [{ q: 1 }, { q: 2 }, { q: 3 }] };
    expect(trace('MAP(lines, l -> l.q * 2)', scope)).toEqual([
      'MAP = [2,4,6]',
      ' lines = [{"q":1},{"q":2},{"q":3}]',
      ' l -> = 2 (1/3)',
      '  * = 2',
      '   l.q = 1',
      '   2 = 2',
    ]);
    expect(trace('MAP(lines, l -> l.q * 2)', scope, { 11: 2 })[2]).toBe(' l -> = 6 (3/3)');
    expect(trace('lines[q > 1]', scope, { 6: 1 })).toEqual([
      '[ ] = [{"q":2},{"q":3}]',
      ' lines = [{"q":1},{"q":2},{"q":3}]',
      ' > = true (2/3)',
      '  q = 2',
      '  1 = 1',
    ]);
    expect(trace('MAP([], l -> l)')).toEqual(['MAP = []', ' [ ] = []', ' l -> -', '  l -']);
  });

  it('never changes what comes out', () => {
    for (const { examples } of functionDefinitions) {
      for (const { expr, scope = {} } of examples) {
        const plain = compileExpression(expr).evaluate(scope, testContext());
        expect([expr, traceExpression(expr, scope, testContext()).value]).toEqual([expr, plain]);
      }
    }
  });

  it('shows texts that cannot be read as far as they can', () => {
    expect(trace('a +', { a: 1 })).toEqual(['+ !', ' a = 1', '  !']);
  });
});

describe('traceRule', () => {
  const doc = MappingDocument.parse({
    map: 1,
    root: {
      let: { rate: '2' },
      fields: {
        rows: {
          for: 'orders',
          as: 'o',
          where: 'o.q <> 1',
          let: { twice: 'o.q * rate' },
          fields: {
            v: { expr: 'twice + $index' },
            inner: { for: 'o.parts', as: 'p', where: 'p > 0', fields: { w: { expr: 'p & o.q' } } },
          },
        },
        sum: { expr: 'SUM($target.rows.v)', when: 'rate = 2' },
        never: { expr: '1', when: 'false' },
      },
    },
  });
  const scope = { orders: [{ q: 1 }, { q: 5, parts: [0, 7, 8] }, { q: 6, parts: [9] }] };
  const at = (place: string, positions: Record<string, number> = {}): string | undefined =>
    drawn(traceRule(doc, place, scope, { ...testContext(), positions })).join('\n') || undefined;

  it('stands in the item that is shown', () => {
    expect(at('/rows/v')).toBe('+ = 11\n twice = 10\n $index = 1');
    expect(at('/rows/v', { '/rows': 1 })).toBe('+ = 14\n twice = 12\n $index = 2');
    expect(at('/rows#let.twice', { '/rows': 9 })).toBe('* = 12\n o.q = 6\n rate = 2');
    expect(at('/rows/inner/w', { '/rows/inner': 1 })).toBe('& = "85"\n p = 8\n o.q = 5');
    expect(at('/rows/inner/w', { '/rows': 1 })).toBe('& = "96"\n p = 9\n o.q = 6');
  });

  it('knows parts: conditions by the item of the list, earlier target values', () => {
    expect(at('/rows#where')).toBe('<> = false\n o.q = 1\n 1 = 1');
    expect(at('/rows#where', { '/rows': 1 })).toBe('<> = true\n o.q = 5\n 1 = 1');
    expect(at('/rows/inner#where', { '/rows/inner': 2 })).toBe('> = true\n p = 8\n 0 = 0');
    expect(at('/rows#for')).toBe(`orders = ${JSON.stringify(scope.orders)}`);
    expect(at('/sum')).toBe('SUM = 25\n $target.rows.v = [11,14]');
    expect(at('/sum#when')).toBe('= = true\n rate = 2\n 2 = 2');
  });

  it('is nothing where nothing is evaluated', () => {
    expect(at('/never')).toBeUndefined();
    expect(at('/nowhere')).toBeUndefined();
  });
});
