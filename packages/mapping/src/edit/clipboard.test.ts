import { describe, expect, it } from 'vitest';
import { after, made, refused } from '../testing/edited.ts';
import { orderView } from '../testing/order-view.ts';
import { copyRules } from './copy-rules.ts';
import { isRefusal } from './edit.ts';
import { pasteRules } from './paste-rules.ts';
import { ruleAt } from './rule-at.ts';
import { setRuleMeta } from './rule-meta.ts';

const view = orderView(
  {
    id: { lookup: 'status', key: 'order.name' },
    status: { expr: 'LOOKUP("status", order.name)' },
    items: {
      for: 'order.lines',
      as: 'line',
      let: { price: 'NUMBER(line.price)', twice: 'price * 2', rate: '0.19' },
      fields: {
        sku: { expr: 'line.sku' },
        amount: { expr: 'twice * rate' },
        parts: {
          for: 'line.tags',
          as: 'tag',
          fields: { key: { expr: 'tag.key & line.sku & $target.items.parts.key' } },
        },
      },
    },
    groups: { for: 'order.lines', as: 'g', groupBy: 'g.sku', fields: { n: { expr: 'SUM(g.items.qty)' } } },
  },
  { lookups: { status: { values: { A: 'new' } } } },
);
const copied = (paths: readonly string[], from = view): string => {
  const text = copyRules(from, paths);
  if (typeof text !== 'string') throw new Error(text.refused);
  return text;
};

describe('copyRules and pasteRules', () => {
  it('pastes in the same place under a free name, texts unchanged', () => {
    const { doc, path, said } = made(pasteRules(view, copied(['/items/sku']), { parent: '/items' }));
    expect([path, said]).toEqual(['/items/sku2', 'Pasted items.sku2.']);
    expect(ruleAt(doc, path)).toEqual({ expr: 'line.sku' });
  });

  it('rewrites names for the new place: other aliases, none at all, values in the stead of theirs', () => {
    const other = orderView({
      items: { for: 'order.lines', as: 'row', let: { price: '1' }, fields: {} },
      customer: { fields: {} },
    });
    const paste = (paths: readonly string[], parent: string) => made(pasteRules(other, copied(paths), { parent })).doc;
    expect(ruleAt(paste(['/items/sku'], '/items'), '/items/sku')).toEqual({ expr: 'row.sku' });
    expect(ruleAt(paste(['/items/amount'], '/items'), '/items/amount')).toEqual({
      expr: '(NUMBER(row.price) * 2) * 0.19',
    });
    expect(ruleAt(paste(['/items/sku'], '/customer'), '/customer/sku')).toEqual({ expr: 'order.lines.sku' });
    expect(ruleAt(paste(['/items/parts'], '/items'), '/items/parts')).toEqual({
      for: 'row.tags',
      as: 'tag',
      fields: { key: { expr: 'tag.key & row.sku & $target.items.parts.key' } },
    });
    expect(ruleAt(paste(['/groups/n'], '/customer'), '/customer/n')).toEqual({ expr: 'SUM(order.lines.qty)' });
  });

  it('lets a copy read its own earlier values', () => {
    const { doc } = made(pasteRules(view, copied(['/items/parts']), { parent: '/items' }));
    expect(ruleAt(doc, '/items/parts2/key')).toEqual({ expr: 'tag.key & line.sku & $target.items.parts2.key' });
  });

  it('pastes several, with what is said about them, and onto a row', () => {
    const noted = { ...view, doc: setRuleMeta(view.doc, '/items/sku', { comment: 'c' }).doc };
    const { doc, said } = made(pasteRules(noted, copied(['/items/sku', '/items/amount'], noted), { parent: '/items' }));
    expect(said).toBe('Pasted 2 rules into items.');
    expect(doc.meta?.rules).toEqual({ '/items/sku': { comment: 'c' }, '/items/sku2': { comment: 'c' } });
    const onto = made(pasteRules(view, copied(['/items/sku']), { parent: '/items', onto: '/items/title' }));
    expect([onto.path, ruleAt(onto.doc, '/items/title')]).toEqual(['/items/title', { expr: 'line.sku' }]);
  });

  it('brings tables along, under another name where theirs means another table', () => {
    const bare = orderView({});
    const text = copied(['/id', '/status']);
    expect(made(pasteRules(bare, text, { parent: '' })).doc.lookups).toEqual({ status: { values: { A: 'new' } } });
    const other = orderView({}, { lookups: { status: { values: { B: 'b' } } } });
    const { doc } = made(pasteRules(other, text, { parent: '' }));
    expect(doc.lookups).toEqual({ status: { values: { B: 'b' } }, status2: { values: { A: 'new' } } });
    expect(ruleAt(doc, '/id')).toEqual({ lookup: 'status2', key: 'order.name' });
    expect(ruleAt(doc, '/status')).toEqual({ expr: 'LOOKUP("status2", order.name)' });
    expect(made(pasteRules(view, copied(['/id']), { parent: '' })).doc.lookups).toEqual(view.doc.lookups);
  });

  it('asks for a row where the target takes no other names', () => {
    const closed = orderView(
      { a: { const: 1 } },
      { target: { schema: { type: 'object', properties: { a: {}, b: {} }, additionalProperties: false } } },
    );
    const text = copied(['/a'], closed);
    expect(refused(pasteRules(closed, text, { parent: '' }))).toBe(
      'a has a rule, and the target takes no other fields: paste onto the row that is meant.',
    );
    expect(ruleAt(made(pasteRules(closed, text, { parent: '', onto: '/b' })).doc, '/b')).toEqual({ const: 1 });
  });

  it('copies only the outer of rules inside each other', () => {
    const fragment = JSON.parse(copied(['/items/sku', '/items', '/gone', ''])) as { rules: { name: string }[] };
    expect(fragment.rules.map(({ name }) => name)).toEqual(['items']);
    expect(refused(copyRules(view, ['/gone']) as object)).toBe('Nothing is chosen that has a rule.');
  });

  it('refuses texts that hold no rules, in words', () => {
    for (const text of [
      '',
      'hello',
      '{}',
      '[1]',
      '{"patchbay":"rules","version":2,"rules":[]}',
      '{"patchbay":"rules","version":1,"rules":[{"name":"x","path":"/x","rule":{"expr":1}}]}',
      `${'['.repeat(300)}`,
      'x'.repeat(5_000_001),
    ])
      expect(isRefusal(pasteRules(view, text, { parent: '' }))).toBe(true);
    expect(refused(pasteRules(view, copied(['/id']), { parent: '/id' }))).toBe(
      'id is a single value: it takes no fields.',
    );
    expect(refused(pasteRules(orderView({}), copied(['/items/sku']), { parent: '/items' }))).toBe(
      'items is a list: make a loop there first.',
    );
  });

  it('keeps names that no program would choose', () => {
    const odd = orderView(JSON.parse('{"__proto__":{"fields":{"a/b":{"const":{"__proto__":1}}}}}'), {
      target: undefined,
    });
    const pasted = after(
      orderView({}, { target: undefined }),
      pasteRules(orderView({}, { target: undefined }), copied(['/__proto__'], odd), { parent: '' }),
    );
    expect(JSON.stringify(pasted.doc.root)).toBe(JSON.stringify(odd.doc.root));
  });
});
