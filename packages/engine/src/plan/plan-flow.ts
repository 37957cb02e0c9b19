// Compiling a flow version into a plan: done once per version and process, so that a run does no parsing.
import { compensated, compensationOf, flowBodies, orderedWays } from '@patchbay/model/flow';
import type { FlowBodies, FlowDocument, FlowEdge, FlowNode } from '@patchbay/model/flow';
import type { BodyReadings } from './body-reading.ts';
import { deadSource, entrySource } from './flow-plan.ts';
import type { FlowPlan, PlannedNode, PlannedScope, PlannedStep } from './flow-plan.ts';
import { inOrder } from './in-order.ts';
import type { OperationLookup } from './operation-lookup.ts';
import { readsBody } from './reads-body.ts';
import { planRecords } from './records/plan-records.ts';
import type { RecordGroups } from './records/plan-records.ts';
import { planForEach } from './steps/container-steps.ts';
import { planStep } from './steps/plan-step.ts';
import { planTrigger } from './steps/trigger-step.ts';
import { planUndo } from './steps/undo-step.ts';

/**
 * `readings`: of its triggers that do not read bodies by their content type.
 * @throws AppError `unprocessable` when the document has a cycle or uses an operation that is not installed.
 */
export function planFlow(doc: FlowDocument, operations: OperationLookup, readings: BodyReadings = new Map()): FlowPlan {
  const ordered = inOrder(doc);
  const triggers = ordered
    .filter((node) => node.kind === 'trigger')
    .map((node) => planTrigger(node, doc.settings, readings.get(node.id)));
  return {
    ...planScope(
      { doc, ordered, operations, bodies: flowBodies(doc), groups: planRecords(doc, ordered, operations) },
      null,
    ),
    level: doc.settings.level,
    undoes: compensated(doc),
    calls: doc.nodes.some(({ kind }) => kind === 'subflow'),
    computesOnly: !compensated(doc) && doc.nodes.every(({ kind }) => computing[kind]),
    replyTimeoutMs: doc.settings.replyTimeoutMs,
    readsBody: readsBody(doc),
    triggers: new Map(triggers.map((trigger) => [trigger.nodeId, trigger])),
  };
}

/** What a join makes may be many times as large as what it is given; a loop goes round, in a body of any kind. */
const computing: Readonly<Record<FlowNode['kind'], boolean>> = {
  trigger: true,
  map: true,
  branch: true,
  filter: true,
  merge: true,
  sort: true,
  deduplicate: true,
  aggregate: true,
  validate: true,
  respond: true,
  stop: true,
  fail: true,
  join: false,
  forEach: false,
  try: false,
  action: false,
  code: false,
  delay: false,
  callback: false,
  approval: false,
  subflow: false,
};

interface Planning {
  readonly doc: FlowDocument;
  readonly ordered: readonly FlowNode[];
  readonly operations: OperationLookup;
  readonly bodies: FlowBodies;
  readonly groups: RecordGroups;
}

/** What nothing leads to stands with the flow itself, where it is skipped. */
function planScope(planning: Planning, container: FlowNode | null): PlannedScope {
  const { doc, ordered, operations, bodies } = planning;
  const own = ordered.filter((node) => (bodies.of.get(node.id) ?? null) === (container?.id ?? null));
  const indexes = new Map(own.map((node, index) => [node.id, index]));
  const sourceOf = (edge: FlowEdge): number =>
    edge.from.node === container?.id ? entrySource : (indexes.get(edge.from.node) ?? deadSource);
  const stepOf = (node: FlowNode): PlannedStep => {
    const group = planning.groups.get(node.id);
    if (group === undefined) return planStep(node, { operations, body: () => planScope(planning, node) });
    if ('leader' in group) {
      const leader = leaderIndex(group.leader);
      return node.kind === 'forEach'
        ? planForEach(node, planScope(planning, node), leader)
        : { type: 'follows', leader };
    }
    const sources = group.sources.map(({ member, edges }) => ({ member, incoming: edges.map(wayOf) }));
    return { type: 'records', members: group.members, sources };
  };
  const leaderIndex = (leader: string): number => indexes.get(leader as FlowNode['id']) ?? deadSource;
  const wayOf = (edge: FlowEdge): PlannedNode['incoming'][number] => ({ source: sourceOf(edge), port: edge.from.port });
  /** A group of steps over records is reached by all ways that lead to one of its sources, and its steps by the one that leads it. */
  const waysTo = (node: FlowNode): PlannedNode['incoming'] => {
    const group = planning.groups.get(node.id);
    if (group === undefined) return incomingEdges(doc, node).map(wayOf);
    if ('leader' in group) return [{ source: leaderIndex(group.leader), port: 'out' }];
    return group.sources.flatMap(({ edges }) => edges.map(wayOf));
  };
  const nodes = own.map((node): PlannedNode => ({
    id: node.id,
    name: node.name,
    label: node.label,
    kind: node.kind,
    incoming: waysTo(node),
    connected: new Set(doc.edges.filter((edge) => edge.from.node === node.id).map((edge) => edge.from.port)),
    ...gathering(node),
    ...(node.kind === 'stop' ? { stops: node.undo === true ? 'undoing' : 'plainly' } : {}),
    step: stepOf(node),
    ...undoing(node, operations),
  }));
  return {
    nodes,
    stops: nodes.filter((node) => node.stops !== undefined),
    linked: nodes.filter(({ step }) => step.type === 'ask' && step.byLink),
  };
}

/** A merge reads its ways in an order that people chose, since it may matter which comes first. */
function incomingEdges(doc: FlowDocument, node: FlowNode): FlowEdge[] {
  const edges = doc.edges.filter((edge) => edge.to.node === node.id);
  if (node.kind !== 'merge') return edges;
  return orderedWays(edges, node.order ?? []);
}

function gathering(node: FlowNode): Pick<PlannedNode, 'gather'> {
  return node.kind === 'merge' && node.mode !== 'combine' ? { gather: node.mode } : {};
}

function undoing(node: FlowNode, operations: OperationLookup): Pick<PlannedNode, 'compensate'> {
  const given = compensationOf(node);
  return given === null ? {} : { compensate: planUndo(given, { label: node.label, operations }) };
}
