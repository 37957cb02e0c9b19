// The shapes that flow through a flow: what each node hands on, and what its expressions may read.
import type { OperationManifest } from '@patchbay/model/connector';
import { assertNever } from '@patchbay/model/errors';
import {
  calledTrigger,
  carriesRecords,
  isLast,
  isListNode,
  itemName,
  partnersPort,
  recordSource,
  takesPartners,
  takesRecords,
  worksOnRecords,
} from '@patchbay/model/flow';
import type { ContainerNode, FlowDocument, FlowNode, JoinNode, ListNode, MergeNode } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { checkInScope } from '../check/check-expression.ts';
import { anything, itemsOf, listOf, standalone, unionOf } from '../check/type-algebra.ts';
import { rootScope } from '../check/type-scope.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { checkMapNode } from './check-map-node.ts';
import { invalidRecord, itemOf, listType, madeRecord } from './list-types.ts';
import { FlowBodyTree } from './flow-body-tree.ts';
import { FlowGraph } from './flow-graph.ts';
import { mergeType, recordOf } from './merge-type.ts';
import type { WayType } from './merge-type.ts';
import { actionType, triggerType } from './operation-types.ts';
import { recordCounts, stepError } from './said-types.ts';
import { stepReferences } from './step-references.ts';
import { linkTypes, waitType } from './wait-types.ts';

export interface FlowOperations {
  /** Every operation that this installation knows, by id. */
  readonly operations: Readonly<Record<string, OperationManifest>>;
}

/** Shapes of one flow, each worked out once. */
export class FlowTypes {
  readonly graph: FlowGraph;
  readonly #doc: FlowDocument;
  readonly bodies: FlowBodyTree;
  readonly #operations: Readonly<Record<string, OperationManifest>>;
  readonly #outputs = new Map<string, DataSchema>();
  readonly #records = new Map<string, DataSchema>();
  readonly #trigger: DataSchema;
  readonly #names: ReadonlySet<string>;

  constructor(doc: FlowDocument, { operations }: FlowOperations) {
    this.graph = new FlowGraph(doc);
    this.bodies = new FlowBodyTree(doc, this.graph);
    this.#doc = doc;
    this.#operations = operations;
    this.#names = new Set(doc.nodes.map(({ name }) => name));
    const triggers = doc.nodes.filter((node) => node.kind === 'trigger');
    this.#trigger =
      triggers.length === 0
        ? anything
        : unionOf(triggers.map((node) => triggerType(node, this.operation(node.operation))));
  }

  operation(id: string): OperationManifest | undefined {
    return Object.hasOwn(this.#operations, id) ? this.#operations[id] : undefined;
  }

  /** What those get who call this flow, where it says so. */
  get reply(): DataSchema | undefined {
    for (const node of this.#doc.nodes) {
      const isPromise = node.kind === 'trigger' && node.operation === calledTrigger;
      if (isPromise && node.replySchema !== undefined) return standalone(node.replySchema);
    }
    return undefined;
  }

  /** What the node's expressions may read. With `named`, only these steps are worked out in full. */
  sources(node: FlowNode, named?: ReadonlySet<string>): Record<string, DataSchema> {
    if (node.kind === 'trigger') return { trigger: this.#trigger, vars: anything };
    const around = this.bodies.around(node);
    const upstream = this.graph.upstream(node.id).filter((step) => step.kind !== 'trigger' && !around.includes(step));
    // All names are listed only for completion and for “did you mean”.
    const isListed = named === undefined || [...named].some((name) => !this.#names.has(name));
    const before = isListed ? upstream : upstream.filter(({ name }) => named.has(name));
    const isWanted = (step: FlowNode): boolean => named === undefined || named.has(step.name);
    const certain = before.filter((step) => isWanted(step) && this.graph.isCertain(step.id, node.id));
    const outputs = before.map((step): [string, DataSchema] => [
      step.name,
      isWanted(step) ? this.output(step) : anything,
    ]);
    const failures = before.map((step): [string, DataSchema] => [step.name, stepError]);
    const required = certain.map(({ name }) => name);
    return {
      ...linkTypes(this.bodies.beside(node, around)),
      ...this.#itemTypes(around),
      trigger: this.#trigger,
      steps: {
        type: 'object',
        properties: Object.fromEntries(outputs),
        required,
        additionalProperties: false,
      },
      errors: { type: 'object', properties: Object.fromEntries(failures), additionalProperties: false },
      vars: anything,
    };
  }

  /** What the node hands on as `steps.<name>`; `{}` when nobody knows. */
  output(node: FlowNode): DataSchema {
    const known = this.#outputs.get(node.id);
    if (known !== undefined) return known;
    // Stands in while it is worked out, so that a flow with a circle ends.
    this.#outputs.set(node.id, anything);
    const type = this.#outputOf(node);
    this.#outputs.set(node.id, type);
    return type;
  }

  /** The scope of a filter's condition over a list. */
  filterScope(items: string, outer: TypeScope): TypeScope {
    const list = checkInScope(items, outer).type;
    return { ...outer, names: new Map([...outer.names, ['item', itemsOf(list)]]) };
  }

  /** The scope in which `item` is the record at hand of a step over a list or over records. */
  recordScope(node: FlowNode, outer: TypeScope): TypeScope {
    if (!takesRecords(node))
      return this.filterScope(recordSource(node) ?? ('items' in node ? (node.items ?? '') : ''), outer);
    return { ...outer, names: new Map([...outer.names, ['item', this.#recordInto(node)]]) };
  }

  /** The scope of the key of a partner: `item` is a partner, from a list or from another step. */
  partnerScope(node: JoinNode, outer: TypeScope): TypeScope {
    if (!takesPartners(node)) return this.filterScope(node.partners, outer);
    return { ...outer, names: new Map([...outer.names, ['item', this.#recordInto(node, partnersPort)]]) };
  }

  /** A record as it reaches a step over records. */
  #recordInto(node: FlowNode, port = 'in'): DataSchema {
    for (const edge of this.#doc.edges) {
      const isInto = edge.to.node === node.id && edge.to.port === port;
      const from = isInto ? this.graph.node(edge.from.node) : undefined;
      if (from === undefined || !carriesRecords(from, edge)) continue;
      if (edge.from.port === 'out') return this.record(from);
      const whole = this.#innerItem(from);
      return edge.from.port === 'invalid' ? invalidRecord(whole) : whole;
    }
    return anything;
  }

  #outerOf(node: FlowNode): TypeScope {
    return rootScope(this.sources(node, stepsReadBy(node)));
  }

  #innerItem(node: FlowNode): DataSchema {
    return this.recordScope(node, this.#outerOf(node)).names.get('item') ?? anything;
  }

  /** A record as a step over records hands it on; `{}` when nobody knows. */
  record(node: FlowNode): DataSchema {
    const known = this.#records.get(node.id);
    if (known !== undefined) return known;
    this.#records.set(node.id, anything);
    const type = this.#recordOf(node);
    this.#records.set(node.id, type);
    return type;
  }

  #recordOf(node: FlowNode): DataSchema {
    if (node.kind === 'action') {
      return standalone(node.outputSchema ?? this.operation(node.operation)?.output ?? anything);
    }
    if (node.kind === 'filter') return this.#innerItem(node);
    const outer = this.#outerOf(node);
    const inner = this.recordScope(node, outer);
    if (node.kind === 'map') {
      const made = checkMapNode(node, inner).outputType;
      return made.type === 'array' ? itemsOf(made) : made;
    }
    return isListNode(node) ? madeRecord(node, inner, this.#partnerOf(node, outer)) : anything;
  }

  /** What a step over records says once it is done. */
  #recordsOutput(node: FlowNode): DataSchema {
    if (node.kind === 'action' && node.records?.does === 'write') {
      return standalone(this.operation(node.operation)?.output ?? anything);
    }
    if (worksOnRecords(node) && 'collect' in node.records && node.records.collect !== undefined) {
      return listOf(this.record(node));
    }
    return recordCounts;
  }

  /** The scope of the key of a merge that combines lists: `item` is a record of any of them. */
  mergeScope(node: MergeNode, outer: TypeScope): TypeScope {
    const records = this.#waysInto(node).map(({ type }) => recordOf(type));
    return { ...outer, names: new Map([...outer.names, ['item', unionOf(records)]]) };
  }

  /** The scope of what takes a step back: what the step may read, and what it gave. */
  undoScope(node: FlowNode, outer: TypeScope): TypeScope {
    const steps = outer.names.get('steps') ?? { type: 'object' };
    const properties = { ...steps.properties, [node.name]: this.output(node) };
    const required = [...new Set([...(steps.required ?? []), node.name])];
    return { ...outer, names: new Map([...outer.names, ['steps', { ...steps, properties, required }]]) };
  }

  #listType(node: ListNode): DataSchema {
    const outer = this.#outerOf(node);
    return listType(node, this.filterScope(node.items, outer), this.#partnerOf(node, outer));
  }

  #partnerOf(node: ListNode, outer: TypeScope): DataSchema {
    return node.kind === 'join' ? itemOf(this.partnerScope(node, outer)) : anything;
  }

  #waysInto(node: MergeNode): WayType[] {
    return this.#doc.edges.flatMap(({ from, to }) => {
      const source = to.node === node.id ? this.graph.node(from.node) : undefined;
      if (source === undefined) return [];
      return [{ name: source.name, type: from.port === 'error' ? stepError : this.output(source) }];
    });
  }

  /** What the output of a container may read: what stands before it, the steps of its body, and its item. */
  bodyScope(node: ContainerNode): TypeScope {
    const sources = this.sources(node);
    const inside = this.bodies.stepsOf(node);
    const steps: DataSchema = {
      ...sources['steps'],
      properties: {
        ...sources['steps']?.properties,
        ...Object.fromEntries(inside.map((step) => [step.name, this.output(step)])),
      },
    };
    return rootScope({ ...sources, ...this.#itemTypes([node]), steps });
  }

  /** The inner item hides an outer one of the same name. */
  #itemTypes(around: readonly FlowNode[]): Record<string, DataSchema> {
    const loops = around.filter((node) => node.kind === 'forEach').toReversed();
    return Object.fromEntries(
      loops.map((node) => {
        const item = itemsOf(this.#typeOf(node.items, node));
        return [itemName(node), node.batchSize === undefined ? item : listOf(item)];
      }),
    );
  }

  #typeOf(text: string, node: FlowNode): DataSchema {
    return checkInScope(text, rootScope(this.sources(node, stepsReadBy(node)))).type;
  }

  #containerType(node: ContainerNode): DataSchema {
    const given = node.output ?? '';
    const result = given.trim() === '' ? this.#lastOfBody(node) : checkInScope(given, this.bodyScope(node)).type;
    if (node.kind === 'try') return result;
    if (node.onFailure !== 'collect') return listOf(result);
    const failure: DataSchema = {
      type: 'object',
      required: ['index', 'item', 'error'],
      properties: {
        index: { type: 'integer' },
        item: this.#itemTypes([node])[itemName(node)] ?? anything,
        error: stepError,
      },
    };
    return {
      type: 'object',
      required: ['done', 'failed'],
      properties: { done: listOf(result), failed: listOf(failure) },
    };
  }

  #lastOfBody(node: ContainerNode): DataSchema {
    const portsOf = (id: string): string[] =>
      this.#doc.edges.flatMap(({ from }) => (from.node === id ? [from.port] : []));
    const ends = this.bodies.stepsOf(node).filter((step) => isLast(step, portsOf(step.id)));
    const [only, ...others] = ends;
    if (only === undefined) return anything;
    if (others.length === 0) return this.output(only);
    return { type: 'object', properties: Object.fromEntries(ends.map((end) => [end.name, this.output(end)])) };
  }

  #outputOf(node: FlowNode): DataSchema {
    if (worksOnRecords(node)) return this.#recordsOutput(node);
    switch (node.kind) {
      case 'trigger':
        return this.#trigger;
      case 'action':
        return node.outputSchema === undefined
          ? actionType(node, this.operation(node.operation))
          : standalone(node.outputSchema);
      case 'map':
        return checkMapNode(node, rootScope(this.sources(node, stepsReadBy(node)))).outputType;
      case 'filter':
        return node.items === undefined
          ? anything
          : checkInScope(node.items, rootScope(this.sources(node, stepsReadBy(node)))).type;
      case 'merge':
        return mergeType(node.mode, this.#waysInto(node));
      case 'sort':
      case 'deduplicate':
      case 'aggregate':
      case 'join':
      case 'validate':
        return this.#listType(node);
      case 'forEach':
      case 'try':
        return this.#containerType(node);
      case 'delay':
      case 'callback':
      case 'approval':
        return waitType(node);
      case 'subflow':
        return standalone(node.call?.contract?.output ?? anything);
      case 'code':
        if (node.outputSchema !== undefined) return standalone(node.outputSchema);
        return node.items === undefined ? anything : listOf(anything);
      case 'branch':
      case 'respond':
      case 'stop':
      case 'fail':
        return anything;
      default:
        return assertNever(node);
    }
  }

  /** Those of the named steps that stand elsewhere in the flow, but not before the node. */
  elsewhere(node: FlowNode, named: ReadonlySet<string>): Map<string, FlowNode> {
    const before = new Set(this.graph.upstream(node.id).map(({ id }) => id));
    const others = this.#doc.nodes.filter(
      ({ id, name, kind }) => named.has(name) && !before.has(id) && kind !== 'trigger',
    );
    return new Map(others.map((other) => [other.name, other]));
  }
}

const stepsReadBy = (node: FlowNode): Set<string> => new Set(stepReferences(node).map(({ name }) => name));
