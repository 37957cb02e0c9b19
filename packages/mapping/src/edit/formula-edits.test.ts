import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { parseSourceKey } from '../lineage/source-path.ts';
import { checkMapping } from '../rules/check-mapping.ts';
import { made, refused } from '../testing/edited.ts';
import { orderView } from '../testing/order-view.ts';
import { insertPath } from './insert-path.ts';
import { partText, withPartText } from './part-text.ts';
import { ruleAt } from './rule-at.ts';
import { wrapWith } from './wrap-with.ts';

const path = parseSourceKey;

describe('wrapWith', () => {
  const view = orderView(
    {
      id: { note: 'n', expr: '= order.name' },
      items: { for: 'order.lines', as: 'l', fields: { sku: { expr: 'l.tags.key' } } },
      status: { const: 'new' },
    },
    { lookups: { codes: { values: {} } } },
  );
  const wrapped = (at: string, name: string, more = {}) => made(wrapWith(view, at, name, more)).text;

  it.each([
    ['/id', 'UPPER', 'UPPER(order.name)'],
    ['/id', 'round', 'ROUND(order.name)'],
    ['/id', 'IF', 'IF(order.name <> null, order.name)'],
    ['/id', 'TEXTJOIN', 'TEXTJOIN(", ", true, order.name)'],
    ['/id', 'LOOKUP', 'LOOKUP("codes", order.name)'],
    ['/id', 'IFERROR', 'IFERROR(order.name, null)'],
    ['/status', 'LOWER', 'LOWER("new")'],
    ['/items/sku', 'UPPER', 'MAP(l.tags.key, item -> UPPER(item))'],
    ['/items/sku', 'UNIQUE', 'UNIQUE(l.tags.key)'],
    ['/items/sku', 'MAP', 'MAP(l.tags.key, item -> item)'],
    ['/items', 'SORT', 'SORT(order.lines)'],
    ['/total', 'NOW', 'NOW()'],
    ['/total', 'SUM', 'SUM(null)'],
    ['/total', 'ROUND', 'ROUND(0)'],
  ])('%s in %s is %s', (at, name, text) => {
    const result = made(wrapWith(view, at, name));
    expect(result.text).toBe(text);
    expect(checkMapping(result.doc, {}).diagnostics.filter(({ code }) => code.startsWith('expression.syntax'))).toEqual(
      [],
    );
  });

  it('takes texts for the other arguments, says what to type over, and wraps parts', () => {
    expect(wrapped('/id', 'SUBSTITUTE', { args: ['"#"', '""'] })).toBe('SUBSTITUTE(order.name, "#", "")');
    const result = made(wrapWith(view, '/id', 'SUBSTITUTE'));
    expect(result.text.slice(result.select?.start, result.select?.end)).toBe('""');
    expect(ruleAt(result.doc, '/id')).toEqual({ note: 'n', expr: 'SUBSTITUTE(order.name, "", "")' });
    expect(ruleAt(made(wrapWith(view, '/items', 'SORT')).doc, '/items')).toMatchObject({
      for: 'SORT(order.lines)',
      as: 'l',
    });
    expect(ruleAt(made(wrapWith(view, '/id', 'NOT', { part: 'when' })).doc, '/id')).toMatchObject({
      when: 'NOT(true)',
    });
    expect(refused(wrapWith(view, '/id', 'NOPE'))).toBe('There is no function NOPE.');
    expect(refused(wrapWith(orderView({ customer: { fields: {} } }), '/customer', 'UPPER'))).toContain('structure');
  });
});

describe('insertPath', () => {
  const view = orderView({
    items: { for: 'order.lines', as: 'line', fields: { sku: { expr: '' } } },
    id: { expr: '' },
  });
  const inserted = (at: string, text: string, source: string, part?: string): string => {
    const caret = text.indexOf('|');
    const result = made(
      insertPath(view, at, path(source), { text: text.replace('|', ''), start: caret, end: caret, part }),
    );
    return `${result.text.slice(0, result.caret)}|${result.text.slice(result.caret)}`;
  };

  it.each([
    ['/id', '|', 'order/name', 'order.name|'],
    ['/id', 'UPPER(|)', 'order/odd name', 'UPPER(order.`odd name`|)'],
    ['/items/sku', '|', 'order/lines/[]/sku', 'line.sku|'],
    ['/id', 'FILTER(order.lines, l -> |)', 'order/lines/[]/qty', 'FILTER(order.lines, l -> l.qty|)'],
    ['/id', 'FILTER(order.lines, l -> l.qty > |)', 'order/lines/[]/qty', 'FILTER(order.lines, l -> l.qty > l.qty|)'],
    [
      '/id',
      'FILTER(order.lines, l -> l.qty > 1) & |',
      'order/lines/[]/qty',
      'FILTER(order.lines, l -> l.qty > 1) & order.lines.qty|',
    ],
    ['/id', 'a|b', 'order/name', 'a order.name| b'],
    ['/id', 'order.id & |', 'order/lines', 'order.id & order.lines|'],
  ])('at %s in %s', (at, text, source, expected) => expect(inserted(at, text, source)).toBe(expected));

  it('replaces the chosen range, knows parts, and refuses hidden names', () => {
    expect(made(insertPath(view, '/id', path('order/name'), { text: 'UPPER(xyz)', start: 6, end: 9 })).text).toBe(
      'UPPER(order.name)',
    );
    expect(inserted('/items', '|', 'order/lines/[]/sku', 'for')).toBe('order.lines.sku|');
    expect(inserted('/items', '|', 'order/lines/[]/sku', 'where')).toBe('line.sku|');
    const hidden = orderView({ items: { for: 'order.lines', as: 'order', fields: {} } });
    expect(refused(insertPath(hidden, '/items/sku', path('order/name'), { text: '', start: 0, end: 0 }))).toContain(
      'means something else here',
    );
  });
});

describe('parts of rules', () => {
  const rules = MappingDocument.parse({
    map: 1,
    root: {
      fields: {
        l: {
          for: 'a',
          where: 'b',
          distinct: 'c',
          groupBy: 'd',
          orderBy: ['e', { by: 'f', order: 'desc' }],
          limit: 'g',
          join: [{ as: 'j', in: 'h', on: { key: 'i', item: 'k' } }],
          when: 'm',
          let: { 'x.y': 'n' },
          fields: {},
        },
        s: { switch: [{ when: 'a', then: 'b' }], otherwise: 'c' },
        m: { map: 'A@1', with: { 'q.r': 'd' } },
        k: { lookup: 't', key: 'e' },
      },
    },
  });
  it.each([
    ['/l', 'for'],
    ['/l', 'where'],
    ['/l', 'distinct'],
    ['/l', 'groupBy'],
    ['/l', 'limit'],
    ['/l', 'when'],
    ['/l', 'orderBy.0'],
    ['/l', 'orderBy.1'],
    ['/l', 'join.0.in'],
    ['/l', 'join.0.key'],
    ['/l', 'join.0.item'],
    ['/l', 'let.x.y'],
    ['/s', 'switch.0.when'],
    ['/s', 'case.0.then'],
    ['/s', 'otherwise'],
    ['/m', 'with.q.r'],
    ['/k', ''],
  ])('%s#%s is read and written, and nothing else is', (at, part) => {
    const rule = ruleAt(rules, at);
    if (rule === undefined) throw new Error('no rule');
    const old = partText(rule, part);
    expect(typeof old).toBe('string');
    const next = withPartText(rule, part, 'NEW');
    expect(partText(next, part)).toBe('NEW');
    expect(withPartText(next, part, old ?? '')).toEqual(rule);
  });
});
