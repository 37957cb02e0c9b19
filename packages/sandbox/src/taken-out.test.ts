// A part that is taken out as a mapping of its own makes what it made: with both back ends, and after it was stored.
import { compileMapping, viewOf } from '@patchbay/mapping';
import { extractMapping, isRefusal } from '@patchbay/mapping/edit';
import { generateMapping } from '@patchbay/mapping/generate';
import { mappingCase, testContext } from '@patchbay/mapping/testing';
import { childPath, fieldEntries, isStructure, MappingDocument } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProgram } from './load-program.ts';

/** What fits in the time of a unit test, on two slow cores. */
const cases = 300;

const budget = { steps: 100_000, memory: 2_000_000, textLength: 50_000, listLength: 10_000 };
const text = (value: unknown): string => JSON.stringify(value);

/** The paths of all structures and lists but the root. */
function partsOf(doc: MappingDocument): string[] {
  const visit = (rule: MappingRule, path: string): string[] =>
    isStructure(rule)
      ? [path, ...fieldEntries(rule).flatMap(([name, child]) => visit(child, childPath(path, name)))]
      : [];
  return visit(doc.root, '').slice(1);
}

const backEnds = {
  closures: (doc: MappingDocument) => compileMapping(doc),
  generated: (doc: MappingDocument) => generateMapping(doc, loadProgram),
};

/** What it makes; undefined when a problem came up or a record was left out: a part of its own then fails as a whole. */
function madeBy(
  doc: MappingDocument,
  scope: Record<string, unknown>,
  backEnd: keyof typeof backEnds,
): string | undefined {
  const { ok, output, rejected } = backEnds[backEnd](doc).run(scope, testContext(budget));
  return ok && rejected.length === 0 ? text(output) : undefined;
}

/** Takes every part out, one at a time, and counts those that could be and looked something up. */
function takeOut(read: MappingDocument, scope: Record<string, unknown>): { taken: number; refused: string[] } {
  const doc = MappingDocument.parse(JSON.parse(text(read)));
  const refused: string[] = [];
  let taken = 0;
  const before = madeBy(doc, scope, 'closures');
  if (before === undefined) return { taken, refused };
  for (const path of partsOf(doc)) {
    const edit = extractMapping(viewOf(doc), path, 'Part@1');
    if (isRefusal(edit)) {
      refused.push(edit.refused);
      continue;
    }
    const stored = MappingDocument.parse(JSON.parse(text(edit.doc)));
    expect(text(stored)).toBe(text(edit.doc));
    for (const backEnd of ['closures', 'generated'] as const) expect(madeBy(stored, scope, backEnd)).toBe(before);
    if (Object.values(edit.mapping.sources ?? {}).some(({ role }) => role === 'lookup')) taken += 1;
  }
  return { taken, refused };
}

/** Orders that look up in two sources and a table: by rules, by formulas, by joins; inside loops, and inside what is named like them. */
const lookingUp = fc
  .record({
    title: fc.constantFrom<MappingRule>(
      { lookup: 'products', key: 'l.sku' },
      { lookup: 'products', key: 'l.sku', onNull: 'null' },
      { expr: "LOOKUP('products', l.sku, { title: 'none' }).title" },
      { expr: "LOOKUP('products', l.sku).title & '/' & COUNT(products)" },
      { expr: 'XLOOKUP(l.sku, products.sku, products.title)' },
      { expr: 'LOOKUP(order.tableName, l.sku)' },
      { expr: 'LOOKUP(order.names, l.sku)' },
      { expr: 'FIRST(products[sku = l.sku]).title & order.id' },
    ),
    more: fc.constantFrom<MappingRule>(
      { lookup: 'the stock', key: 'l.sku' },
      { expr: "LOOKUP('the stock', l.sku).n + l.qty" },
      { lookup: 'colours', key: 'l.sku' },
      { lookup: 'names', key: 'l.sku' },
      { expr: "LOOKUP('names', l.sku) & x" },
      { expr: 'COUNT(order.lines)' },
      { expr: "TEXTJOIN(',', order.lines.sku) & l.sku" },
      { for: 'order.lines', as: 'o', fields: { t: { expr: "TEXTJOIN(',', order.lines.sku) & o.sku & l.sku" } } },
      { for: 'products', as: 'q', where: 'q.sku = l.sku', fields: { s: { lookup: 'the stock', key: 'q.sku' } } },
      {
        for: 'order.lines',
        as: 'other',
        join: [{ as: 'p', in: 'products', on: { key: 'other.sku', item: 'p.sku' } }],
        fields: { t: { expr: 'p.title' }, s: { lookup: 'products', key: 'l.sku' } },
      },
    ),
    as: fc.constantFrom('l', 'line', 'lines', 'products', 'order', 'item', 'the stock', 'sku'),
    lets: fc.constantFrom<Record<string, string>>(
      {},
      { x: 'order.id' },
      { x: 'order.id', products: 'order.lines' },
      { all: 'products', x: "LOOKUP('products', 'A').title" },
      { lines: 'order.lines', x: 'COUNT(lines)' },
    ),
    inner: fc.constantFrom<'fields' | 'loop'>('fields', 'loop'),
    first: fc.boolean(),
    schemas: fc.boolean(),
    scope: fc.record({
      order: fc.record({
        id: fc.integer({ min: 1, max: 9 }),
        tableName: fc.constantFrom('products', 'the stock', 'names', 'colours', null),
        names: fc.dictionary(fc.constantFrom('A', 'B'), fc.constantFrom('a', 'b')),
        lines: fc.array(fc.record({ sku: fc.constantFrom('A', 'B', 'C', null), qty: fc.nat(5) }), { maxLength: 4 }),
      }),
      products: fc.array(fc.record({ sku: fc.constantFrom('A', 'B', 7, null), title: fc.constantFrom('Mug', 'Cup') }), {
        maxLength: 3,
      }),
      'the stock': fc.option(fc.array(fc.record({ id: fc.constantFrom('A', 'C'), n: fc.nat(9) }), { maxLength: 3 })),
      names: fc.constant([{ id: 'A' }]),
    }),
  })
  .map(({ title, more, as, lets, inner, first, schemas: known, scope }) => {
    // Where nobody knows the shape of items, a field of an item may hide a name: only the data tells.
    const schemas = known || as === 'sku';
    const own = `\`${as}\``;
    const renamed = (rule: MappingRule): MappingRule =>
      JSON.parse(text(rule).replaceAll(/\bl\.(sku|qty)/g, `${own}.$1`)) as MappingRule;
    const structure = { let: lets, fields: { title: renamed(title), more: renamed(more) } };
    const part = inner === 'fields' ? structure : { for: 'order.lines', as, ...structure };
    const root: MappingRule =
      inner === 'fields'
        ? { fields: { rows: { for: 'order.lines', as, fields: { part } } } }
        : { fields: { rows: part } };
    const sku = { type: 'array', items: { type: 'object', properties: { sku: {}, title: { type: 'string' } } } };
    const order = {
      type: 'object',
      properties: {
        id: { type: 'integer' },
        tableName: { type: ['string', 'null'] },
        names: { type: 'object' },
        lines: { type: 'array', items: { type: 'object', properties: { sku: {}, qty: { type: 'integer' } } } },
      },
    };
    const sources = [
      ['order', schemas ? { schema: order } : {}],
      ['products', { role: 'lookup', key: 'sku', ...(schemas ? { schema: sku } : {}) }],
      ['the stock', { role: 'lookup', key: 'id' }],
      ['names', { role: 'lookup', key: 'id' }],
    ];
    const doc = MappingDocument.parse({
      map: 1,
      sources: Object.fromEntries(first ? sources : sources.toReversed()),
      lookups: { colours: { values: { A: 'red' }, default: 'none' }, names: { values: { A: 'Anne' } } },
      root,
    });
    return { doc, scope };
  });

describe('a part that is taken out as a mapping of its own', () => {
  it('makes what it made, whatever it looks up in', () => {
    let taken = 0;
    const refused = new Set<string>();
    fc.assert(
      fc.property(lookingUp, ({ doc, scope }) => {
        const result = takeOut(doc, scope);
        taken += result.taken;
        for (const why of result.refused) refused.add(why);
      }),
      { numRuns: cases },
    );
    expect(taken).toBeGreaterThan(cases / 2);
    // A source is only out of reach where a name hides it.
    for (const why of refused)
      expect(why).toMatch(/^\S+ looks up in the source “[^”]+”, but that name means something else there/);
  });

  it('makes what it made, whatever the document', () => {
    let taken = 0;
    fc.assert(
      fc.property(mappingCase, ({ doc, scope }) => {
        taken += takeOut(doc, scope).taken;
      }),
      { numRuns: cases },
    );
    expect(taken).toBeGreaterThan(0);
  });
});
