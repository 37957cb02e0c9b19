// From a chosen step to commands: the node with its defaults, the edge that ties it in, the room it needs.
import type { OperationManifest } from '@patchbay/model/connector';
import type { FieldValues, FlowDocument, FlowNode, SingleFlowCommand } from '@patchbay/model/flow';
import { bodyPort, inputPorts, isListNode, outputPorts } from '@patchbay/model/flow';
import { connectorIdOf } from './catalogue.ts';
import { connectionProblem } from './canvas/connection-rules.ts';
import {
  bodyGap,
  bodyShift,
  branchGap,
  freePlace,
  gridStep,
  inColumn,
  isSidePort,
  nodeHeight,
  nodeWidth,
  rankGap,
  sideGap,
} from './canvas/geometry.ts';
import type { Point } from './canvas/geometry.ts';
import { addEdgeCommand, mainOutput, makeRoom, spliceCommands } from './canvas/splice.ts';
import type { PickerRequest } from './editor.store.ts';
import { newNodeId } from './new-id.ts';
import { freeLabel, freeName, slugOf } from './node-name.ts';
import type { StepKind } from './step-kinds.ts';

function defaultInput(operation: OperationManifest): FieldValues {
  const input: FieldValues = {};
  for (const field of operation.fields) {
    if (field.default !== undefined) input[field.name] = { mode: 'fixed', value: field.default };
  }
  return input;
}

/** A connection of the right kind that the flow declares already, if exactly one fits. */
function likelySlot(doc: FlowDocument, operation: OperationManifest): string | undefined {
  if (operation.connection !== 'required') return undefined;
  const fitting = doc.slots.filter((slot) => slot.connector === connectorIdOf(operation.id));
  return fitting.length === 1 ? fitting[0]?.name : undefined;
}

export function makeNode(step: StepKind, doc: FlowDocument, position: Point): FlowNode {
  const label = freeLabel(doc, step.label);
  const base = { id: newNodeId(), name: freeName(doc, slugOf(label)), label, position };
  const { source } = step;
  switch (source.kind) {
    case 'operation': {
      const { operation } = source;
      const slot = likelySlot(doc, operation);
      const node = {
        ...base,
        operation: operation.id,
        input: defaultInput(operation),
        ...(slot === undefined ? {} : { slot }),
      };
      if (operation.kind === 'trigger') return { ...node, kind: 'trigger' };
      return operation.records === undefined
        ? { ...node, kind: 'action' }
        : { ...node, kind: 'action', records: { does: operation.records } };
    }
    case 'map':
      return { ...base, kind: 'map', mapping: { map: 1, root: { fields: {} } } };
    case 'branch':
      return { ...base, kind: 'branch', mode: 'first', branches: [{ port: 'yes', label: '', condition: '' }] };
    case 'filter':
      return { ...base, kind: 'filter', condition: '' };
    case 'code':
      return { ...base, kind: 'code', language: 'typescript', code: 'return {\n  \n};\n', inputs: [] };
    case 'respond':
      return { ...base, kind: 'respond', status: { mode: 'fixed', value: 200 } };
    case 'merge':
      return { ...base, kind: 'merge', mode: 'all' };
    case 'forEach':
      return { ...base, kind: 'forEach', items: '', onFailure: 'stop' };
    case 'try':
      return { ...base, kind: 'try' };
    case 'delay':
      return { ...base, kind: 'delay', mode: 'for', value: { mode: 'fixed', value: 5 }, unit: 'minutes' };
    case 'callback':
      return { ...base, kind: 'callback', method: 'post' };
    case 'approval':
      return { ...base, kind: 'approval', title: { mode: 'fixed', value: '' }, fields: [] };
    case 'subflow':
      return { ...base, kind: 'subflow', input: {} };
    case 'stop':
      return { ...base, kind: 'stop' };
    case 'fail':
      return { ...base, kind: 'fail', message: { mode: 'fixed', value: '' } };
    case 'sort':
      return { ...base, kind: 'sort', items: '', keys: [{ by: '', order: 'asc' }] };
    case 'deduplicate':
      return { ...base, kind: 'deduplicate', items: '', by: [''] };
    case 'aggregate':
      return { ...base, kind: 'aggregate', items: '', groupBy: [], measures: [{ name: 'count', kind: 'count' }] };
    case 'join':
      return { ...base, kind: 'join', items: '', partners: '', key: '', partnerKey: '', as: 'partner', keep: 'left' };
    case 'validate':
      return { ...base, kind: 'validate', items: '', rules: [{ rule: 'required', field: '' }] };
  }
}

export interface AddedStep {
  readonly node: FlowNode;
  readonly commands: SingleFlowCommand[];
}

/** Adds a step where the request says: on an edge, behind a port, at a place; `middle` is where the canvas looks. */
export function addStepCommands(step: StepKind, doc: FlowDocument, at: PickerRequest & { middle: Point }): AddedStep {
  const edge = at.edgeId === undefined ? undefined : doc.edges.find((other) => other.id === at.edgeId);
  if (edge !== undefined) {
    const target = doc.nodes.find((node) => node.id === edge.to.node);
    const place = target?.position ?? at.middle;
    const node = overRecords(makeNode(step, doc, inColumn(doc.nodes, place)), doc, edge.from);
    const splice = spliceCommands(doc, edge.id, node);
    if (splice !== null) {
      return {
        node,
        commands: [
          ...makeRoom(doc, place, {
            downstreamOf: edge.to.node,
            gap: node.kind === 'branch' ? branchGap + gridStep : rankGap,
          }),
          { type: 'addNode', node },
          ...splice,
        ],
      };
    }
  }
  const source = at.after === undefined ? undefined : doc.nodes.find((node) => node.id === at.after?.nodeId);
  const port = at.after?.port ?? (source === undefined ? 'out' : mainOutput(source));
  const wanted = at.position === undefined ? placeFor(source, port, at.middle) : centred(at.position);
  const made = makeNode(step, doc, freePlace(doc.nodes, wanted));
  const node = source === undefined ? made : overRecords(made, doc, { node: source.id, port });
  const commands: SingleFlowCommand[] = [{ type: 'addNode', node }];
  if (source !== undefined && inputPorts(node).length > 0) {
    const ends = { from: { node: source.id, port }, to: { node: node.id, port: 'in' } };
    if (connectionProblem({ ...doc, nodes: [...doc.nodes, node] }, ends) === null) commands.push(addEdgeCommand(ends));
  }
  return { node, commands };
}

const takers: ReadonlySet<FlowNode['kind']> = new Set(['map', 'filter', 'code', 'forEach']);

/** Behind a step that hands on records, a step that can work on them does. */
function overRecords(node: FlowNode, doc: FlowDocument, from: { node: string; port: string }): FlowNode {
  const source = doc.nodes.find((other) => other.id === from.node);
  const port = source === undefined ? undefined : outputPorts(source).find(({ name }) => name === from.port);
  if (port?.kind !== 'records') return node;
  return takers.has(node.kind) || isListNode(node) ? ({ ...node, records: {} } as FlowNode) : node;
}

const centred = (point: Point): Point => ({ x: point.x - nodeWidth / 2, y: point.y - nodeHeight / 2 });

function placeFor(source: FlowNode | undefined, port: string, middle: Point): Point {
  if (source === undefined) return centred(middle);
  const { x, y } = source.position;
  if (port === bodyPort(source)) return { x: x + bodyShift, y: y + nodeHeight + bodyGap };
  return isSidePort(port) ? { x: x + nodeWidth + sideGap, y } : { x, y: y + nodeHeight + rankGap - 4 };
}

/** Where a new step goes when one node is selected: into the one way on, or beside the ways on that there are. */
export function tieTo(doc: FlowDocument, selected: readonly string[]): Pick<PickerRequest, 'after' | 'edgeId'> {
  const [id, ...others] = selected;
  const node = others.length > 0 ? undefined : doc.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return {};
  const port = mainOutput(node);
  const [way, ...further] = doc.edges.filter((edge) => edge.from.node === node.id && edge.from.port === port);
  const after = { nodeId: node.id, port };
  return way !== undefined && further.length === 0 ? { after, edgeId: way.id } : { after };
}
