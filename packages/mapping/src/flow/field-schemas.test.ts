// Steps that name a schema of the library: what they hand on, and what of it cannot work.
import type { OperationManifest } from '@patchbay/model/connector';
import type { FieldValue, FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { compileFieldValue } from '../fields/compile-field-value.ts';
import { bundleFlow, usesOfFlow } from '../library/bundle-flow.ts';
import { testContext } from '../testing/context.ts';
import { movedFlowToVersion } from '../edit/move-flow-to-version.ts';
import { checkFlow } from './check-flow.ts';
import type { KnownSchemas } from './field-schemas.ts';
import { scopeTypesAt } from './scope-types.ts';

const field = (name: string, rest: object = {}): OperationManifest['fields'][number] => ({
  name,
  label: name,
  control: 'text',
  required: false,
  dynamic: false,
  advanced: false,
  ...rest,
});
const shapes = { of: 'records' as const, path: 'path', format: 'format', needs: { 'fixed-width': 'x-pos' as const } };
const read: OperationManifest = {
  id: 'file.read',
  kind: 'action',
  name: 'Read',
  description: '',
  icon: 'file',
  connection: 'none',
  fields: [
    field('format', { control: 'select', default: 'auto' }),
    field('schema', { control: 'schema', shapes }),
    field('path', { label: 'Where', showWhen: { field: 'format', in: ['auto', 'xml'] } }),
  ],
  sideEffect: { cases: [], otherwise: 'read' },
  output: {},
  records: 'read',
  samples: [],
};
const operations = { 'file.read': read };

const line: DataSchema = { type: 'object', properties: { sku: { type: 'string', 'x-pos': { start: 1, length: 4 } } } };
const library: { schemas: Record<string, DataSchema> } = {
  schemas: {
    'Line@1': line,
    'Orders@1': {
      type: 'object',
      properties: { order: { type: 'array', items: { type: 'object', properties: { no: { type: 'integer' } } } } },
    },
  },
};

const fixed = (value: string): FieldValue => ({ mode: 'fixed', value });
const named = (schema: string): FieldValue => ({ mode: 'schema', schema });
const flow = (input: Record<string, FieldValue>, condition = 'true'): FlowDocument => {
  const doc = aFlow()
    .withTrigger('start')
    .withMap('read', {})
    .withMap('keep', {})
    .to('start', 'read')
    .to('read', 'keep')
    .build();
  return {
    ...doc,
    nodes: doc.nodes.map((node) => {
      const { id, name, label, position } = node;
      if (name === 'read')
        return { id, name, label, position, kind: 'action', operation: 'file.read', input, records: { does: 'read' } };
      if (name === 'keep') return { id, name, label, position, kind: 'filter', condition, records: {} };
      return node;
    }) as FlowDocument['nodes'],
  };
};
const found = (doc: FlowDocument, schemas?: KnownSchemas): string[] =>
  checkFlow(doc, { operations, schemas })
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, at, message }) => `${at.nodeId}/${at.field}: ${code} ${message}`);
const itemOf = (doc: FlowDocument, schemas?: KnownSchemas): DataSchema | undefined =>
  scopeTypesAt(doc, doc.nodes.find(({ name }) => name === 'keep')?.id ?? '', { operations, schemas })['item'];
const bundled = (doc: FlowDocument): FlowDocument => bundleFlow(doc, library).doc;

describe('a schema of the library in a field', () => {
  it('says what the records are, at the way into the document', () => {
    expect(itemOf(bundled(flow({ schema: named('Line@1') })))?.properties).toEqual(line.properties);
    const way = { schema: named('Orders@1'), path: fixed('order') };
    expect(itemOf(bundled(flow(way)))?.properties?.['no']).toEqual({ type: 'integer' });
    // The way is that of XML: a CSV file has none.
    const csv = { schema: named('Line@1'), format: fixed('csv'), path: fixed('order') };
    expect(itemOf(bundled(flow(csv)))?.properties).toEqual(line.properties);
    expect(found(bundled(flow({ schema: named('Line@1') }, 'item.sk = ""')))).toEqual([
      expect.stringContaining('expression.unknownField'),
    ]);
  });

  it('says so as well where it is written in the step, or known beside the flow', () => {
    const written: FieldValue = { mode: 'fixed', value: line as never };
    expect(itemOf(flow({ schema: written }))?.properties).toEqual(line.properties);
    expect(itemOf(flow({ schema: named('Line@1') }), library.schemas)?.properties).toEqual(line.properties);
    expect(itemOf(flow({ schema: named('Line@1') }), {})).toEqual({});
    expect(found(flow({ schema: named('Line@1') }), {})).toEqual([]);
  });

  it.each<[Record<string, FieldValue>, RegExp]>([
    [{ schema: named('Gone@1') }, /input\.schema: flow\.missingSchema The library has no schema “Gone@1”/],
    [{ format: fixed('fixed-width') }, /input\.schema: flow\.missingInput .*where each field stands/],
    [
      { format: fixed('fixed-width'), schema: named('Orders@1') },
      /input\.schema: flow\.wrongSchema “Orders@1” does not say/,
    ],
    [
      { schema: named('Orders@1'), path: fixed('orders') },
      /input\.schema: flow\.wrongSchema “Orders@1” has nothing at orders\. Correct “Where”/,
    ],
    [{ path: named('Line@1') }, /input\.path: flow\.notSchema/],
  ])('of %j is refused', (input, message) => {
    expect(found(bundled(flow(input)))).toEqual([expect.stringMatching(message)]);
  });

  it('whose parts name each other many times over is looked at once', () => {
    const ten = (ref: string): DataSchema => ({
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 10 }, (_, n): [string, DataSchema] => [`p${n}`, { $ref: ref }]),
      ),
    });
    const level = (n: number): [string, DataSchema] => [`D${n}`, n === 18 ? line : ten(`#/$defs/D${n + 1}`)];
    const $defs = Object.fromEntries(Array.from({ length: 19 }, (_, n) => level(n)));
    const value: FieldValue = { mode: 'fixed', value: { $ref: '#/$defs/D0', $defs } as never };
    expect(found(flow({ format: fixed('fixed-width'), schema: value }))).toEqual([]);
    const open = { ...ten('#/$defs/D0'), $defs: { D0: ten('#/$defs/D0') } };
    expect(found(flow({ format: fixed('fixed-width'), schema: { mode: 'fixed', value: open as never } }))).toEqual([
      expect.stringContaining('flow.wrongSchema'),
    ]);
  });

  it('that fits is not refused', () => {
    expect(found(bundled(flow({ format: fixed('fixed-width'), schema: named('Line@1') })))).toEqual([]);
    expect(found(flow({ schema: named('Gone@1') }), { 'Gone@1': null })).toEqual([
      expect.stringContaining('flow.missingSchema'),
    ]);
  });

  it('is a use of it, and goes with the flow that is published', () => {
    const doc = flow({ schema: named('Line@1') });
    expect(usesOfFlow(doc).map(({ kind, ref, field: at }) => [kind, ref, at])).toEqual([
      ['schema', 'Line@1', 'input.schema'],
    ]);
    expect(bundleFlow(doc, {}).diagnostics.map(({ code }) => code)).toEqual(['flow.missingSchema']);
    const whole = bundled(doc);
    expect(JSON.stringify(whole)).toContain('"content"');
    // What it was published with stays, whatever became of the library.
    expect(bundleFlow(whole, {})).toEqual({ doc: whole, diagnostics: [] });
    expect(bundleFlow(whole, { schemas: { 'Line@1': { type: 'object' } } }).doc).not.toEqual(whole);
  });

  it('is what the step gets; without it the step fails', () => {
    const value: FieldValue = { mode: 'schema', schema: 'Line@1', content: line };
    expect(compileFieldValue(value).evaluate({}, testContext())).toEqual(line);
    expect(compileFieldValue(named('')).evaluate({}, testContext())).toBeNull();
    expect(() => compileFieldValue(named('Line@1')).evaluate({}, testContext())).toThrow('has no schema “Line@1”');
  });

  it('moves to another version with the drafts that use it', () => {
    const doc = bundled(flow({ schema: named('Line@1') }));
    const move = { from: 'Line@1', to: 'Line@2', before: line, after: line, links: [] };
    const { nodes, said } = movedFlowToVersion(doc, library, move);
    expect(nodes).toHaveLength(1);
    expect(nodes[0]?.kind === 'action' && nodes[0].input['schema']).toEqual(named('Line@2'));
    expect(said.join()).toContain('Line@2 instead of Line@1');
  });
});

describe('a trigger that reads its body by a schema', () => {
  const formats = ['xml', 'csv', 'fixed-width'];
  const hook: OperationManifest = {
    ...read,
    id: 'webhook.receive',
    kind: 'trigger',
    fields: [
      field('format', { control: 'select', default: 'auto' }),
      field('schema', {
        control: 'schema',
        shapes: { of: 'body', format: 'format', needs: { 'fixed-width': 'x-pos' }, lists: ['csv', 'fixed-width'] },
        showWhen: { field: 'format', in: formats },
      }),
    ],
    output: { type: 'object', properties: { body: {}, method: { type: 'string' } }, required: ['body', 'method'] },
    records: undefined,
  };
  const schemas: Record<string, DataSchema> = {
    ...library.schemas,
    'List@1': { type: 'array', items: line },
    'Text@1': { type: 'string' },
  };
  const own = { operations: { 'webhook.receive': hook }, schemas };
  const hooked = (input: Record<string, FieldValue>, expr = 'trigger.body'): FlowDocument => {
    const doc = aFlow().withTrigger('hook').withMap('shape', { got: expr }).to('hook', 'shape').build();
    return {
      ...doc,
      nodes: doc.nodes.map((node) => (node.kind === 'trigger' ? { ...node, operation: hook.id, input } : node)),
    };
  };
  const bodyOf = (input: Record<string, FieldValue>): unknown =>
    scopeTypesAt(hooked(input), 'shape', own)['trigger']?.properties?.['body'];
  const said = (input: Record<string, FieldValue>, expr?: string): string[] =>
    checkFlow(hooked(input, expr), own).map(({ code, message }) => `${code}: ${message}`);

  it('hands on a document of XML, and a list of records of CSV, whether the schema is that of one or of the list', () => {
    expect(bodyOf({ format: fixed('xml'), schema: named('Orders@1') })).toMatchObject(
      library.schemas['Orders@1'] ?? {},
    );
    for (const schema of ['Line@1', 'List@1'])
      expect(bodyOf({ format: fixed('csv'), schema: named(schema) })).toMatchObject({ type: 'array', items: line });
  });

  it('is checked by it, and by nothing where the format is not named', () => {
    const input = { format: fixed('xml'), schema: named('Orders@1') };
    expect(said(input, 'trigger.body.order')).toEqual([]);
    expect(said(input, 'trigger.body.ordr')).toEqual([expect.stringMatching(/“ordr”/)]);
    expect(said({ schema: named('Orders@1') }, 'trigger.body.ordr')).toEqual([]);
  });

  it('is told of a schema that does not fit the format, or that the library has not', () => {
    expect(said({ format: fixed('fixed-width') })).toEqual([expect.stringMatching(/^flow\.missingInput: .*x-pos/)]);
    expect(said({ format: fixed('xml'), schema: named('List@1') })).toEqual([
      expect.stringMatching(/^flow\.wrongSchema: “List@1” describes a list, and XML has one root element/),
    ]);
    expect(said({ format: fixed('csv'), schema: named('Text@1') })).toEqual([
      expect.stringMatching(/^flow\.wrongSchema: “Text@1” describes no record/),
    ]);
    const away = checkFlow(hooked({ format: fixed('xml'), schema: named('Gone@1') }), { operations: own.operations });
    expect(away.map(({ code }) => code)).toContain('flow.missingSchema');
  });

  it('carries the schema that it was published with, and is among those that use it', () => {
    const doc = hooked({ format: fixed('xml'), schema: named('Orders@1') });
    expect(usesOfFlow(doc)).toEqual([{ kind: 'schema', ref: 'Orders@1', field: 'input.schema', nodeId: 'hook' }]);
    const [node] = bundleFlow(doc, { schemas }).doc.nodes;
    expect(node).toMatchObject({ input: { schema: { schema: 'Orders@1', content: schemas['Orders@1'] } } });
  });
});
