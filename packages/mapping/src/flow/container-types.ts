// The shapes of what stands in a body: the item of a loop, what the steps inside may read, and what comes out.
import { isLast, itemName } from '@patchbay/model/flow';
import type { ContainerNode, FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { checkInScope } from '../check/check-expression.ts';
import { anything, itemsOf, listOf } from '../check/type-algebra.ts';
import { rootScope } from '../check/type-scope.ts';
import type { TypeScope } from '../check/type-scope.ts';
import type { FlowTypes } from './flow-types.ts';
import { itemOf } from './list-types.ts';
import { stepError } from './said-types.ts';

export class ContainerTypes {
  readonly #types: FlowTypes;
  readonly #doc: FlowDocument;

  constructor(types: FlowTypes, doc: FlowDocument) {
    this.#types = types;
    this.#doc = doc;
  }

  /** What the output of a container may read: what stands before it, the steps of its body, and its item. */
  scope(node: ContainerNode): TypeScope {
    const sources = this.#types.sources(node);
    const inside = this.#types.bodies.stepsOf(node);
    const steps: DataSchema = {
      ...sources['steps'],
      properties: {
        ...sources['steps']?.properties,
        ...Object.fromEntries(inside.map((step) => [step.name, this.#types.output(step)])),
      },
    };
    return rootScope({ ...sources, ...this.items([node]), steps });
  }

  /** The items of loops, by name. The inner one hides an outer one of the same name. */
  items(around: readonly FlowNode[]): Record<string, DataSchema> {
    const loops = around.filter((node) => node.kind === 'forEach').toReversed();
    return Object.fromEntries(
      loops.map((node) => {
        const outer = this.#types.outerScope(node);
        const item =
          node.records === undefined
            ? itemsOf(checkInScope(node.items, outer).type)
            : itemOf(this.#types.records.scope(node, outer));
        return [itemName(node), node.batchSize === undefined ? item : listOf(item)];
      }),
    );
  }

  /** What a container hands on. */
  output(node: ContainerNode): DataSchema {
    const given = node.output ?? '';
    const result = given.trim() === '' ? this.#lastOfBody(node) : checkInScope(given, this.scope(node)).type;
    if (node.kind === 'try') return result;
    if (node.onFailure !== 'collect') return listOf(result);
    const failure: DataSchema = {
      type: 'object',
      required: ['index', 'item', 'error'],
      properties: {
        index: { type: 'integer' },
        item: this.items([node])[itemName(node)] ?? anything,
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
    const ends = this.#types.bodies.stepsOf(node).filter((step) => isLast(step, portsOf(step.id)));
    const [only, ...others] = ends;
    if (only === undefined) return anything;
    if (others.length === 0) return this.#types.output(only);
    return { type: 'object', properties: Object.fromEntries(ends.map((end) => [end.name, this.#types.output(end)])) };
  }
}
