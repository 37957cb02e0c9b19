import { fieldNames, MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { orderView } from '../testing/order-view.ts';
import { addField } from './add-field.ts';
import { asKind, constantOf, constantText, kindOf } from './as-kind.ts';
import { convertRule } from './convert-rule.ts';
import { duplicateRule } from './duplicate-rule.ts';
import { isRefusal } from './edit.ts';
import type { Edit, EditResult } from './edit.ts';
import { moveRule } from './move-rule.ts';
import { relocateRule } from './relocate-rule.ts';
import { removeRules } from './remove-rules.ts';
import { renameRule } from './rename-rule.ts';
import { ruleAt } from './rule-at.ts';
import { ruleMeta, setRuleMeta } from './rule-meta.ts';
import { setRule, setRules } from './set-rule.ts';

const made = (result: EditResult): Edit => {
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
};
const refused = (result: EditResult): string => (isRefusal(result) ? result.refused : `not refused: ${result.said}`);

const doc = MappingDocument.parse({
  map: 1,
  lookups: { country: { values: { DK: 'DNK' } } },
  root: {
    fields: {
      id: { expr: 'trigger.body.id' },
      lines: { for: 'trigger.body.lines', as: 'line', fields: { sku: { expr: 'line.sku' }, 'a/b': { const: 1 } } },
      total: { expr: 'SUM($target.lines.sku) + $target.lines["sku"][0] & $target.id' },
    },
  },
  meta: { rules: { '/lines': { comment: 'all' }, '/lines/sku': { status: 'reviewed' }, '/linesx': { owner: 'me' } } },
});

describe('setRule', () => {
  it('keeps the document where nothing changes, and every object that it does not touch', () => {
    expect(setRule(doc, '/id', ruleAt(doc, '/id'))).toBe(doc);
    expect(setRule(doc, '/nothing/here', undefined)).toBe(doc);
    const next = setRule(doc, '/id', { const: 1 });
    expect(next.root.fields['lines']).toBe(doc.root.fields['lines']);
    expect(
      setRules(doc, [
        ['/id', { const: 1 }],
        ['/new/deep', { const: 2 }],
      ]).root.fields['new'],
    ).toEqual({ fields: { deep: { const: 2 } } });
  });

  it('does not take a value for a structure when something inside it is removed', () => {
    expect(setRule(doc, '/id/x', undefined)).toBe(doc);
  });

  it('writes keys in the stored order, whatever order they are given in', () => {
    const next = setRule(doc, '/l', { fields: {}, let: { a: '1' }, where: 'true', as: 'x', for: 'y' });
    expect(JSON.stringify(next)).toBe(JSON.stringify(MappingDocument.parse(next)));
  });
});

describe('ruleAt', () => {
  it('finds rules by path, through loops and odd names', () => {
    expect(ruleAt(doc, '/lines/sku')).toEqual({ expr: 'line.sku' });
    expect(ruleAt(doc, '/lines/a~1b')).toEqual({ const: 1 });
    expect(ruleAt(doc, '/nothing/here')).toBeUndefined();
    expect(ruleAt(doc, '/__proto__')).toBeUndefined();
    expect(ruleAt(doc, '/id/expr')).toBeUndefined();
  });
});

describe('removeRules', () => {
  it('takes the rules inside and what is said about them along', () => {
    const edit = removeRules(doc, ['/lines/sku', '/lines', '/gone']);
    expect(Object.keys(edit.doc.root.fields)).toEqual(['id', 'total']);
    expect(edit.doc.meta).toEqual({ rules: { '/linesx': { owner: 'me' } } });
    expect(edit.said).toBe('Removed the rule of lines.');
    expect(removeRules(doc, ['/gone']).doc).toBe(doc);
    expect(removeRules(doc, ['/id', '/total']).said).toBe('Removed 2 rules.');
  });
});

describe('renameRule', () => {
  it('keeps its place; what reads it and what is said about it follow', () => {
    const { doc: next, path } = made(renameRule(doc, '/lines', 'rows 1'));
    expect(path).toBe('/rows 1');
    expect(Object.keys(next.root.fields)).toEqual(['id', 'rows 1', 'total']);
    expect(ruleAt(next, '/total')).toEqual({
      expr: 'SUM($target.`rows 1`.sku) + $target.`rows 1`["sku"][0] & $target.id',
    });
    expect(next.meta?.rules).toEqual({
      '/rows 1': { comment: 'all' },
      '/rows 1/sku': { status: 'reviewed' },
      '/linesx': { owner: 'me' },
    });
    const inner = made(renameRule(doc, '/lines/sku', 'code')).doc;
    expect(ruleAt(inner, '/total')).toEqual({
      expr: 'SUM($target.lines.code) + $target.lines["code"][0] & $target.id',
    });
  });

  it('refuses taken and blank names and what is not there', () => {
    expect(refused(renameRule(doc, '/id', 'lines'))).toBe('There is a rule for lines already. Choose another name.');
    expect(refused(renameRule(doc, '/id', ' '))).toBe('A field needs a name.');
    expect(refused(renameRule(doc, '/gone', 'x'))).toBe('There is no rule at gone.');
    expect(refused(renameRule(doc, '', 'x'))).toBe('There is no rule at The result.');
  });
});

describe('moveRule', () => {
  it('moves among siblings and stops at the ends', () => {
    const names = (by: number): string[] => Object.keys(made(moveRule(doc, '/lines', by)).doc.root.fields);
    expect(names(-1)).toEqual(['lines', 'id', 'total']);
    expect(names(1)).toEqual(['id', 'total', 'lines']);
    expect(names(99)).toEqual(['id', 'total', 'lines']);
    expect(made(moveRule(doc, '/id', -1)).doc).toBe(doc);
    const numbered = MappingDocument.parse({
      map: 1,
      root: { fields: { a: { const: 1 }, 7: { const: 2 }, 8: { const: 3 } } },
    });
    expect(fieldNames(made(moveRule(numbered, '/7', 1)).doc.root)).toEqual(['8', '7', 'a']);
  });
});

describe('duplicateRule and addField', () => {
  it('puts a copy below under a free name, with what is said about it', () => {
    const { doc: next, path } = made(duplicateRule(doc, '/lines'));
    expect(path).toBe('/lines2');
    expect(Object.keys(next.root.fields)).toEqual(['id', 'lines', 'lines2', 'total']);
    expect(ruleMeta(next, '/lines2/sku')).toEqual({ status: 'reviewed' });
  });

  it('adds fields under free names and refuses what takes none', () => {
    expect(made(addField(doc, '/lines')).path).toBe('/lines/field3');
    expect(made(addField(doc, '', { name: '__proto__', rule: { const: 1 } })).path).toBe('/__proto__');
    expect(refused(addField(doc, '/id'))).toBe('id is a single value. Make it a structure or a list first.');
    expect(refused(addField(doc, '', { name: 'id' }))).toBe('There is a rule for id already. Choose another name.');
  });
});

describe('setRuleMeta', () => {
  it('changes parts, takes blank ones away and leaves no empty thing behind', () => {
    const once = setRuleMeta(doc, '/id', { comment: 'c', status: 'todo' }).doc;
    expect(ruleMeta(once, '/id')).toEqual({ status: 'todo', comment: 'c' });
    const twice = setRuleMeta(setRuleMeta(once, '/id', { comment: '' }).doc, '/id', { status: undefined }).doc;
    expect(twice.meta).toEqual(doc.meta);
    const bare = MappingDocument.parse({ map: 1, root: { fields: {} } });
    expect(setRuleMeta(setRuleMeta(bare, '', { owner: 'x' }).doc, '', { owner: '' }).doc).toEqual(bare);
  });

  it('keeps comments within what a document allows', () => {
    const long = setRuleMeta(doc, '/id', { comment: 'x'.repeat(6_000), owner: '\u{1f600}'.repeat(150) }).doc;
    expect(MappingDocument.safeParse(long).success).toBe(true);
    expect(ruleMeta(long, '/id').owner?.endsWith('\u{1f600}')).toBe(true);
  });
});

describe('asKind', () => {
  it.each([
    [
      { expr: 'a.b', when: 'a.c', onNull: 'null' },
      'lookup',
      { when: 'a.c', onNull: 'null', lookup: 'country', key: 'a.b' },
    ],
    [{ const: 'x' }, 'expression', { expr: '"x"' }],
    [{ const: { a: [1, null] } }, 'expression', { expr: '{ "a": [1, null] }' }],
    [{ expr: '"x"' }, 'constant', { const: 'x' }],
    [{ expr: '12' }, 'constant', { const: 12 }],
    [{ expr: 'a' }, 'switch', { switch: [{ when: 'true', then: 'a' }] }],
    [{ switch: [{ when: 'a', then: 'b' }], default: 1 }, 'expression', { default: 1, expr: 'IF(a, b)' }],
    [
      {
        switch: [
          { when: 'a', then: 'b' },
          { when: 'c', then: 'd' },
        ],
        otherwise: 'e',
      },
      'expression',
      { expr: 'IFS(a, b, c, d, true, e)' },
    ],
    [
      { expr: 'IFS(a, b, c, d, TRUE, e)' },
      'switch',
      {
        switch: [
          { when: 'a', then: 'b' },
          { when: 'c', then: 'd' },
        ],
        otherwise: 'e',
      },
    ],
    [{ expr: '= if(a; b)' }, 'switch', { switch: [{ when: 'a', then: 'b' }] }],
    [{ lookup: 'country', key: 'a.b' }, 'expression', { expr: 'LOOKUP("country", a.b)' }],
    [{ expr: 'LOOKUP("other", a.b, "x")' }, 'lookup', { lookup: 'other', key: 'a.b', default: 'x' }],
    [{ lookup: 'country', key: 'a.b', reverse: true }, 'expression', { expr: 'a.b' }],
    [{ map: 'A@1', with: { x: 'y' } }, 'expression', { expr: 'y' }],
    [
      { for: 'a.rows', fields: { b: { const: 1 } }, let: { c: '1' } },
      'object',
      { let: { c: '1' }, fields: { b: { const: 1 } } },
    ],
    [
      { let: { c: '1' }, fields: { b: { const: 1 } } },
      'loop',
      { let: { c: '1' }, for: '', as: 'item', fields: { b: { const: 1 } } },
    ],
    [{ expr: 'order.lines' }, 'loop', { for: 'order.lines', as: 'line', fields: {} }],
  ] as const)('%j as %s', (rule, kind, expected) => {
    const parsed = MappingDocument.parse({ map: 1, root: { fields: { r: rule } } }).root.fields['r'];
    expect(asKind(parsed, kind, doc)).toEqual(expected);
    expect(kindOf(asKind(parsed, kind, doc))).toBe(kind);
  });

  it('keeps the direction that a table says', () => {
    const back: MappingDocument = { ...doc, lookups: { back: { values: {}, reverse: true } } };
    const formula = { expr: 'LOOKUP("back", a.b)' };
    const forwards = { lookup: 'back', key: 'a.b', reverse: false };
    expect(asKind({ lookup: 'back', key: 'a.b' }, 'expression', back)).toEqual({ expr: 'a.b' });
    expect(asKind(formula, 'lookup', back)).toEqual(forwards);
    expect(asKind(forwards, 'expression', back)).toEqual(formula);
  });

  it.each([
    ['12', 12],
    ['true', true],
    ['DE', 'DE'],
    ['"12"', '12'],
    ['90071992547409931234', '90071992547409931234'],
    ['{"__proto__":1}', JSON.parse('{"__proto__":1}')],
  ])('reads the constant %s and writes it back', (text, value) => {
    expect(constantOf(text)).toEqual(value);
    expect(constantOf(constantText(constantOf(text)))).toEqual(value);
  });
});

describe('convertRule', () => {
  const view = orderView({
    items: {
      for: 'order.lines',
      as: 'line',
      let: { price: 'NUMBER(line.price)' },
      fields: {
        sku: { expr: 'UPPER(line.sku)' },
        amount: { expr: 'price' },
        parts: { for: 'line.tags', as: 'tag', fields: { key: { expr: 'tag.key & line.sku' } } },
      },
    },
    boxes: {
      let: { all: 'order.parcels.no' },
      fields: { no: { expr: 'FIRST(order.parcels.no)' }, n: { expr: 'all' }, x: { expr: 'order.name' } },
    },
  });

  it('turns a list into a structure: what read the item reads the list', () => {
    expect(ruleAt(made(convertRule(view, '/items', { kind: 'object' })).doc, '/items')).toEqual({
      let: { price: 'NUMBER(order.lines.price)' },
      fields: {
        sku: { expr: 'UPPER(order.lines.sku)' },
        amount: { expr: 'price' },
        parts: { for: 'order.lines.tags', as: 'tag', fields: { key: { expr: 'tag.key & order.lines.sku' } } },
      },
    });
  });

  it('turns a structure into a list: what read the list reads the item', () => {
    const { doc: next } = made(convertRule(view, '/boxes', { kind: 'loop', list: 'order.parcels' }));
    expect(ruleAt(next, '/boxes')).toEqual({
      for: 'order.parcels',
      as: 'parcel',
      let: { all: 'parcel.no' },
      fields: { no: { expr: 'FIRST(all)' }, n: { expr: 'all' }, x: { expr: 'order.name' } },
    });
  });

  it('says how many rules are gone, and takes what is said about them along', () => {
    const noted = { ...view, doc: setRuleMeta(view.doc, '/items/sku', { owner: 'x' }).doc };
    const edit = made(convertRule(noted, '/items', { kind: 'expression' }));
    expect(edit.said).toBe('items is a formula now. 4 rules inside are gone.');
    expect(ruleAt(edit.doc, '/items')).toEqual({ expr: 'order.lines' });
    expect(edit.doc.meta).toBeUndefined();
    expect(refused(convertRule(view, '', { kind: 'constant' }))).toBe('The whole result is a structure or a list.');
  });
});

describe('relocateRule', () => {
  const view = orderView({
    items: {
      for: 'order.lines',
      as: 'line',
      let: { price: 'NUMBER(line.price)', twice: 'price * 2' },
      fields: {
        sku: { expr: 'line.sku' },
        amount: { expr: 'ROUND(twice, 2)' },
        title: { expr: '$.sku & MAP(line.tags, line -> line.key) & $index' },
      },
    },
    customer: {
      let: { c: 'order.customer' },
      fields: { email: { expr: 'c.email' }, firstName: { expr: 'LOWER(c.first_name)' } },
    },
    address: { fields: { zip: { expr: '$target.items.sku & order.ship.zip' } } },
  });

  it('rewrites names that are not seen there, writes values in the stead of theirs, and leaves the rest', () => {
    const out = (from: string, name: string) =>
      ruleAt(made(relocateRule(view, from, { parent: '', name })).doc, `/${name}`);
    expect(out('/items/sku', 'a')).toEqual({ expr: 'order.lines.sku' });
    expect(out('/items/amount', 'a')).toEqual({ expr: 'ROUND((NUMBER(order.lines.price) * 2), 2)' });
    expect(out('/items/title', 'a')).toEqual({
      expr: 'order.lines.sku & MAP(order.lines.tags, line -> line.key) & $index',
    });
    expect(out('/customer/email', 'a')).toEqual({ expr: 'order.customer.email' });
  });

  it('takes the nearest names there, and its readers along', () => {
    const { doc: next, path } = made(
      relocateRule(view, '/items/sku', { parent: '/address', name: 'code', before: 'zip' }),
    );
    expect(path).toBe('/address/code');
    expect(Object.keys((ruleAt(next, '/address') as { fields: object }).fields)).toEqual(['code', 'zip']);
    expect(ruleAt(next, '/address/zip')).toEqual({ expr: '$target.address.code & order.ship.zip' });
    const back = made(relocateRule(view, '/customer/firstName', { parent: '/items' })).doc;
    expect(ruleAt(back, '/items/firstName')).toEqual({ expr: 'LOWER(order.customer.first_name)' });
  });

  it('moves a loop with its own names', () => {
    const other = orderView(
      {
        a: {
          for: 'order.parcels',
          as: 'p',
          fields: { items: { for: 'p.items', as: 'i', fields: { s: { expr: 'i.sku & p.no' } } } },
        },
      },
      { target: undefined },
    );
    expect(ruleAt(made(relocateRule(other, '/a/items', { parent: '' })).doc, '/items')).toEqual({
      for: 'order.parcels.items',
      as: 'i',
      fields: { s: { expr: 'i.sku & order.parcels.no' } },
    });
  });

  it('never lets a name that moves along hide what a text reads', () => {
    const other = orderView(
      {
        a: {
          let: { c: 'order.customer' },
          fields: { b: { let: { order: '1' }, fields: { x: { expr: 'c.email & order' } } } },
        },
      },
      { target: undefined },
    );
    const next = made(relocateRule(other, '/a/b', { parent: '', name: 'z' })).doc;
    // `c` is not seen there, and what it stands for cannot be said where `order` means something else: to be mended by hand.
    expect(ruleAt(next, '/z/x')).toEqual({ expr: 'c.email & order' });
  });

  it('refuses what has no place', () => {
    expect(refused(relocateRule(view, '/items', { parent: '/items/parts' }))).toBe(
      'items cannot be moved into itself.',
    );
    expect(refused(relocateRule(view, '/items/sku', { parent: '/boxes' }))).toBe(
      'boxes is a list: make a loop there first.',
    );
    expect(refused(relocateRule(view, '/items/sku', { parent: '/customer/email' }))).toBe(
      'customer.email is a single value: it takes no fields.',
    );
  });
});
