import { isLoop, MappingDocument } from '@patchbay/model/mapping';
import { inferSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import canonicalMapping from '../../../fixtures/canonical-order.mapping.json' with { type: 'json' };
import order from '../../../fixtures/order.json' with { type: 'json' };
import { viewOf } from '../../lineage/mapping-view.ts';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { parseSourceKey } from '../../lineage/source-path.ts';
import { checkMapping } from '../../rules/check-mapping.ts';
import { dropped as drop, refusal } from '../../testing/dropped.ts';
import { orderView } from '../../testing/order-view.ts';
import { isRefusal } from '../edit.ts';
import { ruleAt } from '../rule-at.ts';
import type { DropChoice } from './drop-choice.ts';
import { dropChoices } from './drop-choices.ts';

const empty = orderView();

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
    expect(found.said('match')).toBe('Mapped 3 of 4 fields of customer.');
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

  it('takes a value that is dropped on a structure to its field of that name', () => {
    const found = drop(empty, 'order/customer/first_name', '/customer');
    expect([found.kind, found.ids]).toEqual(['value-to-structure', ['same-name']]);
    expect(found.made('same-name', '/customer/firstName')).toEqual({ expr: 'order.customer.first_name' });
  });

  it('writes a structure into a text as JSON, and refuses where nothing fits', () => {
    expect(drop(empty, 'order/ship', '/id').made('as-json')).toEqual({ expr: 'TOJSON(order.ship)' });
    expect(refusal(empty, 'order/name', '/customer')).toBe(
      'customer is a structure: drop order.name on one of its fields.',
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
      'order means something else at items.sku: rename the name that hides it.',
    );
    expect(isLoop(ruleAt(view.doc, '/items') ?? { expr: '' })).toBe(true);
  });
});
