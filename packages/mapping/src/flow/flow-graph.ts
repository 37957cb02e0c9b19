// Which steps come before a node, and which of them have certainly an output when it runs.
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';

export class FlowGraph {
  readonly #nodes: ReadonlyMap<string, FlowNode>;
  readonly #incoming = new Map<string, string[]>();
  readonly #outgoing = new Map<string, { readonly to: string; readonly port: string }[]>();
  readonly #triggers: readonly string[];

  constructor(doc: FlowDocument) {
    this.#nodes = new Map(doc.nodes.map((node) => [node.id, node]));
    this.#triggers = doc.nodes.filter((node) => node.kind === 'trigger').map((node) => node.id);
    for (const { from, to } of doc.edges) {
      append(this.#incoming, to.node, from.node);
      append(this.#outgoing, from.node, { to: to.node, port: from.port });
    }
  }

  node(id: string): FlowNode | undefined {
    return this.#nodes.get(id);
  }

  /** All nodes from which a path leads here, nearest first; never the node itself, even in a circle. */
  upstream(id: string): FlowNode[] {
    const seen = new Set([id]);
    const open = [id];
    const found: FlowNode[] = [];
    for (const at of open) {
      for (const from of this.#incoming.get(at) ?? []) {
        if (seen.has(from)) continue;
        seen.add(from);
        open.push(from);
        const node = this.#nodes.get(from);
        if (node !== undefined) found.push(node);
      }
    }
    return found;
  }

  /** Whether every way to the node leads through a success of the other: then that one's output is never missing. */
  isCertain(other: string, id: string): boolean {
    const seen = new Set(this.#triggers);
    const open = [...this.#triggers];
    for (const at of open) {
      for (const { to, port } of this.#outgoing.get(at) ?? []) {
        if ((at === other && port !== 'error') || seen.has(to)) continue;
        if (to === id) return false;
        seen.add(to);
        open.push(to);
      }
    }
    return true;
  }
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
