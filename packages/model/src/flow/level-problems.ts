// What a flow must keep to at the levels below durable: there a run may be done again as a whole, with the same keys.
import type { OperationManifest, SideEffect, SideEffectRule } from '../connector/manifest.ts';
import type { Diagnostic } from '../errors/diagnostic.ts';
import { compensationOf } from './compensations.ts';
import type { FlowDocument, FlowNode, NodeKind } from './document.ts';
import type { ActionNode } from './nodes/action-node.ts';
import { calledTrigger } from './nodes/subflow-node.ts';
import type { TriggerNode } from './nodes/trigger-node.ts';
import { worksOnRecords } from './record-groups.ts';

type Operations = Readonly<Record<string, OperationManifest>>;

/** Kinds that wait for time, a person or another run; an express caller is answered by a process that keeps nothing. */
const waits: Readonly<Record<NodeKind, boolean>> = {
  trigger: false,
  action: false,
  map: false,
  branch: false,
  filter: false,
  respond: false,
  code: false,
  merge: false,
  stop: false,
  fail: false,
  sort: false,
  deduplicate: false,
  aggregate: false,
  join: false,
  validate: false,
  forEach: false,
  try: false,
  delay: true,
  callback: true,
  approval: true,
  subflow: true,
};

const error = (code: string, message: string, at: Diagnostic['at']): Diagnostic => ({
  severity: 'error',
  code,
  message,
  at,
});

export function levelProblems(doc: FlowDocument, operations: Operations): Diagnostic[] {
  const { level } = doc.settings;
  if (level === 'durable') return [];
  const repeated = doc.nodes.flatMap((node) => [
    ...(node.kind === 'action' ? repeatProblems(node, level, operations) : []),
    ...undoProblems(node, level, operations),
    ...(level === 'light' ? loopProblems(node) : []),
  ]);
  if (level === 'light') return repeated;
  return [...repeated, ...doc.nodes.flatMap(expressProblems), ...lineProblems(doc)];
}

/** An express run is answered where its caller asked, beside all others. */
function lineProblems({ settings }: FlowDocument): Diagnostic[] {
  const waits = settings.concurrency !== undefined || settings.order !== undefined;
  if (!waits) return [];
  const message =
    'Runs of this flow wait for each other (its settings limit them or put them in order), and an express flow answers at once. Take that out of the flow’s settings, or set its level to light or durable.';
  return [error('flow.linesAtExpress', message, { field: 'settings' })];
}

/** What takes a step back is done again like the step itself; and what keeps nothing cannot take anything back. */
function undoProblems(node: FlowNode, level: 'light' | 'express', operations: Operations): Diagnostic[] {
  const undo = compensationOf(node);
  if (undo === null) return [];
  if (level === 'light')
    return repeatProblems({ ...undo, id: node.id, label: `Undo of ${node.label}` }, level, operations);
  const message = `“${node.label}” says how it is undone, and an express flow keeps nothing that it could take back. Take that out of the step, or set the flow’s level to light or durable.`;
  return [error('flow.undoAtExpress', message, { nodeId: node.id, field: 'compensate' })];
}

/** Which record a turn has is only certain once it is written down, and a light run writes nothing down before its end. */
function loopProblems(node: FlowNode): Diagnostic[] {
  if (node.kind !== 'forEach' || node.records === undefined) return [];
  const message = `“${node.label}” goes through records, and a light flow that is done again after a crash may read others, or in another order, while its turns keep their keys. Let it go through a list, or set the flow’s level to durable.`;
  return [error('flow.recordLoopAtLight', message, { nodeId: node.id })];
}

function repeatProblems(
  node: Pick<ActionNode, 'id' | 'label' | 'operation' | 'input'>,
  level: 'light' | 'express',
  operations: Operations,
): Diagnostic[] {
  const operation = Object.hasOwn(operations, node.operation) ? operations[node.operation] : undefined;
  if (operation === undefined || !possibleEffects(operation.sideEffect, node.input).has('unsafe')) return [];
  const message = `“${node.label}” could happen twice: ${level === 'express' ? 'whoever calls an express flow asks again' : 'a light flow is done again as a whole'} after a crash, and this step’s target would not notice. Say in the step’s settings how a repeat is recognised, or set the flow’s level to durable.`;
  return [error('flow.unsafeAtLevel', message, { nodeId: node.id })];
}

/** Every class that an action may have; a field that is not fixed may hold anything. */
function possibleEffects(rule: SideEffectRule, input: ActionNode['input']): ReadonlySet<SideEffect> {
  const found = new Set<SideEffect>();
  for (const { field, in: values, filled, is } of rule.cases) {
    const given = Object.hasOwn(input, field) ? input[field] : undefined;
    if (given !== undefined && given.mode !== 'fixed') {
      found.add(is);
      continue;
    }
    const value = given?.value ?? '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const holds = (filled === true && text !== '') || values?.includes(text) === true;
    if (holds) return found.add(is);
  }
  return found.add(rule.otherwise);
}

function expressProblems(node: FlowNode): Diagnostic[] {
  if (node.kind === 'trigger') return expressTriggerProblems(node);
  if (worksOnRecords(node)) {
    const message = `“${node.label}” works on records, which takes as long as there are records, and an express flow answers at once. Set the flow’s level to light or durable.`;
    return [error('flow.recordsAtExpress', message, { nodeId: node.id })];
  }
  if (!waits[node.kind]) return [];
  const message = `“${node.label}” waits, and an express flow answers at once and keeps nothing. Take the step out, or set the flow’s level to durable.`;
  return [error('flow.waitsAtExpress', message, { nodeId: node.id })];
}

function expressTriggerProblems(node: TriggerNode): Diagnostic[] {
  if (node.operation === calledTrigger) {
    const message = `“${node.label}” lets other flows call this one. Their runs wait in the database for its end, and an express flow keeps nothing there. Set the flow’s level to light or durable.`;
    return [error('flow.calledAtExpress', message, { nodeId: node.id })];
  }
  const reply = node.input['reply'];
  const answers = node.operation === 'webhook.receive' && reply?.mode === 'fixed' && reply.value === 'sync';
  if (!answers) {
    const message = `“${node.label}” has no caller who waits for the answer, which is what express is for. Use a webhook that gives the answer of the respond step, or set the flow’s level to light or durable.`;
    return [error('flow.noCallerAtExpress', message, { nodeId: node.id })];
  }
  if (node.dedupeKey === undefined || node.dedupeKey.trim() === '') return [];
  const message = `“${node.label}” drops duplicates, which takes a look at the database before each run, and express does none. Clear the key that tells duplicates apart, or set the flow’s level to light or durable.`;
  return [error('flow.dedupeAtExpress', message, { nodeId: node.id, field: 'dedupeKey' })];
}
