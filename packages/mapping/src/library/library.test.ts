import type { FlowDocument, MapNode } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { compileMapping } from '../rules/compile-mapping.ts';
import { testContext } from '../testing/context.ts';
import { bundleFlow, usesOfFlow } from './bundle-flow.ts';
import { bundleMapping, missingUses } from './bundle-mapping.ts';
import { mappingOfNode } from './mapping-of-node.ts';
import { usesOf } from './uses-of.ts';

const mapping = (fields: object, rest: object = {}): MappingDocument =>
  MappingDocument.parse({ map: 1, root: { fields }, ...rest });

const address = mapping(
  { city: { expr: 'a.city' }, status: { lookup: 's', key: 'a.s' } },
  { sources: { a: { schema: 'Address@1' } }, lookups: { s: { table: 'Status@1' } }, samples: [{ name: 'x', in: {} }] },
);
const doc = mapping(
  { lines: { for: 'o.lines', fields: { 'a/b': { map: 'Address@1', with: 'item' } } } },
  { sources: { o: { schema: 'Order@3' } }, target: { schema: 'Invoice@2' } },
);
const library = {
  schemas: { 'Order@3': { type: 'object' as const }, 'Invoice@2': {}, 'Address@1': { title: 'A' }, 'Other@1': {} },
  lookups: { 'Status@1': { values: { x: 'y' } } },
  mappings: { 'Address@1': address },
};

describe('usesOf', () => {
  it('names every use with its place', () => {
    expect(usesOf(doc)).toEqual([
      { kind: 'schema', ref: 'Order@3', field: 'mapping#source.o' },
      { kind: 'schema', ref: 'Invoice@2', field: 'mapping#target' },
      { kind: 'mapping', ref: 'Address@1', field: 'mapping/lines/a~1b' },
    ]);
    expect(usesOf(address).map(({ ref }) => ref)).toEqual(['Address@1', 'Status@1']);
  });
});

describe('bundleMapping', () => {
  it('holds all that is used, also by what is used, in a fixed order, and nothing else', () => {
    const bundled = bundleMapping(doc, library);
    expect(bundled.diagnostics).toEqual([]);
    expect(Object.keys(bundled.doc.bundle?.schemas ?? {})).toEqual(['Address@1', 'Invoice@2', 'Order@3']);
    expect(bundled.doc.bundle?.lookups).toEqual({ 'Status@1': { values: { x: 'y' } } });
    expect(bundled.doc.bundle?.mappings?.['Address@1']?.samples).toBeUndefined();
    expect(MappingDocument.parse(bundled.doc)).toEqual(bundled.doc);
    const { output } = compileMapping(bundled.doc).run({ o: { lines: [{ city: 'B', s: 'x' }] } }, testContext());
    expect(output).toEqual({ lines: [{ 'a/b': { city: 'B', status: 'y' } }] });
  });

  it('is the same when it is done twice, and keeps what the library has no more', () => {
    const once = bundleMapping(doc, library).doc;
    expect(bundleMapping(once, {}).doc).toEqual(once);
    expect(bundleMapping(once, {}).diagnostics).toEqual([]);
    expect(bundleMapping(mapping({}, { bundle: once.bundle }), library).doc).toEqual(mapping({}));
  });

  it('says what the library lacks, at the rule that needs it', () => {
    const bundled = bundleMapping(doc, { mappings: library.mappings });
    expect(bundled.diagnostics.map(({ code, at }) => [code, at.field])).toEqual([
      ['mapping.missingSchema', 'mapping#source.o'],
      ['mapping.missingSchema', 'mapping#target'],
      ['mapping.missingSchema', 'mapping/lines/a~1b'],
      ['mapping.missingTable', 'mapping/lines/a~1b'],
    ]);
    expect(missingUses(doc, {}).map(({ ref }) => ref)).toEqual(['Order@3', 'Invoice@2', 'Address@1']);
    expect(missingUses(doc, library)).toEqual([]);
  });

  it('refuses mappings that use themselves, and ends', () => {
    const a = mapping({ x: { map: 'B@1', with: '1' } });
    const b = mapping({ x: { map: 'A@1', with: '1' } });
    const bundled = bundleMapping(a, { mappings: { 'A@1': a, 'B@1': b } });
    expect(bundled.diagnostics).toMatchObject([{ code: 'mapping.recursion', at: { field: 'mapping/x' } }]);
    expect(bundled.diagnostics[0]?.message).toContain('B@1 → A@1 → B@1');
  });
});

describe('mappingOfNode', () => {
  const node = (use: MapNode['use'], bundle?: MappingDocument['bundle']): Pick<MapNode, 'mapping' | 'use'> => ({
    mapping: { ...mapping({ own: { const: 1 } }), bundle },
    use,
  });
  const run = (doc: MappingDocument | undefined, scope: Record<string, unknown>): unknown =>
    doc === undefined ? undefined : compileMapping(doc).run(scope, testContext()).output;

  it('is the own mapping, or the library’s with its sources filled', () => {
    const two = mapping(
      { a: { expr: 'a' }, b: { expr: 'trigger' }, c: { expr: 'c' } },
      { sources: { a: {}, trigger: {} } },
    );
    const scope = { trigger: { body: 7 }, a: 'not this', c: 'nor this' };
    expect(mappingOfNode(node(undefined))?.root).toEqual(mapping({ own: { const: 1 } }).root);
    const use = { map: 'Two@1', with: { a: 'trigger.body', trigger: '1 + 1', c: '"c"' } };
    expect(run(mappingOfNode(node(use), { mappings: { 'Two@1': two } }), { trigger: scope.trigger })).toEqual({
      a: 7,
      b: 2,
      c: 'c',
    });
    const single = mappingOfNode(node({ map: 'Two@1', with: 'trigger.body' }), { mappings: { 'Two@1': two } });
    expect(run(single, { trigger: scope.trigger })).toEqual({ a: 7 });
  });

  it('takes the mapping from the step’s bundle first', () => {
    const use = { map: 'M@1', with: {} };
    const bundle = { mappings: { 'M@1': mapping({ from: { const: 'bundle' } }) } };
    expect(run(mappingOfNode(node(use, bundle), { mappings: { 'M@1': mapping({}) } }), {})).toEqual({ from: 'bundle' });
    expect(mappingOfNode(node({ map: 'Gone@1', with: '1' }))).toBeUndefined();
  });
});

describe('bundleFlow', () => {
  const flow: FlowDocument = {
    ...aFlow().build(),
    nodes: [],
  };
  const base = { name: 'n', label: 'N', position: { x: 0, y: 0 } };
  const doc: FlowDocument = {
    ...flow,
    nodes: [
      { ...base, id: 'm', kind: 'map', mapping: mapping({}), use: { map: 'Address@1', with: 'trigger.body' } },
      {
        ...base,
        id: 'a',
        kind: 'action',
        operation: 'http.request',
        input: {
          body: { mode: 'mapping', mapping: mapping({}, { target: { schema: 'Gone@1' } }) },
          list: { mode: 'entries', entries: [{ name: 'x', value: { mode: 'mapping', mapping: address } }] },
        },
        compensate: { operation: 'http.request', input: { body: { mode: 'mapping', mapping: address } } },
      },
    ] as FlowDocument['nodes'],
  };

  it('bundles map steps, what they use, and structured inputs, also those of what takes a step back', () => {
    const bundled = bundleFlow(doc, library);
    expect(bundled.diagnostics).toMatchObject([
      { code: 'mapping.missingSchema', at: { nodeId: 'a', field: 'input.body.mapping#target' } },
    ]);
    const [first, second] = bundled.doc.nodes;
    expect(first?.kind === 'map' && Object.keys(first.mapping.bundle?.mappings ?? {})).toEqual(['Address@1']);
    expect(JSON.stringify(second)).toContain('"Status@1":{"values"');
    expect(usesOfFlow(doc).map(({ nodeId, ref, field }) => [nodeId, ref, field])).toEqual([
      ['m', 'Address@1', 'use'],
      ['a', 'Gone@1', 'input.body.mapping#target'],
      ['a', 'Address@1', 'input.list.x.mapping#source.a'],
      ['a', 'Status@1', 'input.list.x.mapping#lookup.s'],
      ['a', 'Address@1', 'compensate.input.body.mapping#source.a'],
      ['a', 'Status@1', 'compensate.input.body.mapping#lookup.s'],
    ]);
  });
});
