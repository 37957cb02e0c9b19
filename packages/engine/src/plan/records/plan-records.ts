// Steps over records: which belong together, and what each does.
import { AppError } from '@patchbay/model/errors';
import { partnersPort, recordEdges, recordLeaders, takesRecords, worksOnRecords } from '@patchbay/model/flow';
import type { ActionNode, FlowDocument, FlowEdge, FlowNode } from '@patchbay/model/flow';
import type { RecordMember, RecordWork } from '../flow-plan.ts';
import type { OperationLookup } from '../operation-lookup.ts';
import { planCall } from '../steps/action-step.ts';
import { listReader } from '../steps/list-reader.ts';
import { openRecordStep } from './open-record-step.ts';
import { joinsThatSetAside } from './set-aside.ts';

const holding: ReadonlySet<FlowNode['kind']> = new Set(['sort', 'deduplicate', 'aggregate', 'join']);

export interface RecordGroup {
  readonly members: readonly RecordMember[];
  /** Members where records come from, and the edges by which each is reached from outside the group. */
  readonly sources: readonly { readonly member: number; readonly edges: readonly FlowEdge[] }[];
}

/** By node id: the group that it leads, or the id of the node that leads it. */
export type RecordGroups = ReadonlyMap<string, RecordGroup | { readonly leader: string }>;

interface Planning {
  readonly doc: FlowDocument;
  readonly operations: OperationLookup;
  /** Of the group, in order. */
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

/**
 * @param ordered whoever feeds stands before whom it feeds, and whoever leads a group before all others of it
 * @throws AppError `unprocessable` when an operation is not installed.
 */
export function planRecords(
  doc: FlowDocument,
  ordered: readonly FlowNode[],
  operations: OperationLookup,
): RecordGroups {
  const leaders = recordLeaders(doc);
  const edges = recordEdges(doc);
  const groups = new Map<string, RecordGroup | { readonly leader: string }>();
  for (const [id, leader] of leaders) {
    if (id !== leader) {
      groups.set(id, { leader });
      continue;
    }
    const nodes = ordered.filter((node) => leaders.get(node.id) === leader);
    groups.set(id, planGroup({ doc, operations, nodes, edges }));
  }
  return groups;
}

function planGroup(planning: Planning): RecordGroup {
  const { doc, nodes, edges } = planning;
  const feeds = nodes.map((node) => feedsOf(node, planning));
  const isSource = nodes.map((node) => !takesRecords(node));
  const settingAside = joinsThatSetAside(feeds, isSource);
  const within = new Set(edges);
  return {
    members: nodes.map((node, at) =>
      member(node, { feeds: feeds[at] ?? [], setsAside: settingAside.has(at), planning }),
    ),
    sources: nodes.flatMap((node, at) =>
      isSource[at] === true
        ? [{ member: at, edges: doc.edges.filter((edge) => edge.to.node === node.id && !within.has(edge)) }]
        : [],
    ),
  };
}

function feedsOf(node: FlowNode, { nodes, edges }: Planning): RecordMember['feeds'] {
  return edges.flatMap((edge): RecordMember['feeds'] => {
    const to = nodes.findIndex(({ id }) => id === edge.to.node);
    if (edge.from.node !== node.id || to === -1) return [];
    const as = edge.to.port === partnersPort ? 'partners' : 'records';
    return [{ port: edge.from.port === 'out' ? 'out' : 'aside', to, as }];
  });
}

function member(
  node: FlowNode,
  { feeds, setsAside, planning }: { feeds: RecordMember['feeds']; setsAside: boolean; planning: Planning },
): RecordMember {
  if (!worksOnRecords(node)) throw new TypeError(`${node.id} does not work on records`);
  return {
    id: node.id,
    label: node.label,
    work: workOf(node, planning.operations, setsAside),
    feeds,
    collect: node.kind === 'action' || node.kind === 'forEach' ? null : (node.records.collect ?? null),
    leavesOut: node.kind !== 'forEach' && node.records.onBad === 'leaveOut',
    holds: holding.has(node.kind),
  };
}

function workOf(node: FlowNode, operations: OperationLookup, setsAside: boolean): RecordWork {
  if (node.kind === 'action') return actionWork(node, operations);
  if (node.kind === 'forEach')
    return { does: 'keep', batchSize: node.batchSize ?? null, concurrency: node.concurrency ?? 1 };
  const text = 'items' in node ? (node.items ?? '') : '';
  const items = text.trim() === '' ? null : listReader(text, node.label);
  return { does: 'step', items, open: openRecordStep(node, setsAside) };
}

function actionWork(node: ActionNode, operations: OperationLookup): RecordWork {
  const planned = planCall(node, operations);
  if (planned.type !== 'effect') throw new TypeError('an action is an effect');
  const { operation, slot, input, sent, sideEffect, retry, onUnknown } = planned;
  if (operations(node.operation)?.records !== node.records?.does) {
    throw AppError.because(
      'unprocessable',
      `“${node.label}” and its operation do not agree on whether they work on records. Open the flow and mend the problem.`,
    );
  }
  return node.records?.does === 'read'
    ? { does: 'read', operation, slot, input, sent, retry }
    : { does: 'write', operation, slot, input, sent, sideEffect, retry, onUnknown };
}
