import { isLoop, MappingDocument } from '@patchbay/model/mapping';
import { inferSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import canonicalMapping from '../../../fixtures/canonical-order.mapping.json' with { type: 'json' };
import order from '../../../fixtures/order.json' with { type: 'json' };
import { viewOf } from '../../lineage/mapping-view.ts';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { parseSourceKey } from '../../lineage/source-path.ts';
import { checkMapping } from '../../rules/check-mapping.ts';
import { orderView } from '../../testing/order-view.ts';
import { isRefusal } from '../edit.ts';
import { ruleAt } from '../rule-at.ts';
import type { Drop, DropChoice } from './drop-choice.ts';
import { dropChoices } from './drop-choices.ts';

const drop = (view: MappingView, source: string, target: string, more: Partial<Drop> = {}) => {
  const found = dropChoices(view, { source: parseSourceKey(source), target, ...more });
  if (isRefusal(found)) throw new Error(found.refused);
  const choice = (id: string): DropChoice => {
    const chosen = found.choices.find((one) => one.id === id);
    if (chosen === undefined) throw new Error(`${id} is none of ${found.choices.map((one) => one.id).join(', ')}`);
    return chosen;
  };
  return {
    kind: found.kind,
    ids: found.choices.map(({ id }) => id),
    preferred: found.choices[found.preferred]?.id,
    choice,
    /** The rule that a choice makes, at the target unless said. */
    made: (id: string, at = target) => ruleAt(choice(id).apply().doc, at),
    said: (id: string) => choice(id).apply().said,
  };
};
const refusal = (view: MappingView, source: string, target: string): string => {
  const found = dropChoices(view, { source: parseSourceKey(source), target });
  return isRefusal(found) ? found.refused : `not refused: ${found.choices.map(({ id }) => id).join(', ')}`;
};
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
    expect(refusal(empty, 'order/id', '/date')).toMatch(
      /^order\.id does not fit \/date: a number says no date by itself/,
    );
    expect(refusal(empty, 'order/customer', '/number')).toBe(
      'order.customer is a structure, /number one value: drop one of its fields.',
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
    expect(found.said('direct')).toBe('/items/title is order.name, the same in every item.');
    expect(drop(view, 'order/lines/[]/sku', '/items/title').said('direct')).toBe('/items/title is line.sku.');
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
    const view = orderView({ id: { switch: [{ when: 'order.paid', then: '1' }] } });
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
    [
      'order/lines/[]/tags/[]/value',
      '/id',
      'by-condition',
      'FIRST(FLATTEN(order.lines.tags), tag -> tag.key = "gift").value',
    ],
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
      expr: 'FIRST(order.extras, extra -> extra.sku = "RED").qty',
    });
  });

  it('sees the same from inside a loop: what is nearer is one value, the rest is many', () => {
    const view = orderView({ items: { for: 'order.lines', as: 'line', fields: {} } });
    expect(drop(view, 'order/lines/[]/tags/[]/value', '/items/title').made('first')).toEqual({
      expr: 'FIRST(line.tags.value)',
    });
  });
});

describe('dropChoices › lists onto lists', () => {
  it('maps each item, with the fields of the same names', () => {
    const found = drop(empty, 'order/parcels', '/boxes');
    expect([found.kind, found.preferred]).toEqual(['list-to-list', 'each']);
    expect(found.made('each')).toEqual({ for: 'order.parcels', as: 'parcel', fields: { no: { expr: 'parcel.no' } } });
    expect(found.said('each')).toBe('Made a loop: for each order.parcels as parcel. 1 field matched.');
    expect(found.made('as-is')).toEqual({ expr: 'order.parcels' });
  });

  it('maps nested lists of the same names with their own loops', () => {
    const scorer = (source: { name: string }, target: { name: string }): number =>
      source.name === target.name || (source.name === 'items' && target.name === 'contents') ? 1 : 0;
    expect(drop(empty, 'order/parcels', '/boxes', { scorer }).made('each')).toEqual({
      for: 'order.parcels',
      as: 'parcel',
      fields: {
        no: { expr: 'parcel.no' },
        contents: { for: 'parcel.items', as: 'item', fields: { sku: { expr: 'item.sku' }, qty: { expr: 'item.qty' } } },
      },
    });
  });

  it.each([
    ['order/keywords', '/words', 'order.keywords'],
    ['order/keywords', '/numbers', 'MAP(order.keywords, value -> NUMBER(value))'],
    ['order/lines/[]/sku', '/words', 'order.lines.sku'],
    ['order/lines/[]/qty', '/words', 'MAP(order.lines.qty, value -> TEXT(value))'],
    ['order/lines/[]/tags/[]/value', '/words', 'FLATTEN(order.lines.tags.value)'],
  ])('%s onto the values of %s is %s', (source, target, expr) => {
    expect(drop(empty, source, target).made('each')).toEqual({ expr });
  });

  it('goes on with a looping target: after, beside by key, all with all after a question, instead', () => {
    const view = orderView({
      items: { for: 'order.lines', as: 'line', fields: { sku: { expr: 'line.sku' }, quantity: { expr: 'line.qty' } } },
    });
    const found = drop(view, 'order/extras', '/items');
    expect(found.kind).toBe('second-list');
    expect(found.ids).toEqual(['append', 'join', 'join-2', 'nested', 'each', 'as-is']);
    expect(found.made('append')).toMatchObject({ for: 'APPEND(order.lines, order.extras)', as: 'line' });
    expect(found.made('join')).toMatchObject({
      join: [{ as: 'extra', in: 'order.extras', on: { key: 'line.sku', item: 'extra.sku' }, keep: 'all' }],
    });
    expect(found.choice('nested').needsConfirm).toMatch(/^Loop over order\.lines × order\.extras\?/);
    expect(found.made('nested')).toMatchObject({ join: [{ as: 'extra', in: 'order.extras' }] });
    expect(found.made('each')).toEqual({
      for: 'order.extras',
      as: 'line',
      fields: { sku: { expr: 'line.sku' }, quantity: { expr: 'line.qty' } },
    });
  });

  it('gives the items of a second list the fields that the rules read, when its own are called otherwise', () => {
    const view = orderView({
      items: {
        for: 'order.lines',
        as: 'line',
        fields: { sku: { expr: 'line.sku' }, title: { expr: 'line.price & line.ready' } },
      },
    });
    const found = drop(view, 'products', '/items');
    expect(found.made('append')).toMatchObject({
      for: 'APPEND(order.lines, MAP(products, item -> { sku: item.sku, price: item.price }))',
    });
    expect(found.said('append')).toBe('/items also loops over products; 1 of their fields are not in it.');
  });

  it('unnests a list of the item itself', () => {
    const view = orderView({ items: { for: 'order.lines', as: 'line', fields: {} } });
    expect(drop(view, 'order/lines/[]/tags', '/items').made('nested')).toMatchObject({
      join: [{ as: 'tag', in: 'line.tags' }],
    });
  });

  it('refuses items of another kind in words', () => {
    expect(refusal(empty, 'order/lines', '/words')).toBe(
      'The items of order.lines are structures, those of /words plain values: map one field of them.',
    );
  });
});

describe('dropChoices › one value onto a list', () => {
  it('makes one item, splits a text, adds an item', () => {
    const view = orderView({}, { samples: [{ name: 's', in: { order: { name: 'a; b' } } }] });
    const found = drop(view, 'order/name', '/words');
    expect(found.ids).toEqual(['one-item', 'split']);
    expect(found.made('one-item')).toEqual({ expr: '[order.name]' });
    expect(found.made('split')).toEqual({ expr: 'TEXTSPLIT(order.name, "; ")' });
    expect(drop(empty, 'order/total', '/numbers').made('split')).toEqual({
      expr: 'MAP(TEXTSPLIT(order.total, ","), value -> NUMBER(value))',
    });
    const mapped = drop(orderView({ words: { expr: 'order.keywords' } }), 'order/name', '/words');
    expect(mapped.preferred).toBe('new-item');
    expect(mapped.made('new-item')).toEqual({ expr: 'APPEND(order.keywords, [order.name])' });
  });

  it('refuses a value for a list of structures', () => {
    expect(refusal(empty, 'order/name', '/items')).toBe(
      'The items of /items are structures: drop order.name on one of their fields.',
    );
  });
});

describe('dropChoices › implied loops', () => {
  it('makes the loop that a line into a list implies, and says it', () => {
    const found = drop(empty, 'order/lines/[]/sku', '/items/sku');
    expect([found.kind, found.ids]).toEqual(['implied-loop', ['loop']]);
    expect(found.made('loop', '/items')).toEqual({
      for: 'order.lines',
      as: 'line',
      fields: { sku: { expr: 'line.sku' } },
    });
    expect(found.said('loop')).toBe('Made a loop: for each order.lines as line. /items/sku is line.sku.');
  });

  it('makes nested loops, converts inside them, and uses those that are there', () => {
    const nested = drop(empty, 'order/parcels/[]/items/[]/qty', '/boxes/contents/qty');
    expect(nested.made('loop', '/boxes')).toEqual({
      for: 'order.parcels',
      as: 'parcel',
      fields: { contents: { for: 'parcel.items', as: 'item', fields: { qty: { expr: 'item.qty' } } } },
    });
    const half = orderView({ boxes: { for: 'order.parcels', as: 'p', fields: { no: { expr: 'p.no' } } } });
    expect(drop(half, 'order/parcels/[]/items/[]/sku', '/boxes/contents/sku').made('loop', '/boxes')).toEqual({
      for: 'order.parcels',
      as: 'p',
      fields: { no: { expr: 'p.no' }, contents: { for: 'p.items', as: 'item', fields: { sku: { expr: 'item.sku' } } } },
    });
  });

  it('flattens where the source has more lists, makes single items where the target has', () => {
    expect(drop(empty, 'order/parcels/[]/items/[]/sku', '/items/sku').made('loop', '/items')).toMatchObject({
      for: 'FLATTEN(order.parcels.items)',
      as: 'item',
    });
    const deeper = drop(empty, 'order/lines/[]/sku', '/boxes/contents/sku');
    expect(deeper.ids).toEqual(['loop', 'outer-loop']);
    expect(deeper.made('loop', '/boxes')).toMatchObject({
      for: '[order]',
      as: 'box',
      fields: { contents: { for: 'box.lines', as: 'line', fields: { sku: { expr: 'line.sku' } } } },
    });
    expect(deeper.made('outer-loop', '/boxes')).toMatchObject({
      for: 'order.lines',
      as: 'line',
      fields: { contents: { for: '[line]', as: 'content', fields: { sku: { expr: 'content.sku' } } } },
    });
    expect(drop(empty, 'order/customer/first_name', '/items/title').made('one-item', '/items')).toEqual({
      for: '[order.customer]',
      as: 'customer',
      fields: { title: { expr: 'customer.first_name' } },
    });
  });

  it('takes a name for the item that hides nothing', () => {
    const view = orderView({}, { root: { let: { line: 'order.name' }, fields: {} } });
    expect(drop(view, 'order/lines/[]/sku', '/items/sku').made('loop', '/items')).toMatchObject({ as: 'line2' });
  });
});

describe('dropChoices › two lists', () => {
  const view = orderView({ items: { for: 'order.lines', as: 'line', fields: { sku: { expr: 'line.sku' } } } });

  it('finds the partner by key, as a join or as a lookup', () => {
    const found = drop(view, 'products/[]/title', '/items/title');
    expect([found.kind, found.preferred]).toEqual(['other-list', 'join']);
    const { doc } = found.choice('join').apply();
    expect(ruleAt(doc, '/items')).toMatchObject({
      join: [{ as: 'product', in: 'products', on: { key: 'line.sku', item: 'product.sku' }, keep: 'all' }],
    });
    expect(ruleAt(doc, '/items/title')).toEqual({ expr: 'product.title' });
    expect(found.choice('join').detail).toBe(
      'products where line.sku = product.sku (same name, the key of the source)',
    );
    expect(found.made('look-up')).toEqual({ expr: 'XLOOKUP(line.sku, products.sku, products.title)' });
    expect(found.made('same-position')).toEqual({ expr: 'products[$index].title' });
    expect(found.choice('nested').needsConfirm).toContain('×');
    expect(found.ids).toContain('first');
  });

  it('reads a partner that is there already as one value', () => {
    const { doc } = drop(view, 'products/[]/title', '/items/title').choice('join').apply();
    const again = drop({ ...view, doc }, 'products/[]/price', '/items/amount');
    expect([again.kind, again.made('direct')]).toEqual(['value-to-value', { expr: 'product.price' }]);
  });

  it('takes keys whose values are shared in the samples, though their names differ', () => {
    const values = ({ root, steps }: { root: string; steps: readonly string[] }) =>
      steps.at(-1) === 'key' ? ['A', 'B'] : root === 'products' && steps.at(-1) === 'title' ? ['A', 'B', 'C'] : [];
    const tags = orderView({ items: { for: 'FLATTEN(order.lines.tags)', as: 'tag', fields: {} } });
    const found = drop(tags, 'products/[]/sku', '/items/sku', { values });
    expect(found.made('join', '/items')).toMatchObject({ join: [{ on: { key: 'tag.key', item: 'product.title' } }] });
  });
});

describe('dropChoices › structures', () => {
  it('matches fields of the same names, however they are spelt', () => {
    const found = drop(empty, 'order/customer', '/customer');
    expect(found.made('match')).toEqual({
      fields: {
        firstName: { expr: 'order.customer.first_name' },
        lastName: { expr: 'order.customer.last_name' },
        email: { expr: 'order.customer.email' },
      },
    });
    expect(found.said('match')).toBe('Mapped 3 of 4 fields of /customer.');
  });

  it('leaves rules that are there, and asks a better judge where there is one', () => {
    const view = orderView({ customer: { fields: { email: { const: 'x' }, vat: { const: 'y' } } } });
    const made = drop(view, 'order/customer', '/customer').made('match');
    expect(made).toEqual({
      fields: {
        email: { const: 'x' },
        vat: { const: 'y' },
        firstName: { expr: 'order.customer.first_name' },
        lastName: { expr: 'order.customer.last_name' },
      },
    });
    const scorer = (source: { name: string }, target: { name: string }): number =>
      source.name === 'email' && target.name === 'vat' ? 0.9 : 0;
    expect(drop(empty, 'order/customer', '/customer', { scorer }).made('match')).toEqual({
      fields: { vat: { expr: 'order.customer.email' } },
    });
  });

  it('reads the fields of one item through a name', () => {
    const made = drop(empty, 'order/lines', '/customer', {
      scorer: (a, b) => (a.name === 'sku' && b.name === 'vat' ? 1 : 0),
    }).made('last');
    expect(made).toEqual({ let: { line: 'LAST(order.lines)' }, fields: { vat: { expr: 'line.sku' } } });
  });

  it('makes one item of a structure, and one of each structure in a list', () => {
    const scorer = (a: { name: string }, b: { name: string }): number =>
      a.name === 'city' && b.name === 'title' ? 1 : 0;
    expect(drop(empty, 'order/ship', '/items', { scorer }).made('one-item')).toEqual({
      for: '[order.ship]',
      as: 'ship',
      fields: { title: { expr: 'ship.city' } },
    });
  });

  it('writes a structure into a text as JSON, and refuses where nothing fits', () => {
    expect(drop(empty, 'order/ship', '/id').made('as-json')).toEqual({ expr: 'TOJSON(order.ship)' });
    expect(refusal(empty, 'order/name', '/customer')).toBe(
      '/customer is a structure: drop order.name on one of its fields.',
    );
  });

  it('copies fields into a target without a schema', () => {
    const free = orderView({ copy: { fields: {} } }, { target: undefined });
    expect(drop(free, 'order/ship', '/copy').made('match')).toEqual({
      fields: {
        street: { expr: 'order.ship.street' },
        city: { expr: 'order.ship.city' },
        zip: { expr: 'order.ship.zip' },
      },
    });
    const field = drop(free, 'order/name', '/copy');
    expect(field.ids).toEqual(['new-field']);
    expect(field.made('new-field', '/copy/name')).toEqual({ expr: 'order.name' });
    expect(drop(free, 'order/name', '').made('new-field', '/name')).toEqual({ expr: 'order.name' });
    expect(drop(free, 'order/lines', '/all').made('each')).toMatchObject({
      for: 'order.lines',
      fields: { sku: { expr: 'line.sku' } },
    });
  });
});

describe('dropChoices › any pair', () => {
  // Errors that say something of the rest of the mapping, or of this fixture's values.
  const kept = new Set(['mapping.requiredUnmapped', 'mapping.notAllowed', 'mapping.outsideEnum']);

  const wrong = (
    view: MappingView,
    types: Parameters<typeof checkMapping>[1],
    ends: { sources: string[]; targets: string[] },
  ): string[] => {
    const known = new Set(checkMapping(view.doc, types).diagnostics.map(({ code, at }) => `${code} ${at.field}`));
    const found = new Set<string>();
    const tell = (choice: DropChoice): void => {
      const { doc } = choice.apply();
      const bare = { map: 1, lookups: doc.lookups, root: doc.root };
      if (JSON.stringify(MappingDocument.parse(bare)) !== JSON.stringify(bare))
        found.add(`${choice.kind} ${choice.id}: not as stored`);
      for (const { severity, code, at } of checkMapping(doc, types).diagnostics) {
        if (severity === 'error' && !known.has(`${code} ${at.field}`) && !kept.has(code))
          found.add(`${choice.kind} ${choice.id} ${code}: ${choice.preview}`);
      }
    };
    for (const source of ends.sources) {
      for (const target of ends.targets) {
        const choices = dropChoices(view, { source: parseSourceKey(source), target });
        if (!isRefusal(choices)) choices.choices.forEach(tell);
      }
    }
    return [...found];
  };

  it('makes rules that the checker accepts, as the document would be stored', () => {
    const sources = [
      '',
      '/id',
      '/placed',
      '/keywords',
      '/customer',
      '/lines',
      '/lines/[]/qty',
      '/lines/[]/tags/[]/value',
    ];
    const targets = [
      '/id',
      '/number',
      '/date',
      '/status',
      '/words',
      '/numbers',
      '/customer',
      '/items',
      '/items/amount',
      '/items/parts/value',
      '/boxes/contents',
      '/free',
    ];
    expect(wrong(empty, {}, { sources: sources.map((key) => `order${key}`), targets })).toEqual([]);
  });

  it('does so in a mapping that is full of rules', () => {
    const types = {
      trigger: { type: 'object' as const, required: ['body'], properties: { body: inferSchema([order]) } },
    };
    const view = viewOf(MappingDocument.parse(canonicalMapping), { scopeTypes: types });
    const sources = [
      '/id',
      '/customer',
      '/line_items',
      '/line_items/[]/properties/[]/value',
      '/discount_codes/[]/code',
    ];
    const targets = ['/customer/segments', '/lines', '/lines/note', '/totals/net'];
    expect(wrong(view, types, { sources: sources.map((key) => `trigger.body${key}`), targets })).toEqual([]);
  });

  it('never throws, whatever is dropped on what', () => {
    const view = orderView({
      items: { for: 'order.lines', as: 'order', fields: {} },
      id: { map: 'X@1', with: 'order' },
    });
    for (const source of ['', 'nothing', 'nothing/[]/x', 'order/[]/[]', 'order/*', 'order/lines/[]/__proto__'])
      for (const target of ['', '/nothing', '/items', '/items/x/y/z', '/id', '/id/x', '/__proto__', '/~1~0'])
        expect(typeof dropChoices(view, { source: parseSourceKey(source), target })).toBe('object');
    expect(refusal(view, 'order/name', '/items/sku')).toBe(
      'order means something else at /items/sku: rename the name that hides it.',
    );
    expect(isLoop(ruleAt(view.doc, '/items') ?? { expr: '' })).toBe(true);
  });
});
