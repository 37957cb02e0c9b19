// The shapes of single records: of lists, and of those that pass from step to step one by one.
import {
  carriesRecords,
  isListNode,
  partnersPort,
  recordSource,
  takesPartners,
  takesRecords,
  worksOnRecords,
} from '@patchbay/model/flow';
import type { FlowDocument, FlowNode, JoinNode, ListNode } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { checkInScope } from '../check/check-expression.ts';
import { anything, itemsOf, listOf, standalone } from '../check/type-algebra.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { checkMapNode } from './check-map-node.ts';
import { shapedBy } from './field-schemas.ts';
import type { FlowTypes } from './flow-types.ts';
import { invalidRecord, itemOf, listType, madeRecord } from './list-types.ts';
import { recordCounts } from './said-types.ts';

export class RecordTypes {
  readonly #types: FlowTypes;
  readonly #doc: FlowDocument;
  readonly #records = new Map<string, DataSchema>();

  constructor(types: FlowTypes, doc: FlowDocument) {
    this.#types = types;
    this.#doc = doc;
  }

  /** The scope of a filter's condition over a list. */
  listScope(items: string, outer: TypeScope): TypeScope {
    const list = checkInScope(items, outer).type;
    return { ...outer, names: new Map([...outer.names, ['item', itemsOf(list)]]) };
  }

  /** The scope in which `item` is the record at hand of a step over a list or over records. */
  scope(node: FlowNode, outer: TypeScope): TypeScope {
    if (!takesRecords(node))
      return this.listScope(recordSource(node) ?? ('items' in node ? (node.items ?? '') : ''), outer);
    return { ...outer, names: new Map([...outer.names, ['item', this.#recordInto(node)]]) };
  }

  /** The scope of the key of a partner: `item` is a partner, from a list or from another step. */
  partnerScope(node: JoinNode, outer: TypeScope): TypeScope {
    if (!takesPartners(node)) return this.listScope(node.partners, outer);
    return { ...outer, names: new Map([...outer.names, ['item', this.#recordInto(node, partnersPort)]]) };
  }

  /** A record as it reaches a step over records. */
  #recordInto(node: FlowNode, port = 'in'): DataSchema {
    for (const edge of this.#doc.edges) {
      const isInto = edge.to.node === node.id && edge.to.port === port;
      const from = isInto ? this.#types.graph.node(edge.from.node) : undefined;
      if (from === undefined || !carriesRecords(from, edge)) continue;
      if (edge.from.port === 'out') return this.record(from);
      const whole = this.#innerItem(from);
      return edge.from.port === 'invalid' ? invalidRecord(whole) : whole;
    }
    return anything;
  }

  #innerItem(node: FlowNode): DataSchema {
    return this.scope(node, this.#types.outerScope(node)).names.get('item') ?? anything;
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
      const operation = this.#types.operation(node.operation);
      if (node.outputSchema !== undefined) return standalone(node.outputSchema);
      const { input } = node;
      return (
        shapedBy('records', { operation, input }, this.#types.schemas) ?? standalone(operation?.output ?? anything)
      );
    }
    if (node.kind === 'filter') return this.#innerItem(node);
    if (node.kind === 'code') return standalone(node.outputSchema ?? anything);
    const outer = this.#types.outerScope(node);
    const inner = this.scope(node, outer);
    if (node.kind === 'map') {
      const made = checkMapNode(node, inner).outputType;
      return made.type === 'array' ? itemsOf(made) : made;
    }
    return isListNode(node) ? madeRecord(node, inner, this.#partnerOf(node, outer)) : anything;
  }

  /** What a step over records says once it is done. */
  output(node: FlowNode): DataSchema {
    if (node.kind === 'forEach') return this.#types.containers.output(node);
    if (node.kind === 'action' && node.records?.does === 'write') {
      return standalone(this.#types.operation(node.operation)?.output ?? anything);
    }
    if (worksOnRecords(node) && 'collect' in node.records && node.records.collect !== undefined) {
      return listOf(this.record(node));
    }
    return recordCounts;
  }

  /** What a step over a list hands on. */
  list(node: ListNode): DataSchema {
    const outer = this.#types.outerScope(node);
    return listType(node, this.listScope(node.items, outer), this.#partnerOf(node, outer));
  }

  #partnerOf(node: ListNode, outer: TypeScope): DataSchema {
    return node.kind === 'join' ? itemOf(this.partnerScope(node, outer)) : anything;
  }
}
