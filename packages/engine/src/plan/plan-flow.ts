// Compiling a flow version into a plan: done once per version and process, so that a run does no parsing.
import { compileExpression, compileFieldValue, compileMapping, MappingFailed, mappingOfNode } from '@patchbay/mapping';
import type { EvaluationContext, MappingProblem, RejectedRecord } from '@patchbay/mapping';
import type { OperationManifest } from '@patchbay/model/connector';
import { sideEffectOf } from '@patchbay/model/connector';
import { AppError, assertNever } from '@patchbay/model/errors';
import { defaultRetry } from '@patchbay/model/flow';
import type {
  ActionNode,
  BranchNode,
  FieldValues,
  FilterNode,
  FlowDocument,
  FlowNode,
  MapNode,
  RespondNode,
  TriggerNode,
} from '@patchbay/model/flow';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { FlowPlan, PlannedNode, PlannedStep, PlannedTrigger, PureResult, RunScope } from './flow-plan.ts';
import { StepFailure } from './step-failure.ts';

export type OperationLookup = (operation: string) => OperationManifest | undefined;

/** @throws AppError `unprocessable` when the document has a cycle or uses an operation that is not installed. */
export function planFlow(doc: FlowDocument, operations: OperationLookup): FlowPlan {
  const ordered = topological(doc);
  const indexes = new Map(ordered.map((node, index) => [node.id, index]));
  const nodes = ordered.map((node): PlannedNode => ({
    id: node.id,
    name: node.name,
    label: node.label,
    kind: node.kind,
    incoming: doc.edges
      .filter((edge) => edge.to.node === node.id)
      .map((edge) => ({ source: indexes.get(edge.from.node) ?? 0, port: edge.from.port })),
    connected: new Set(doc.edges.filter((edge) => edge.from.node === node.id).map((edge) => edge.from.port)),
    step: planStep(node, operations),
  }));
  const triggers = ordered.filter((node) => node.kind === 'trigger').map(planTrigger);
  return {
    nodes,
    replyTimeoutMs: doc.settings.replyTimeoutMs,
    triggers: new Map(triggers.map((trigger) => [trigger.nodeId, trigger])),
  };
}

function topological(doc: FlowDocument): FlowNode[] {
  const waiting = new Map(doc.nodes.map((node) => [node.id, 0]));
  for (const edge of doc.edges) waiting.set(edge.to.node, (waiting.get(edge.to.node) ?? 0) + 1);
  const ordered: FlowNode[] = [];
  const open = doc.nodes.filter((node) => waiting.get(node.id) === 0);
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    ordered.push(node);
    for (const edge of doc.edges) {
      if (edge.from.node !== node.id) continue;
      const left = (waiting.get(edge.to.node) ?? 0) - 1;
      waiting.set(edge.to.node, left);
      const target = left === 0 ? doc.nodes.find((other) => other.id === edge.to.node) : undefined;
      if (target !== undefined) open.push(target);
    }
  }
  if (ordered.length === doc.nodes.length) return ordered;
  throw AppError.because(
    'unprocessable',
    'The flow goes round in a circle and cannot run. Open it and mend the problem.',
  );
}

function planStep(node: FlowNode, operations: OperationLookup): PlannedStep {
  switch (node.kind) {
    case 'trigger':
      return { type: 'trigger' };
    case 'action':
      return planAction(node, operations);
    case 'map':
      return { type: 'pure', run: planMap(node) };
    case 'branch':
      return { type: 'pure', run: planBranch(node) };
    case 'filter':
      return { type: 'pure', run: planFilter(node) };
    case 'respond':
      return { type: 'pure', run: planRespond(node) };
    default:
      return assertNever(node);
  }
}

type InputOf = Extract<PlannedStep, { type: 'effect' }>['input'];

/** Values of the language are JSON; nothing is null. */
const json = (value: unknown): Json => (value ?? null) as Json;

function planInput(fields: FieldValues): InputOf {
  const compiled = Object.entries(fields).map(([name, value]) => ({ name, value: compileFieldValue(value) }));
  return (scope, context) => {
    const input: [string, Json][] = [];
    const rejected: RejectedRecord[] = [];
    for (const { name, value } of compiled) {
      const result = json(valueOf(() => value.evaluate(scope, context, (record) => rejected.push(record))));
      if (result !== null) input.push([name, result]);
    }
    const values = Object.fromEntries(input);
    return rejected.length === 0 ? { values } : { values, rejected: keptRecords(rejected) };
  };
}

/** A structure that its mapping cannot make fails the step as a map does, with all its paths. */
function valueOf(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (thrown) {
    throw thrown instanceof MappingFailed ? mappingFailure(thrown.problems) : thrown;
  }
}

function planAction(node: ActionNode, operations: OperationLookup): PlannedStep {
  const operation = operations(node.operation);
  if (operation === undefined) {
    const message = `“${node.label}” uses “${node.operation}”, which is not installed here. An administrator must install its connector.`;
    throw AppError.because('unprocessable', message);
  }
  return {
    type: 'effect',
    operation: node.operation,
    slot: node.slot ?? null,
    input: planInput(node.input),
    sideEffect: (input) => sideEffectOf(operation.sideEffect, input),
    retry: node.retry ?? defaultRetry,
    onUnknown: node.onUnknown ?? 'hold',
  };
}

type PureRun = (scope: RunScope, context: EvaluationContext) => PureResult;

/** Of the records that a map leaves out, so many are kept in the history. */
const keptRejected = 20;

function planMap(node: MapNode): PureRun {
  const doc = mappingOfNode(node);
  if (doc === undefined) {
    return () => {
      throw new StepFailure({
        code: 'mapping',
        message: `The flow does not hold the mapping “${node.use?.map ?? ''}” that “${node.label}” uses.`,
        next: 'An analyst chooses another mapping in the step’s settings, and publishes the flow again.',
      });
    };
  }
  const mapping = compileMapping(doc);
  return (scope, context) => {
    const { output, problems, rejected } = mapping.run(scope, context);
    if (problems.length > 0) throw mappingFailure(problems);
    if (rejected.length === 0) return { output, ports: ['out'] };
    return { output, ports: ['out'], rejected: keptRecords(rejected) };
  };
}

function keptRecords(rejected: readonly RejectedRecord[]): { count: number; first: Json[] } {
  const first = rejected.slice(0, keptRejected).map(({ path, source, index, item, problem }) => ({
    path,
    source,
    index: index ?? null,
    item: json(item),
    reason: `${problem.path}: ${problem.message}`,
  }));
  return { count: rejected.length, first };
}

function mappingFailure(problems: readonly MappingProblem[]): StepFailure {
  const shown = problems.slice(0, 20);
  const message = shown.map((problem) => `${problem.path}: ${problem.message}`).join('; ');
  return new StepFailure({
    code: 'mapping',
    message: problems.length > shown.length ? `${message}; and ${problems.length - shown.length} more` : message,
    next: 'Look at the values that came in. If they are right, an analyst mends the rule in the mapping.',
    details: shown.map((problem) => ({ path: problem.path, message: problem.message })),
  });
}

function planBranch(node: BranchNode): PureRun {
  const branches = node.branches.map((branch) => ({
    port: branch.port,
    condition: compileExpression(branch.condition),
  }));
  return (scope, context) => {
    const ports: string[] = [];
    for (const { port, condition } of branches) {
      if (condition.evaluate(scope, context) !== true) continue;
      ports.push(port);
      if (node.mode === 'first') break;
    }
    if (ports.length === 0) ports.push('otherwise');
    return { output: ports, ports };
  };
}

function planFilter(node: FilterNode): PureRun {
  const condition = compileExpression(node.condition);
  if (node.items === undefined) {
    return (scope, context) => {
      const holds = condition.evaluate(scope, context) === true;
      return { output: holds, ports: [holds ? 'out' : 'rejected'] };
    };
  }
  const items = compileExpression(node.items);
  return (scope, context) => {
    const list = items.evaluate(scope, context);
    if (list !== null && !Array.isArray(list)) {
      throw new StepFailure({
        code: 'invalidInput',
        message: 'The filter needs a list, and what it was given is none.',
        next: 'An analyst chooses a list in the filter’s settings.',
      });
    }
    const kept = (list ?? []).filter((item) => condition.evaluate({ ...scope, item }, context) === true);
    return { output: kept.map(json), ports: [kept.length > 0 ? 'out' : 'rejected'] };
  };
}

function planRespond(node: RespondNode): PureRun {
  const status = compileFieldValue(node.status);
  const headers = node.headers === undefined ? undefined : compileFieldValue(node.headers);
  const body = node.body === undefined ? undefined : compileFieldValue(node.body);
  return (scope, context) => {
    const code = Number(status.evaluate(scope, context));
    if (!Number.isInteger(code) || code < 200 || code > 599) {
      throw new StepFailure({
        code: 'invalidInput',
        message: `The status of the answer must be a whole number from 200 to 599.`,
        next: 'An analyst mends the status in the answer’s settings.',
      });
    }
    const named = headers?.evaluate(scope, context);
    const reply = {
      status: code,
      headers: isJsonObject(named)
        ? Object.fromEntries(
            Object.entries(named).map(([name, value]) => [
              name.toLowerCase(),
              typeof value === 'string' ? value : JSON.stringify(value),
            ]),
          )
        : {},
      body: json(body?.evaluate(scope, context)),
    };
    return { output: reply, ports: ['out'], reply };
  };
}

function planTrigger(node: TriggerNode): PlannedTrigger {
  const settings = Object.entries(node.input).flatMap(([name, value]) =>
    value.mode === 'fixed' ? [[name, value.value] as const] : [],
  );
  const dedupe =
    node.dedupeKey === undefined || node.dedupeKey.trim() === '' ? null : compileExpression(node.dedupeKey);
  return {
    nodeId: node.id,
    name: node.name,
    operation: node.operation,
    slot: node.slot ?? null,
    settings: Object.fromEntries(settings),
    dedupeKey:
      dedupe === null
        ? null
        : (trigger, context) => {
            const key = dedupe.evaluate({ trigger }, context);
            if (key === null || key === '') return null;
            return typeof key === 'string' ? key : JSON.stringify(key);
          },
  };
}
