import { FlowDocument } from '@patchbay/model/flow';
import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { outputTypeOf } from './scope-types.ts';

const base = (name: string) => ({ id: name, name, label: name, position: { x: 0, y: 0 } });
const hook = {
  ...base('hook'),
  kind: 'trigger',
  operation: 'webhook.receive',
  input: {},
  payloadSchema: {
    type: 'object',
    required: ['id', 'lines'],
    properties: {
      id: { type: 'string' },
      lines: { type: 'array', items: { type: 'object', properties: { q: { type: 'number' } } } },
    },
  },
};
const flow = (nodes: object[], edges: [string, string][]): FlowDocument =>
  FlowDocument.parse({
    schemaVersion: 1,
    name: 'f',
    nodes: [hook, ...nodes],
    edges: edges.map(([from, to]) => ({
      id: `${from}-${to}`,
      from: { node: from, port: 'out' },
      to: { node: to, port: 'in' },
    })),
    slots: [],
    settings: { level: 'durable', replyTimeoutMs: 0 },
    notes: [],
  });
const found = (doc: FlowDocument): string[] =>
  checkFlow(doc, { operations: {} })
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, at }) => `${at.nodeId}/${at.field}: ${code}`);

describe('mappings in a flow', () => {
  const inner = MappingDocument.parse({
    map: 1,
    sources: { order: { schema: { type: 'object', required: ['id'], properties: { id: { type: 'number' } } } } },
    root: { fields: { id: { expr: 'order.id' } } },
  });
  const map = (
    use: object,
    mapping: object = { map: 1, root: { fields: {} }, bundle: { mappings: { 'Order@1': inner } } },
  ) => ({
    ...base('map'),
    kind: 'map',
    mapping,
    use,
  });

  it('read the flow through their sources, and its roots besides', () => {
    const mapping = {
      map: 1,
      sources: { order: { from: 'trigger.body' }, gone: { from: 'trigger.bodi' } },
      root: {
        fields: {
          a: { expr: 'order.idd' },
          b: { expr: 'trigger.body.id' },
          c: { for: 'order.lines', fields: { q: { expr: 'item.q' } } },
        },
      },
    };
    const doc = flow([{ ...base('map'), kind: 'map', mapping }], [['hook', 'map']]);
    expect(found(doc)).toEqual([
      'map/mapping#source.gone: expression.unknownField',
      'map/mapping/a: expression.unknownField',
    ]);
    expect(outputTypeOf(doc, 'map', { operations: {} }).properties?.['c']?.items?.properties?.['q']).toEqual({
      type: 'number',
    });
  });

  it('of the library are checked as they are used', () => {
    const used = flow([map({ map: 'Order@1', with: { order: 'trigger.body', orderr: '1' } })], [['hook', 'map']]);
    expect(found(used)).toEqual([
      'map/use#with.order: expression.typeMismatch',
      'map/use#with.orderr: mapping.unknownParameter',
    ]);
    expect(outputTypeOf(used, 'map', { operations: {} }).properties?.['id']).toEqual({ type: 'number' });
    const missing = flow([map({ map: 'Gone@1', with: 'trigger.nope' })], [['hook', 'map']]);
    expect(found(missing)).toEqual(['map/use: mapping.missingMapping', 'map/use#with: expression.unknownField']);
  });

  it('that build an input are told by the field and the rule, and know which steps come before', () => {
    const mapping = {
      map: 1,
      root: { fields: { a: { fields: { b: { expr: 'steps.later.x + trigger.body.idd' } } } } },
    };
    const action = (name: string, input: object) => ({ ...base(name), kind: 'action', operation: 'x.y', input });
    const doc = flow(
      [action('first', { body: { mode: 'mapping', mapping } }), action('later', {})],
      [
        ['hook', 'first'],
        ['first', 'later'],
      ],
    );
    expect(found(doc)).toEqual([
      'first/input.body.mapping/a/b: expression.unknownField',
      'first/input.body.mapping/a/b: flow.stepNotUpstream',
    ]);
  });
});
