import { outputPorts } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';

export interface OutlineRow {
  readonly node: FlowNode;
  /** One deeper behind each branch or side exit. */
  readonly depth: number;
  readonly leadsTo: readonly { readonly port: string; readonly label: string }[];
}

/** The nodes in the order in which they run, each once: from the triggers down, then what nothing leads to. */
export function outlineRows(doc: FlowDocument): OutlineRow[] {
  const byId = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
  const targets = new Set<string>(doc.edges.map((edge) => edge.to.node));
  const rows: OutlineRow[] = [];
  const seen = new Set<string>();
  const visit = (node: FlowNode, depth: number): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    const ports = outputPorts(node);
    const ways = ports.flatMap((port) =>
      doc.edges
        .filter((edge) => edge.from.node === node.id && edge.from.port === port.name)
        .flatMap((edge) => {
          const target = byId.get(edge.to.node);
          return target === undefined
            ? []
            : [{ target, port: port.name === 'out' ? '' : (port.label ?? port.name) || port.name }];
        }),
    );
    rows.push({ node, depth, leadsTo: ways.map(({ target, port }) => ({ port, label: target.label })) });
    for (const { target, port } of ways) visit(target, depth + (port !== '' || ways.length > 1 ? 1 : 0));
  };
  const place = (node: FlowNode): number => (node.kind === 'trigger' ? 0 : 1);
  const roots = doc.nodes
    .filter((node) => !targets.has(node.id))
    .sort((left, right) => place(left) - place(right) || left.position.y - right.position.y);
  for (const node of [...roots, ...doc.nodes]) visit(node, 0);
  return rows;
}
