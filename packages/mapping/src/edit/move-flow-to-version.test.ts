import { emptyFlow } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { movedFlowToVersion } from './move-flow-to-version.ts';

const text: DataSchema = { type: 'string' };
const before: DataSchema = { type: 'object', properties: { id: text, mail: text, gone: text } };
const after: DataSchema = { type: 'object', properties: { id: text, email: text } };
const move = { from: 'Order@1', to: 'Order@2', before, after, links: [{ from: '/mail', to: '/email' }] };

const node = (id: string, parts: object): FlowNode =>
  ({ id, name: id, label: `Step ${id}`, position: { x: 0, y: 0 }, ...parts }) as FlowNode;
const source = (schema: string) => ({ order: { schema, from: 'trigger.body' } });
const reads = (schema: string, expr: string) => ({
  map: 1 as const,
  sources: source(schema),
  root: { fields: { to: { expr }, old: { expr: 'order.gone' } } },
});
const flow = (...nodes: FlowNode[]): FlowDocument => ({ ...emptyFlow('f'), nodes });

describe('a flow moved to another version of a schema', () => {
  it('reads it in map steps and in structured inputs, and leaves all others as they are', () => {
    const doc = flow(
      node('a', { kind: 'map', mapping: reads('Order@1', 'order.mail') }),
      node('b', { kind: 'map', mapping: reads('Order@3', 'order.mail') }),
      node('c', {
        kind: 'action',
        operation: 'http.request',
        input: {
          body: { mode: 'mapping', mapping: reads('Order@1', 'LOWER(order.mail)') },
          headers: {
            mode: 'entries',
            entries: [{ name: 'x', value: { mode: 'mapping', mapping: reads('Order@1', 'order.mail') } }],
          },
        },
      }),
    );
    const moved = movedFlowToVersion(doc, {}, move);
    expect(moved.refused).toEqual([]);
    expect(moved.nodes).toEqual([
      node('a', { kind: 'map', mapping: reads('Order@2', 'order.email') }),
      node('c', {
        kind: 'action',
        operation: 'http.request',
        input: {
          body: { mode: 'mapping', mapping: reads('Order@2', 'LOWER(order.email)') },
          headers: {
            mode: 'entries',
            entries: [{ name: 'x', value: { mode: 'mapping', mapping: reads('Order@2', 'order.email') } }],
          },
        },
      }),
    ]);
    expect(moved.said).toHaveLength(3);
    expect(moved.said[0]).toMatch(/^Step a: /);
  });

  it('fills it where the fields are now when it is the target', () => {
    const mapping = {
      map: 1 as const,
      target: { schema: 'Order@1' },
      root: { fields: { id: { expr: '1' }, mail: { expr: 'trigger.body.mail' } } },
    };
    const [moved] = movedFlowToVersion(flow(node('a', { kind: 'map', mapping })), {}, move).nodes;
    expect(moved).toMatchObject({
      mapping: { target: { schema: 'Order@2' }, root: { fields: { email: { expr: 'trigger.body.mail' } } } },
    });
  });
});
