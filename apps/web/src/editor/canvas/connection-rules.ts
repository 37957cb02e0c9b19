import {
  EdgeId,
  flowBodies,
  inputPorts,
  NodeId,
  outputPorts,
  partnersPort,
  reaches,
  recordEdgeProblem,
  secondSourceProblem,
  takesRecords,
} from '@patchbay/model/flow';
import type { FlowDocument, FlowEdge } from '@patchbay/model/flow';

export interface WantedEdge {
  readonly from: { readonly node: string; readonly port: string };
  readonly to: { readonly node: string; readonly port: string };
}

/** Why an edge may not be drawn, in words; null when it may. `moved` is an edge whose end is being dragged elsewhere. */
export function connectionProblem(doc: FlowDocument, wanted: WantedEdge, moved?: FlowEdge): string | null {
  const from = doc.nodes.find((node) => node.id === wanted.from.node);
  const to = doc.nodes.find((node) => node.id === wanted.to.node);
  if (from === undefined || to === undefined) return 'One end is no longer there.';
  if (from === to) return 'A step cannot lead to itself.';
  if (!inputPorts(to).some((port) => port.name === wanted.to.port)) {
    if (to.kind !== 'trigger') return `“${to.label}” takes no records as its partners.`;
    return `“${to.label}” starts the flow, so nothing leads to it.`;
  }
  if (!outputPorts(from).some((port) => port.name === wanted.from.port)) return `“${from.label}” has no such exit.`;
  const others = moved === undefined ? doc.edges : doc.edges.filter((edge) => edge.id !== moved.id);
  const twin = others.some(
    (edge) =>
      edge.from.node === from.id &&
      edge.from.port === wanted.from.port &&
      edge.to.node === to.id &&
      edge.to.port === wanted.to.port,
  );
  if (twin) return `“${from.label}” leads to “${to.label}” already.`;
  if (reaches({ ...doc, edges: others }, to.id, from.id)) {
    return `“${to.label}” leads to “${from.label}” already: a flow runs one way.`;
  }
  const records = recordEdgeProblem(from, to, ends(wanted));
  if (records !== null) return records;
  const isTaken = others.some((edge) => edge.to.node === to.id && edge.to.port === wanted.to.port);
  if (isTaken && takesRecords(to, wanted.to.port)) return secondSourceProblem(to, ends(wanted));
  const edges = [...others, { id: EdgeId.parse('wanted'), ...ends(wanted) }];
  if (flowBodies({ ...doc, edges }).crossing.length > flowBodies({ ...doc, edges: [...others] }).crossing.length) {
    return `“${from.label}” and “${to.label}” do not stand in the same body: what is inside is reached from inside only.`;
  }
  return null;
}

/** The port of a step on which an edge was let go: the usual one, and that of partners where the records are there already. */
export function landingPort(doc: FlowDocument, from: WantedEdge['from'], nodeId: string): string {
  const fits = (port: string): boolean => connectionProblem(doc, { from, to: { node: nodeId, port } }) === null;
  return !fits('in') && fits(partnersPort) ? partnersPort : 'in';
}

const ends = ({ from, to }: WantedEdge): Pick<FlowEdge, 'from' | 'to'> => ({
  from: { node: NodeId.parse(from.node), port: from.port },
  to: { node: NodeId.parse(to.node), port: to.port },
});
