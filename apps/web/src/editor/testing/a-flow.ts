// Builds flows for tests: aFlow({ order: aTrigger(), map: aMap() }, ['order > map']).
import { EdgeId, emptyFlow, NodeId, NodeName } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';

type Own<T> = T extends FlowNode ? Omit<T, 'id' | 'name' | 'label' | 'position'> : never;
export type NodeBody = Own<FlowNode>;

export const aTrigger = (): NodeBody => ({ kind: 'trigger', operation: 'webhook.receive', input: {} });
export const anAction = (operation = 'http.request'): NodeBody => ({ kind: 'action', operation, input: {} });
export const aMap = (): NodeBody => ({ kind: 'map', mapping: { map: 1, root: { fields: {} } } });
export const aRespond = (): NodeBody => ({ kind: 'respond', status: { mode: 'fixed', value: 200 } });
export const aBranch = (...ports: string[]): NodeBody => ({
  kind: 'branch',
  mode: 'first',
  branches: ports.map((port) => ({ port, label: '', condition: `trigger.body.${port}` })),
});

/** Nodes stand below one another; edges are written `from > to` or `from:port > to`. Ids are the names. */
export function aFlow(nodes: Record<string, NodeBody>, edges: readonly string[] = []): FlowDocument {
  return {
    ...emptyFlow('A flow'),
    nodes: Object.entries(nodes)
      .map(([name, body], index): FlowNode => ({
        ...body,
        id: NodeId.parse(name),
        name: NodeName.parse(name),
        label: name,
        position: { x: 0, y: index * 88 },
      }))
      .sort((left, right) => (left.id < right.id ? -1 : 1)),
    edges: edges
      .map((text) => {
        const [left = '', to = ''] = text.split(' > ');
        const [from = '', port = 'out'] = left.split(':');
        return {
          id: EdgeId.parse(`${from}-${port}-${to}`),
          from: { node: NodeId.parse(from), port },
          to: { node: NodeId.parse(to), port: 'in' },
        };
      })
      .sort((left, right) => (left.id < right.id ? -1 : 1)),
  };
}
