// Builder for flows in tests: `aFlow().withTrigger('start').withMap('map').to('start', 'map').build()`.
import { EdgeId, emptyFlow } from '../document.ts';
import type { CodeNode } from '../nodes/code-node.ts';
import { NodeId, NodeName } from '../nodes/node-base.ts';
import { calledTrigger } from '../nodes/subflow-node.ts';
import type { FlowCall, SubflowNode } from '../nodes/subflow-node.ts';
import type { TriggerNode } from '../nodes/trigger-node.ts';
import type { ApprovalNode, CallbackNode, DelayNode } from '../nodes/wait-nodes.ts';
import type { ForEachNode } from '../nodes/container-nodes.ts';
import type { ActionNode } from '../nodes/action-node.ts';
import type { StopNode } from '../nodes/end-nodes.ts';
import type { FlowDocument, FlowNode } from '../document.ts';
import type { ListNode } from '../nodes/list-nodes.ts';
import { partnersPort } from '../record-groups.ts';
import { canonicalFlow } from '../serialise.ts';

const base = (name: string) => ({
  id: NodeId.parse(name),
  name: NodeName.parse(name),
  label: name,
  position: { x: 0, y: 0 },
});

type Own<Node> = Node extends unknown ? Omit<Node, 'id' | 'name' | 'label' | 'position' | 'note'> : never;
export type ListSettings = Own<ListNode>;

export class FlowBuilder {
  #doc: FlowDocument = emptyFlow('Flow');

  with(node: FlowNode): this {
    this.#doc = { ...this.#doc, nodes: [...this.#doc.nodes, node] };
    return this;
  }

  withTrigger(name: string): this {
    return this.with({ ...base(name), kind: 'trigger', operation: 'manual.start', input: {} });
  }

  withMap(name: string, fields: Readonly<Record<string, string>> = {}): this {
    const rules = Object.fromEntries(Object.entries(fields).map(([target, expr]) => [target, { expr }]));
    return this.with({ ...base(name), kind: 'map', mapping: { map: 1, root: { fields: rules } } });
  }

  withAction(
    name: string,
    given: Partial<
      Pick<ActionNode, 'operation' | 'input' | 'slot' | 'retry' | 'onUnknown' | 'compensate' | 'records'>
    > = {},
  ): this {
    return this.with({ ...base(name), kind: 'action', operation: 'http.request', input: {}, ...given });
  }

  withBranch(name: string, conditions: Readonly<Record<string, string>>, mode: 'first' | 'every' = 'first'): this {
    const branches = Object.entries(conditions).map(([port, condition]) => ({ port, label: port, condition }));
    return this.with({ ...base(name), kind: 'branch', mode, branches });
  }

  /** `ways`: by the port, the values that go there. */
  withSwitch(name: string, on: string, ways: Readonly<Record<string, readonly string[]>>): this {
    const branches = Object.entries(ways).map(([port, values]) => ({
      port,
      label: port,
      condition: '',
      values: [...values],
    }));
    return this.with({ ...base(name), kind: 'branch', mode: 'switch', on, branches });
  }

  /** Over records, which it makes of a list where one is named. */
  withRecordFilter(name: string, condition: string, items?: string): this {
    const list = items === undefined ? {} : { items };
    return this.with({ ...base(name), kind: 'filter', condition, ...list, records: {} });
  }

  withFilter(name: string, condition: string, items?: string): this {
    return this.with({ ...base(name), kind: 'filter', condition, ...(items === undefined ? {} : { items }) });
  }

  withRespond(name: string, body: string): this {
    const status = { mode: 'fixed' as const, value: 200 };
    return this.with({ ...base(name), kind: 'respond', status, body: { mode: 'expression', expr: body } });
  }

  withCode(
    name: string,
    code: string,
    given: Partial<Pick<CodeNode, 'inputs' | 'items' | 'records' | 'timeoutMs' | 'memoryMb' | 'language'>> = {},
  ): this {
    return this.with({ ...base(name), kind: 'code', language: 'typescript', code, inputs: [], ...given });
  }

  withMerge(name: string, mode: 'all' | 'any' | 'combine', key?: string): this {
    return this.with({ ...base(name), kind: 'merge', mode, ...(key === undefined ? {} : { key }) });
  }

  /** A step over a list: `withList('sorted', { kind: 'sort', items: 'trigger.body', keys: [] })`. */
  withList(name: string, settings: ListSettings): this {
    return this.with({ ...base(name), ...settings });
  }

  withStop(name: string, given: Partial<Own<StopNode>> = {}): this {
    return this.with({ ...base(name), kind: 'stop', ...given });
  }

  withFail(name: string, message: string): this {
    return this.with({ ...base(name), kind: 'fail', message: { mode: 'expression', expr: message } });
  }

  withDelay(name: string, value: string, given: Partial<Own<DelayNode>> = {}): this {
    return this.with({
      ...base(name),
      kind: 'delay',
      mode: 'for',
      value: { mode: 'expression', expr: value },
      ...given,
    });
  }

  withCallback(name: string, given: Partial<Own<CallbackNode>> = {}): this {
    return this.with({ ...base(name), kind: 'callback', method: 'post', ...given });
  }

  withApproval(name: string, given: Partial<Own<ApprovalNode>> = {}): this {
    return this.with({ ...base(name), kind: 'approval', title: { mode: 'fixed', value: name }, fields: [], ...given });
  }

  /** By which other flows call this one. */
  withCalled(name: string, given: Partial<Pick<TriggerNode, 'payloadSchema' | 'replySchema'>> = {}): this {
    return this.with({ ...base(name), kind: 'trigger', operation: calledTrigger, input: {}, ...given });
  }

  withSubflow(name: string, call: FlowCall | undefined, body: string, given: Partial<Own<SubflowNode>> = {}): this {
    const input = { body: { mode: 'expression' as const, expr: body } };
    return this.with({ ...base(name), kind: 'subflow', ...(call === undefined ? {} : { call }), input, ...given });
  }

  withForEach(name: string, items: string, given: Partial<Omit<ForEachNode, 'id' | 'name' | 'kind'>> = {}): this {
    return this.with({ ...base(name), kind: 'forEach', items, onFailure: 'stop', ...given });
  }

  withTry(name: string, output?: string): this {
    return this.with({ ...base(name), kind: 'try', ...(output === undefined ? {} : { output }) });
  }

  to(from: string, to: string, port = 'out'): this {
    return this.#edge({ node: from, port }, { node: to, port: 'in' });
  }

  /** The records of `from` are the partners of the join `to`. */
  asPartners(from: string, to: string, port = 'out'): this {
    return this.#edge({ node: from, port }, { node: to, port: partnersPort });
  }

  #edge(from: { node: string; port: string }, to: { node: string; port: string }): this {
    const edge = {
      id: EdgeId.parse([from.node, from.port, to.node, ...(to.port === 'in' ? [] : [to.port])].join('-')),
      from: { node: NodeId.parse(from.node), port: from.port },
      to: { node: NodeId.parse(to.node), port: to.port },
    };
    this.#doc = { ...this.#doc, edges: [...this.#doc.edges, edge] };
    return this;
  }

  build(): FlowDocument {
    return canonicalFlow(this.#doc);
  }
}

export const aFlow = (): FlowBuilder => new FlowBuilder();
