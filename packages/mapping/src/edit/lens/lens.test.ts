import { parseExpression, printExpression } from '@patchbay/model/expression';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressionOver } from '../../testing/index.ts';
import { made, refused } from '../../testing/edited.ts';
import { orderView } from '../../testing/order-view.ts';
import { isRefusal } from '../edit.ts';
import { ruleAt } from '../rule-at.ts';
import { formulaGraph } from './formula-graph.ts';
import {
  addArgument,
  changeFunction,
  fillWithCall,
  removeNode,
  replaceNode,
  rewire,
  setConstant,
  swapArguments,
  unwrapNode,
  wrapNode,
} from './graph-edits.ts';
import { nameNode } from './name-node.ts';
import { nodeAt, withNode } from './tree-address.ts';

/** `id kind title(slot, slot)` of every box. */
const boxes = (text: string): string[] =>
  formulaGraph(text).nodes.map(({ id, kind, title, detail, slots }) => {
    const inner = slots.map(({ name, isEmpty }) => (isEmpty ? `+${name}` : name)).join(', ');
    return [id, kind, title, detail, slots.length === 0 ? undefined : `(${inner})`]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
  });

describe('formulaGraph', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['order.customer.last_name', ['source last_name order.customer']],
    ['order', ['source order']],
    ['"x"', ['constant "x"']],
    [
      'order.a & ", " & order.b',
      ['operator Join text & (1, 2, 3)', '0.0 source a order', '0.1 constant ", "', '1 source b order'],
    ],
    [
      'ROUND(order.a * 2)',
      ['function ROUND (number, +places)', '0 operator Multiply × (1, 2)', '0.0 source a order', '0.1 constant 2'],
    ],
    [
      'a - b - c',
      ['operator Subtract − (1, 2)', '0 operator Subtract − (1, 2)', '0.0 source a', '0.1 source b', '1 source c'],
    ],
    [
      'MAP(order.lines, l -> l.qty)',
      ['function MAP (list, each)', '0 source lines order', '1 each For each l (value)', '1.0 source qty l'],
    ],
    ['not a', ['operator Not (value)', '0 source a']],
    [
      'lines[qty > 1].sku',
      [
        'operator Take .sku (of)',
        '0 operator Take [ ] (of, which)',
        '0.0 source lines',
        '0.1 operator More than > (1, 2)',
        '0.1.0 source qty',
        '0.1.1 constant 1',
      ],
    ],
    ['order.lines[0].sku', ['source sku order.lines[0]']],
    ['[a, 1]', ['list List [ ] (1, 2, +3)', '0 source a', '1 constant 1']],
    ['{ a: 1, b: c }', ['structure Structure { } (a, b)', '0 constant 1', '1 source c']],
    ['SUM(a, b)', ['function SUM (values, values, +values)', '0 source a', '1 source b']],
  ])('%s', (text, expected) => expect(boxes(text)).toEqual(expected));

  it('shows what could be understood of a broken text, and says that it is broken', () => {
    const graph = formulaGraph('order.a + * order.b');
    expect(graph.isBroken).toBe(true);
    expect(graph.nodes.map(({ title }) => title)).toContain('a');
    expect(formulaGraph('order.a').isBroken).toBe(false);
  });

  it('draws a line from every box but the formula’s own into the slot that it fills', () => {
    fc.assert(
      fc.property(expressionOver(['order', 'line', 'x']), (text) => {
        const { nodes, edges } = formulaGraph(text);
        if (nodes.length === 0 || nodes.length > 390) return;
        const byId = new Map(nodes.map((node) => [node.id, node]));
        expect(edges.map(({ from }) => from).sort()).toEqual(
          nodes
            .slice(1)
            .map(({ id }) => id)
            .sort(),
        );
        for (const { from, to, slot } of edges) expect(byId.get(to)?.slots[slot]?.id).toBe(from);
      }),
      { numRuns: 200 },
    );
  });

  it('lays boxes out from right to left, without overlaps, the same each time', () => {
    fc.assert(
      fc.property(expressionOver(['order', 'line']), (text) => {
        const graph = formulaGraph(text);
        expect(formulaGraph(text)).toEqual(graph);
        const at = new Map(graph.nodes.map((node) => [node.id, node]));
        for (const { from, to } of graph.edges)
          expect((at.get(from)?.x ?? 0) + (at.get(from)?.width ?? 0)).toBeLessThan(at.get(to)?.x ?? 0);
        for (const node of graph.nodes) {
          expect(node.y).toBeGreaterThanOrEqual(0);
          expect(node.x + node.width).toBeLessThanOrEqual(graph.width);
          expect(node.y + node.height).toBeLessThanOrEqual(graph.height);
        }
        const columns = Map.groupBy(graph.nodes, ({ x }) => x);
        for (const column of columns.values()) {
          const sorted = column.toSorted((a, b) => a.y - b.y);
          sorted
            .slice(1)
            .forEach((node, position) =>
              expect(node.y).toBeGreaterThanOrEqual((sorted[position]?.y ?? 0) + (sorted[position]?.height ?? 0)),
            );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('ends for formulas of thousands of parts', () => {
    const wide = `SUM(${Array.from({ length: 2_000 }, (_, at) => `a${at}`).join(', ')})`;
    expect(formulaGraph(wide)).toMatchObject({ isCut: true, nodes: { length: 400 }, edges: { length: 399 } });
    expect(formulaGraph('a + b').isCut).toBe(false);
    const deep = `${'ABS('.repeat(180)}1${')'.repeat(180)}`;
    expect(formulaGraph(deep).nodes).toHaveLength(181);
  });
});

describe('edits of boxes', () => {
  const text = (result: ReturnType<typeof rewire>): string => (isRefusal(result) ? result.refused : result.text);

  it.each<[string, ReturnType<typeof rewire>]>([
    ['ROUND(order.b * 2)', rewire('ROUND(order.a*2)', '0.0', { text: 'order.b' })],
    ['ROUND(order.a, 2)', rewire('ROUND(order.a)', '1', { text: '2' })],
    ['(a + b) * (a + b)', rewire('(a+b)*c', '1', { node: '0' })],
    ['A box cannot go into itself.', rewire('(a+b)*c', '0.1', { node: '0' })],
    ['A box cannot go into itself.', rewire('(a+b)*c', '0.1', { node: '' })],
    ['That box is not in the formula any more.', rewire('a', '7.7', { text: 'b' })],
    ['The formula has a mistake: mend its text first.', rewire('a +', '0', { text: 'b' })],
    ['The formula has a mistake: mend its text first.', rewire('a', '', { text: 'b +' })],
    ['UPPER(order.a)', changeFunction('lower(order.a)', '', 'UPPER')],
    ['CONCAT(a, b, c)', changeFunction('a & b & c', '', 'CONCAT')],
    ['a + b + c', changeFunction('CONCAT(a, b, c)', '', '+')],
    ['SUBSTITUTE(a, "", "")', changeFunction('UPPER(a)', '', 'SUBSTITUTE')],
    ['UPPER takes 1 value, not 2: remove some first.', changeFunction('CONCAT(a, b)', '', 'UPPER')],
    ['+ needs two values.', changeFunction('ABS(a)', '', '+')],
    ['There is no function NOPE.', changeFunction('ABS(a)', '', 'NOPE')],
    ['Only functions and operators can be changed into others.', changeFunction('a', '', 'ABS')],
    ['ABS(a) + b', wrapNode('a + b', '0', 'ABS')],
    ['ROUND(a + b)', wrapNode('a + b', '', 'ROUND')],
    ['ROUND(ABS(a), 2)', fillWithCall('ROUND(a, 2)', '0', 'ABS')],
    ['ROUND(a, ABS(0))', fillWithCall('ROUND(a)', '1', 'ABS')],
    ['NOW()', fillWithCall('', '', 'NOW')],
    ['There is no function NONE.', fillWithCall('a', '', 'NONE')],
    ['a + b', unwrapNode('ABS(a) + b', '0')],
    ['b', unwrapNode('a + b', '', 1)],
    ['c', unwrapNode('a & b & c', '', 2)],
    ['Nothing goes into that box.', unwrapNode('a', '')],
    ['b', removeNode('a + b', '0')],
    ['a & c', removeNode('a & b & c', '0.1')],
    ['ROUND(a)', removeNode('ROUND(a, 2)', '1')],
    ['ROUND(null, 2)', removeNode('ROUND(a, 2)', '0')],
    ['SUM(b)', removeNode('SUM(a, b)', '0')],
    ['[a]', removeNode('[a, b]', '1')],
    ['', removeNode('a + b', '')],
    ['SUM(a, b)', addArgument('SUM(a)', '', 'b')],
    ['a & b & c', addArgument('a & b', '', 'c')],
    ['ABS takes no more values.', addArgument('ABS(a)', '', 'b')],
    ['That box takes no more values.', addArgument('a', '', 'b')],
    ['a + -5', setConstant('a + 1', '1', -5)],
    ['ROUND(a, 2)', setConstant('ROUND(a)', '1', 2)],
    ['"it\'s"', setConstant('', '', "it's")],
    ['{ "a": [1, null] }', setConstant('', '', { a: [1, null] })],
    ['b - a', swapArguments('a - b', '0', '1')],
    ['A box cannot change places with one that goes into it.', swapArguments('ABS(a)', '', '0')],
    ['x', replaceNode('a + b', '', 'x')],
    ['a + UPPER(x)', replaceNode('a + b', '1', 'upper(x)')],
  ])('%s', (expected, result) => expect(text(result)).toBe(expected));

  it('keep the rest of the formula, whatever it is', () => {
    fc.assert(
      fc.property(expressionOver(['order', 'line']), fc.nat(200), (formula, at) => {
        const { ast, diagnostics } = parseExpression(formula);
        const { nodes, isBroken } = formulaGraph(formula);
        const { id } = nodes[at % Math.max(1, nodes.length)] ?? { id: '' };
        const replaced = replaceNode(formula, id, 'marker.here');
        if (isBroken || diagnostics.length > 0 || nodes.length === 0) {
          expect(isRefusal(replaced) || formula.trim() === '').toBe(true);
          return;
        }
        const marker = parseExpression('marker.here').ast;
        const expected = withNode(ast, id, () => marker);
        expect(text(replaced)).toBe(expected === undefined ? '' : printExpression(expected));
        const old = nodeAt(ast, id);
        if (old !== undefined)
          expect(text(replaceNode(text(replaced), id, printExpression(old)))).toBe(printExpression(ast));
      }),
      { numRuns: 300 },
    );
  });

  it('give formulas that parse and print to themselves', () => {
    const edit = fc.constantFrom<(formula: string, id: string, other: string) => ReturnType<typeof rewire>>(
      (formula, id) => wrapNode(formula, id, 'IF'),
      (formula, id) => unwrapNode(formula, id),
      removeNode,
      (formula, id, other) => rewire(formula, id, { node: other }),
      (formula, id, other) => swapArguments(formula, id, other),
      (formula, id) => changeFunction(formula, id, '&'),
      (formula, id) => changeFunction(formula, id, 'TEXTJOIN'),
      (formula, id) => addArgument(formula, id, 'x -> x.y'),
      (formula, id) => setConstant(formula, id, 'a"b'),
    );
    fc.assert(
      fc.property(expressionOver(['order', 'line']), edit, fc.nat(60), fc.nat(60), (formula, change, at, other) => {
        const { nodes } = formulaGraph(formula);
        const idAt = (position: number): string => nodes[position % Math.max(1, nodes.length)]?.id ?? '';
        const result = change(formula, idAt(at), idAt(other));
        if (isRefusal(result) || result.text === '') return;
        const again = parseExpression(result.text);
        expect(again.diagnostics).toEqual([]);
        expect(printExpression(again.ast)).toBe(result.text);
      }),
      { numRuns: 400 },
    );
  });
});

describe('nameNode', () => {
  const view = orderView({
    id: { expr: 'UPPER(order.name & "x") & MAP(order.lines, l -> l.sku & order.name)' },
    items: { for: 'order.lines', as: 'line', let: { a: '1' }, fields: { sku: { expr: 'ROUND(line.qty * 2, 1)' } } },
  });

  it('makes an intermediate value of a part, read by its name', () => {
    const { doc } = made(nameNode(view, '/items/sku', { id: '0', name: 'twice' }));
    expect(ruleAt(doc, '/items')).toMatchObject({
      let: { a: '1', twice: 'line.qty * 2' },
      fields: { sku: { expr: 'ROUND(twice, 1)' } },
    });
    expect(made(nameNode(view, '/id', { id: '0', name: 'big' })).doc.root).toMatchObject({
      let: { big: 'UPPER(order.name & "x")' },
    });
  });

  it('refuses names that mean something, and parts that only mean something inside', () => {
    expect(refused(nameNode(view, '/items/sku', { id: '0', name: 'line' }))).toContain('has a meaning here already');
    expect(refused(nameNode(view, '/id', { id: '1.1.0', name: 'x' }))).toBe(
      'That part reads l, which only has a meaning inside the formula.',
    );
    expect(refused(nameNode(view, '/id', { id: '9', name: 'x' }))).toBe('That box is not in the formula any more.');
    expect(refused(nameNode(view, '/items', { id: '', name: 'x' }))).toBe('items has no formula.');
  });
});
