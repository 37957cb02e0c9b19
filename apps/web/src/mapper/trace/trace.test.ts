import { traceExpression, viewOf } from '@patchbay/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { previewContext } from '../data/analysis.ts';
import { sourceOfRow } from './source-of-row.ts';
import { tracePlaces } from './trace-places.ts';
import { traceRows } from './trace-rows.ts';

const scope = {
  order: {
    id: 7,
    name: 'x',
    lines: [
      { qty: 1, price: 5 },
      { qty: 2, price: 3 },
    ],
  },
};
const rowsOf = (text: string, toggled: readonly string[] = []) =>
  traceRows(traceExpression(text, scope, previewContext), text, new Set(toggled));

describe('the rows of a trace', () => {
  it('have the value of every part, with words for operators', () => {
    expect(
      rowsOf('"#" & ROUND(order.id, 0)').map(({ depth, label, words, value }) => [depth, label, words, value]),
    ).toEqual([
      [0, '&', 'join text', '#7'],
      [1, '"#"', '', '#'],
      [1, 'ROUND( )', '', 7],
      [2, 'order.id', '', 7],
      [2, '0', '', 0],
    ]);
  });

  it('open and close; the beginnings of a path are closed at first', () => {
    expect(rowsOf('ABS(order.id)', ['']).map(({ id, isOpen }) => [id, isOpen])).toEqual([['', false]]);
    expect(rowsOf('ABS(order.id)', ['0']).map(({ id, label }) => [id, label])).toEqual([
      ['', 'ABS( )'],
      ['0', 'order.id'],
      ['0.s0', 'order'],
    ]);
  });

  it('say an error where it is, and that it fails further up', () => {
    const [whole, , division] = rowsOf('1 + order.id / 0');
    expect([whole?.state, whole?.error]).toEqual(['error', undefined]);
    expect(division?.error).toMatch(/divisor is 0/);
  });
});

describe('the expressions of a rule', () => {
  const places = (rule: MappingRule, part = '') =>
    tracePlaces(rule, part).map((place) => [place.title, place.part, place.text]);

  it('come in the order in which they are worked out', () => {
    expect(places({ expr: 'a', when: 'b' })).toEqual([
      ['Only when', '#when', 'b'],
      ['', '', 'a'],
    ]);
    expect(places({ lookup: 'status', key: 'a' })).toEqual([['Key that is looked up in status', '', 'a']]);
    expect(
      places({ for: 'a', where: 'b', orderBy: ['c', { by: 'd', order: 'desc' }], limit: '3', fields: {} }).map(
        ([, part]) => part,
      ),
    ).toEqual(['#for', '#where', '#orderBy.0', '#orderBy.1', '#limit']);
    expect(places({ const: 1 })).toEqual([]);
  });

  it('of a choice are its cases, together or one by one', () => {
    const rule: MappingRule = { switch: [{ when: 'a', then: 'b' }], otherwise: 'c' };
    expect(places(rule).map(([title]) => title)).toEqual(['1: When', '1: Then', 'Otherwise']);
    expect(places(rule, '#case.0')).toEqual([
      ['When', '#switch.0.when', 'a'],
      ['Then', '#switch.0.then', 'b'],
    ]);
    expect(places(rule, '#otherwise')).toEqual([['', '#otherwise', 'c']]);
  });

  it('of an intermediate value is its own', () => {
    expect(places({ let: { x: 'a' }, fields: {} }, '#let.x')).toEqual([['', '#let.x', 'a']]);
  });
});

describe('the source of a row', () => {
  const line: DataSchema = { type: 'object', properties: { qty: { type: 'number' }, price: { type: 'number' } } };
  const order: DataSchema = {
    type: 'object',
    properties: { id: { type: 'number' }, name: { type: 'string' }, lines: { type: 'array', items: line } },
  };
  const doc = (text: string): MappingDocument => ({
    map: 1,
    sources: { order: { schema: order } },
    root: {
      let: { half: 'order.id / 2' },
      fields: {
        rows: { for: 'order.lines', as: 'l', where: 'l.qty > 0', fields: { v: { expr: text } } },
        v: { expr: text },
      },
    },
  });
  const source = (text: string, id: string, { path = '/v', part = '', scope: given = scope as object } = {}) => {
    const whole = doc(text);
    const rule =
      path === '/v'
        ? whole.root.fields['v']
        : path === '/rows'
          ? whole.root.fields['rows']
          : (whole.root.fields['rows'] as { fields: Record<string, MappingRule> }).fields['v'];
    if (rule === undefined) throw new Error('there is a rule');
    const trace = traceExpression(text, given as never, previewContext);
    return sourceOfRow({ view: viewOf(whole, { scopeTypes: {} }), path, part, rule, text, trace }, id);
  };

  it('is the field that a path reads', () => {
    expect(source('order.name & order.id', '0')).toBe('order/name');
    expect(source('order.name & order.id', '1')).toBe('order/id');
    expect(source('order.lines[0].qty', '')).toBe('order/lines/[]/qty');
  });

  it('is found through names, loops and functions over items', () => {
    expect(source('half + 1', '0')).toBe('order/id');
    expect(source('l.qty * 2', '0', { path: '/rows/v' })).toBe('order/lines/[]/qty');
    expect(source('SUM(MAP(order.lines, l -> l.qty * l.price))', '0.1.0.1')).toBe('order/lines/[]/price');
    expect(source('order.lines[qty > 1]', '1.0')).toBe('order/lines/[]/qty');
    expect(source('l.qty > 0', '0', { path: '/rows', part: '#where' })).toBe('order/lines/[]/qty');
  });

  it('is none for what is made inside the mapping', () => {
    expect(source('1 + 2', '0')).toBeUndefined();
    expect(source('order.id + nobody', '1')).toBeUndefined();
  });
});
