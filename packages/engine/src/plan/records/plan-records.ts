// Steps over records: which belong together, and what each does.
import { AppError } from '@patchbay/model/errors';
import { carriesRecords, recordLeaders, worksOnRecords } from '@patchbay/model/flow';
import type { ActionNode, FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { RecordMember, RecordsStep, RecordWork } from '../flow-plan.ts';
import type { OperationLookup } from '../operation-lookup.ts';
import { planCall } from '../steps/action-step.ts';
import { listReader } from '../steps/list-reader.ts';
import { openRecordStep } from './open-record-step.ts';

const holding: ReadonlySet<FlowNode['kind']> = new Set(['sort', 'deduplicate', 'aggregate', 'join']);

/** By node id: the group that it leads, or the id of the node that leads it. */
export type RecordGroups = ReadonlyMap<string, RecordsStep | { readonly leader: string }>;

/** @throws AppError `unprocessable` when an operation is not installed. */
export function planRecords(
  doc: FlowDocument,
  ordered: readonly FlowNode[],
  operations: OperationLookup,
): RecordGroups {
  const leaders = recordLeaders(doc);
  const groups = new Map<string, RecordsStep | { readonly leader: string }>();
  for (const [id, leader] of leaders) {
    if (id !== leader) {
      groups.set(id, { leader });
      continue;
    }
    // The order of the graph: whoever feeds stands before whom it feeds.
    const own = ordered.filter((node) => leaders.get(node.id) === leader);
    const first = own.filter((node) => node.id === leader);
    const nodes = [...first, ...own.filter((node) => node.id !== leader)];
    groups.set(id, { type: 'records', members: nodes.map((node) => member(doc, node, { nodes, operations })) });
  }
  return groups;
}

function member(
  doc: FlowDocument,
  node: FlowNode,
  { nodes, operations }: { readonly nodes: readonly FlowNode[]; readonly operations: OperationLookup },
): RecordMember {
  if (!worksOnRecords(node)) throw new TypeError(`${node.id} does not work on records`);
  const feeds = doc.edges.flatMap((edge): RecordMember['feeds'] => {
    const to = nodes.findIndex(({ id }) => id === edge.to.node);
    if (edge.from.node !== node.id || to === -1 || !carriesRecords(node, edge)) return [];
    return [{ port: edge.from.port === 'out' ? 'out' : 'aside', to }];
  });
  return {
    id: node.id,
    label: node.label,
    work: workOf(node, operations),
    feeds,
    collect: node.kind === 'action' ? null : (node.records.collect ?? null),
    leavesOut: node.records.onBad === 'leaveOut',
    holds: holding.has(node.kind),
  };
}

function workOf(node: FlowNode, operations: OperationLookup): RecordWork {
  if (node.kind === 'action') return actionWork(node, operations);
  const text = 'items' in node ? (node.items ?? '') : '';
  const items = text.trim() === '' ? null : listReader(text, node.label);
  return { does: 'step', items, open: openRecordStep(node) };
}

function actionWork(node: ActionNode, operations: OperationLookup): RecordWork {
  const planned = planCall(node, operations);
  if (planned.type !== 'effect') throw new TypeError('an action is an effect');
  const { operation, slot, input, sideEffect, retry, onUnknown } = planned;
  if (operations(node.operation)?.records !== node.records?.does) {
    throw AppError.because(
      'unprocessable',
      `“${node.label}” and its operation do not agree on whether they work on records. Open the flow and mend the problem.`,
    );
  }
  return node.records?.does === 'read'
    ? { does: 'read', operation, slot, input, retry }
    : { does: 'write', operation, slot, input, sideEffect, retry, onUnknown };
}
