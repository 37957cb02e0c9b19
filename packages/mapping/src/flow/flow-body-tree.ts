// Which steps stand in which body: the flow itself, and the containers inside one another.
import { flowBodies } from '@patchbay/model/flow';
import type { ContainerNode, FlowBodies, FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { FlowGraph } from './flow-graph.ts';

export class FlowBodyTree {
  readonly #doc: FlowDocument;
  readonly #graph: FlowGraph;
  readonly #bodies: FlowBodies;

  constructor(doc: FlowDocument, graph: FlowGraph) {
    this.#doc = doc;
    this.#graph = graph;
    this.#bodies = flowBodies(doc);
  }

  /** The steps that stand in the body itself, not those in containers inside it. */
  stepsOf(node: ContainerNode): FlowNode[] {
    return this.#doc.nodes.filter((other) => this.#bodies.of.get(other.id) === node.id);
  }

  /** Whether the other node stands in a body that is not around this one: only its container's output is seen then. */
  hiding(other: FlowNode, node: FlowNode): FlowNode | undefined {
    const around = this.around(node);
    return this.around(other).find((container) => !around.includes(container));
  }

  /** The steps of the same body and of those around it, whether they come before the node or not. */
  beside(node: FlowNode, around: readonly FlowNode[]): FlowNode[] {
    const bodies = new Set<string | null>([null, ...around.map(({ id }) => id)]);
    return this.#doc.nodes.filter((other) => bodies.has(this.#bodies.of.get(other.id) ?? null));
  }

  /** The containers around the node, the innermost first. */
  around(node: FlowNode): FlowNode[] {
    const found: FlowNode[] = [];
    for (let id = this.#bodies.of.get(node.id); id !== undefined && id !== null; id = this.#bodies.of.get(id)) {
      const container = this.#graph.node(id);
      if (container !== undefined) found.push(container);
    }
    return found;
  }
}
