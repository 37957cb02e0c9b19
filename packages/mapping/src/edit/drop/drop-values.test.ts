import { describe, expect, it } from 'vitest';
import { dropped as drop, refusal } from '../../testing/dropped.ts';
import { orderView } from '../../testing/order-view.ts';
import { ruleAt } from '../rule-at.ts';

const empty = orderView();

describe('dropChoices › one value onto one value', () => {
  it.each([
    ['order/name', '/id', 'order.name'],
    ['order/id', '/id', 'TEXT(order.id)'],
    ['order/id', '/number', 'order.id'],
    ['order/total', '/total', 'NUMBER(order.total)'],
    ['order/total', '/number', 'INTEGER(order.total)'],
    ['order/id', '/total', 'order.id'],
    ['order/paid', '/id', 'TEXT(order.paid)'],
    ['order/paid', '/number', 'IF(order.paid, 1, 0)'],
    ['order/placed', '/date', 'DATEVALUE(order.placed)'],
    ['order/name', '/date', 'DATEVALUE(order.name)'],
    ['order/id', '/date', 'DATEVALUE(EPOCH(order.id))'],
    ['order/placed', '/number', 'EPOCH(order.placed)'],
    ['order/customer/email', '/customer/email', 'order.customer.email'],
    ['order/odd name', '/id', 'order.`odd name`'],
    ['order/name', '/free', 'order.name'],
  ])('%s onto %s is %s', (source, target, expr) => {
    const found = drop(empty, source, target);
    expect(found.kind).toBe('value-to-value');
    expect(found.ids).toEqual(['direct']);
    expect(found.made('direct')).toEqual({ expr });
  });

  it('says what a conversion loses, and refuses what none can do', () => {
    expect(drop(empty, 'order/placed', '/date').choice('direct').detail).toBe(
      'Converted with DATEVALUE; the time of day is left out',
    );
    expect(drop(empty, 'order/id', '/date').choice('direct').detail).toBe(
      'Converted with EPOCH; the number is taken for seconds since 1970 in UTC',
    );
    expect(refusal(empty, 'order/paid', '/date')).toBe('order.paid does not fit date: yes or no is no date.');
    expect(refusal(empty, 'order/lines/[]/ready', '/numbers')).toBe(
      'order.lines.ready does not fit the items of numbers.',
    );
    expect(refusal(empty, 'order/customer', '/number')).toBe(
      'order.customer is a structure, number one value: drop one of its fields.',
    );
  });

  it('keeps condition, note and policies of the rule that it replaces', () => {
    const view = orderView({ id: { when: 'order.paid', onNull: 'error', note: 'n', expr: 'order.total' } });
    expect(drop(view, 'order/name', '/id').made('replace')).toEqual({
      when: 'order.paid',
      onNull: 'error',
      note: 'n',
      expr: 'order.name',
    });
    expect(drop(orderView({ id: { note: 'n', expr: ' ' } }), 'order/name', '/id').ids).toEqual(['direct']);
  });

  it('offers a table for a field that takes only some values, with the values that are known', () => {
    const view = orderView(
      {},
      {
        samples: [
          { name: 's', in: { order: { name: 'NEW' } } },
          { name: 't', in: { order: { name: 'x' } } },
        ],
      },
    );
    const found = drop(view, 'order/name', '/status');
    expect(found.ids).toEqual(['direct', 'translate']);
    expect(found.choice('translate').detail).toBe('A new lookup table “status”; 1 of its values need a line in it');
    const { doc } = found.choice('translate').apply();
    expect(doc.lookups).toEqual({ status: { values: { NEW: 'new' } } });
    expect(ruleAt(doc, '/status')).toEqual({ lookup: 'status', key: 'order.name' });
  });

  it('repeats a value from outside for each item of a loop', () => {
    const view = orderView({ items: { for: 'order.lines', as: 'line', fields: {} } });
    const found = drop(view, 'order/name', '/items/title');
    expect(found.made('direct')).toEqual({ expr: 'order.name' });
    expect(found.said('direct')).toBe('items.title is order.name, the same in every item.');
    expect(drop(view, 'order/lines/[]/sku', '/items/title').said('direct')).toBe('items.title is line.sku.');
  });

  it('writes into parts of rules', () => {
    const view = orderView({
      id: { switch: [{ when: 'order.paid', then: '' }] },
      customer: { let: { who: '' }, fields: {} },
    });
    expect(drop(view, 'order/name', '/id', { part: 'switch.0.then' }).made('direct')).toEqual({
      switch: [{ when: 'order.paid', then: 'order.name' }],
    });
    expect(drop(view, 'order/name', '/customer', { part: 'let.who' }).made('direct')).toEqual({
      let: { who: 'order.name' },
      fields: {},
    });
  });
});

describe('dropChoices › a second line onto a mapped value', () => {
  it.each([
    [{ expr: 'order.total' }, 'concat', 'order.total & " " & order.name'],
    [{ expr: '= order.total & "-"' }, 'concat', 'order.total & "-" & " " & order.name'],
    [{ expr: 'order.paid or order.paid' }, 'concat', '(order.paid or order.paid) & " " & order.name'],
    [{ expr: 'order.total' }, 'first-filled', 'order.total ?? order.name'],
    [
      { switch: [{ when: 'order.paid', then: '1' }], otherwise: '2' },
      'concat',
      'IF(order.paid, 1, 2) & " " & order.name',
    ],
    [{ const: 'x' }, 'first-filled', '"x" ?? order.name'],
    [{ lookup: 't', key: 'order.total' }, 'concat', 'LOOKUP("t", order.total) & " " & order.name'],
    [{ expr: 'order.total' }, 'replace', 'order.name'],
  ])('%j with %s is %s', (rule, id, expr) => {
    const view = orderView({ id: rule }, { lookups: { t: { values: {} } } });
    expect(drop(view, 'order/name', '/id').made(id)).toEqual({ expr });
  });

  it('adds numbers, converted where they need it', () => {
    const view = orderView({ total: { expr: 'order.id - 1' } });
    const found = drop(view, 'order/total', '/total');
    expect(found.ids).toEqual(['replace', 'first-filled', 'sum']);
    expect(found.made('sum')).toEqual({ expr: 'order.id - 1 + NUMBER(order.total)' });
  });

  it('only replaces what is more than one expression', () => {
    const view = orderView({ id: { map: 'A@1', with: 'order' } });
    expect(drop(view, 'order/name', '/id').ids).toEqual(['replace']);
  });

  it('prefers what was chosen last for the same kind of drop', () => {
    const view = orderView({ id: { expr: 'order.total' } });
    expect(drop(view, 'order/name', '/id', { remembered: { 'second-value': 'concat' } }).preferred).toBe('concat');
    expect(drop(view, 'order/name', '/id', { remembered: { 'second-value': 'gone' } }).preferred).toBe('replace');
  });
});

describe('dropChoices › many values onto one', () => {
  it('offers which of them, and what they come to', () => {
    const found = drop(empty, 'order/lines/[]/qty', '/total');
    expect(found.kind).toBe('list-to-value');
    expect(found.ids).toEqual(['first', 'last', 'by-condition', 'sum', 'count', 'min', 'max']);
    expect(found.preferred).toBe('sum');
    expect(found.made('sum')).toEqual({ expr: 'SUM(order.lines.qty)' });
    expect(drop(empty, 'order/lines/[]/qty', '/count').preferred).toBe('count');
    expect(drop(empty, 'order/lines/[]/sku', '/id').preferred).toBe('first');
  });

  it.each([
    ['order/lines/[]/sku', '/id', 'join-text', 'TEXTJOIN(", ", true, order.lines.sku)'],
    ['order/lines/[]/sku', '/id', 'count', 'TEXT(COUNT(order.lines.sku))'],
    ['order/lines/[]/price', '/total', 'sum', 'SUM(MAP(order.lines.price, value -> NUMBER(value)))'],
    ['order/lines/[]/price', '/total', 'first', 'NUMBER(FIRST(order.lines.price))'],
    ['order/lines/[]/qty', '/id', 'max', 'TEXT(MAX(order.lines.qty))'],
    ['order/lines/[]/ready', '/date', 'min', 'FIRST(SORT(order.lines.ready))'],
    ['order/lines/[]/tags/[]/value', '/id', 'first', 'FIRST(FLATTEN(order.lines.tags.value))'],
    ['order/lines/[]/tags/[]/value', '/id', 'by-condition', 'FIRST(FLATTEN(order.lines.tags)[key = "gift"].value)'],
    ['order/keywords', '/id', 'join-text', 'TEXTJOIN(", ", true, order.keywords)'],
    ['order/keywords', '/id', 'by-condition', 'FIRST(order.keywords, keyword -> keyword <> "")'],
    ['order/keywords', '/number', 'count', 'COUNT(order.keywords)'],
    ['order/lines', '/total', 'sum', 'SUM(order.lines.qty)'],
    ['order/extras', '/id', 'first', 'FIRST(order.extras.sku)'],
  ])('%s onto %s: %s is %s', (source, target, id, expr) => {
    expect(drop(empty, source, target).made(id)).toEqual({ expr });
  });

  it('asks samples for a value that tells items apart', () => {
    const values = () => ['RED', 'BLUE'];
    expect(drop(empty, 'order/extras/[]/qty', '/total', { values }).made('by-condition')).toEqual({
      expr: 'FIRST(order.extras[sku = "RED"].qty)',
    });
  });

  it('sees the same from inside a loop: what is nearer is one value, the rest is many', () => {
    const view = orderView({ items: { for: 'order.lines', as: 'line', fields: {} } });
    expect(drop(view, 'order/lines/[]/tags/[]/value', '/items/title').made('first')).toEqual({
      expr: 'FIRST(line.tags.value)',
    });
  });
});
