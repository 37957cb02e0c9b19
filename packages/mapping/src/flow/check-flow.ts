// What the expressions of a flow say, checked against the shapes that reach them. The graph itself is checked by validateFlow.
import type { FieldManifest } from '@patchbay/model/connector';
import type { Diagnostic } from '@patchbay/model/errors';
import { assertNever } from '@patchbay/model/errors';
import { isBlankValue, isContainer, isShownField, takesRecords } from '@patchbay/model/flow';
import type {
  ActionNode,
  ContainerNode,
  FieldValue,
  FieldValues,
  FilterNode,
  FlowDocument,
  FlowNode,
  MapNode,
  SubflowNode,
  TriggerNode,
} from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { anything, boolean, integer, listOf, standalone } from '../check/type-algebra.ts';
import { rootScope } from '../check/type-scope.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { checkBranch, checkMerge } from './check-ways.ts';
import { checkList } from './check-lists.ts';
import { checkCode } from './check-code.ts';
import { checkText, checkValue, problem } from './check-values.ts';
import { checkMapNode } from './check-map-node.ts';
import { mappingOfNode } from '../library/mapping-of-node.ts';
import { recordPlan } from '../rules/records/record-plan.ts';
import { schemaProblems } from './field-schemas.ts';
import { FlowTypes } from './flow-types.ts';
import type { FlowOperations } from './flow-types.ts';
import { stepReferences } from './step-references.ts';
import type { StepReference } from './step-references.ts';

/** Expressions, mappings and inputs of all nodes, in the order of the nodes. */
export function checkFlow(doc: FlowDocument, surroundings: FlowOperations): Diagnostic[] {
  const types = new FlowTypes(doc, surroundings);
  return [...doc.nodes.flatMap((node) => checkNode(node, types)), ...checkLines(doc, types)];
}

/** The keys by which runs wait for each other. They are worked out before there is a run: of all roots only the trigger is there. */
function checkLines(doc: FlowDocument, types: FlowTypes): Diagnostic[] {
  const trigger = doc.nodes.find((node) => node.kind === 'trigger');
  if (trigger === undefined) return [];
  const { trigger: event = anything } = types.sources(trigger);
  const scope = rootScope({ trigger: event });
  const { concurrency, order } = doc.settings;
  const check = (text: string | undefined, field: string): Diagnostic[] =>
    text === undefined ? [] : checkText(text, field, { scope, expected: { type: ['string', 'number', 'boolean'] } });
  return [...check(concurrency?.key, 'settings.concurrency.key'), ...check(order?.key, 'settings.order.key')];
}

function checkNode(node: FlowNode, types: FlowTypes): Diagnostic[] {
  const references = stepReferences(node);
  const named = new Set(references.map(({ name }) => name));
  const elsewhere = types.elsewhere(node, named);
  const sources = types.sources(node, named);
  const scope = rootScope({ ...sources, ...withElsewhere(sources, [...elsewhere.keys()]) });
  const late = references.flatMap((reference) => {
    const other = elsewhere.get(reference.name);
    if (other === undefined || isOfBody(reference, node, { other, types }) || isOfUndo(reference, node, other))
      return [];
    return [notUpstream(reference, node, { other, types })];
  });
  return [...checkParts(node, scope, types), ...late].map((diagnostic) => ({
    ...diagnostic,
    at: { nodeId: node.id, ...diagnostic.at },
  }));
}

/** Steps that are not before the node are known by name, so that only their place is objected to. */
function withElsewhere(
  sources: Readonly<Record<string, DataSchema>>,
  names: readonly string[],
): Record<string, DataSchema> {
  const added = Object.fromEntries(names.map((name) => [name, anything]));
  const widened = (['steps', 'errors'] as const).flatMap((root): [string, DataSchema][] => {
    const schema = sources[root];
    return schema === undefined ? [] : [[root, { ...schema, properties: { ...added, ...schema.properties } }]];
  });
  return Object.fromEntries(widened);
}

/** The output of a container is worked out inside it. */
const isOfBody = ({ field }: StepReference, node: FlowNode, { other, types }: Elsewhere): boolean =>
  isContainer(node) && field === 'output' && types.bodies.stepsOf(node).includes(other);

/** What takes a step back may read what the step gave. */
const isOfUndo = ({ field }: StepReference, node: FlowNode, other: FlowNode): boolean =>
  other.id === node.id && field.startsWith('compensate.');

interface Elsewhere {
  readonly other: FlowNode;
  readonly types: FlowTypes;
}

function notUpstream(
  { field, start, end, root, name }: StepReference,
  node: FlowNode,
  { other, types }: Elsewhere,
): Diagnostic {
  const hiding = types.bodies.hiding(other, node);
  if (hiding !== undefined) {
    const words = `“${other.label}” stands inside “${hiding.label}”, so it is not seen from here. Read steps.${hiding.name}, which holds what it gave.`;
    return { severity: 'warning', code: 'flow.stepInsideBody', message: words, at: { field, start, end } };
  }
  const message =
    other.id === node.id
      ? `“${node.label}” cannot read its own result: it is not there yet.`
      : `“${other.label}” does not come before “${node.label}”, so ${root}.${name} is always empty here. Connect it before this step.`;
  return { severity: 'warning', code: 'flow.stepNotUpstream', message, at: { field, start, end } };
}

function checkParts(node: FlowNode, scope: TypeScope, types: FlowTypes): Diagnostic[] {
  switch (node.kind) {
    case 'trigger':
      return [
        ...checkInputs(node, scope, types),
        ...(node.dedupeKey === undefined
          ? []
          : checkText(node.dedupeKey, 'dedupeKey', { scope, expected: { type: ['string', 'number', 'boolean'] } })),
        ...(node.filter === undefined ? [] : checkText(node.filter, 'filter', { scope, expected: boolean })),
      ];
    case 'action':
      return [...checkInputs(node, scope, types), ...checkUndo(node, scope, types)];
    case 'map':
      return node.records === undefined ? checkMapNode(node, scope).diagnostics : checkRecordMap(node, scope, types);
    case 'branch':
      return checkBranch(node, scope);
    case 'forEach':
      return [
        ...(node.records === undefined ? checkText(node.items, 'items', { scope, expected: listOf(anything) }) : []),
        ...checkOutput(node, types),
        ...checkUndo(node, scope, types),
      ];
    case 'try':
      return [...checkOutput(node, types), ...checkUndo(node, scope, types)];
    case 'merge':
      return checkMerge(node, scope, types);
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
    case 'validate':
      return checkList(node, scope, types);
    case 'stop':
      return node.reason === undefined ? [] : checkValue(node.reason, 'reason', { scope, expected: undefined });
    case 'fail':
      return checkValue(node.message, 'message', { scope, expected: undefined });
    case 'delay':
      return checkValue(node.value, 'value', { scope, expected: { type: ['number', 'string'] } });
    case 'callback':
      return [];
    case 'subflow':
      return [...checkCall(node, scope), ...checkUndo(node, scope, types)];
    case 'approval':
      return [
        ...checkValue(node.title, 'title', { scope, expected: undefined }),
        ...(node.description === undefined
          ? []
          : checkValue(node.description, 'description', { scope, expected: undefined })),
      ];
    case 'filter':
      if (node.items === undefined && node.records === undefined)
        return checkText(node.condition, 'condition', { scope, expected: boolean });
      return [
        ...checkSource(node, scope),
        ...checkText(node.condition, 'condition', { scope: types.records.scope(node, scope), expected: boolean }),
      ];
    case 'code':
      return checkCode(node, scope);
    case 'respond':
      return [
        ...checkValue(node.status, 'status', { scope, expected: integer }),
        ...(node.headers === undefined
          ? []
          : checkValue(node.headers, 'headers', { scope, expected: { type: 'object' } })),
        ...(node.body === undefined ? [] : checkValue(node.body, 'body', { scope, expected: types.reply })),
      ];
    default:
      return assertNever(node);
  }
}

/** The list that a step takes in the place of records along an edge. */
const checkSource = (node: FilterNode | MapNode, scope: TypeScope): Diagnostic[] =>
  takesRecords(node) ? [] : checkText(node.items ?? '', 'items', { scope, expected: listOf(anything) });

function checkRecordMap(node: MapNode, scope: TypeScope, types: FlowTypes): Diagnostic[] {
  const doc = mappingOfNode(node);
  // What would need all records at once; what the mapping says otherwise is checked with a record at hand.
  const whole = doc === undefined ? [] : recordPlan(doc, 'item').diagnostics;
  return [...checkSource(node, scope), ...checkMapNode(node, types.records.scope(node, scope)).diagnostics, ...whole];
}

const checkOutput = (node: ContainerNode, types: FlowTypes): Diagnostic[] =>
  (node.output ?? '').trim() === ''
    ? []
    : checkText(node.output ?? '', 'output', { scope: types.containers.scope(node), expected: undefined });

/** What takes the step back, and when: it reads what the step gave besides what the step itself may read. */
function checkUndo(node: ActionNode | ContainerNode | SubflowNode, scope: TypeScope, types: FlowTypes): Diagnostic[] {
  if (node.compensate === undefined) return [];
  const { operation, input, when } = node.compensate;
  const own = types.undoScope(node, scope);
  const found = [
    ...(when === undefined ? [] : checkText(when, 'when', { scope: own, expected: boolean })),
    ...checkInputs({ label: `Undo of ${node.label}`, operation, input }, own, types),
  ];
  return found.map((one) => ({ ...one, at: { ...one.at, field: `compensate.${one.at.field ?? 'input'}` } }));
}

/** What the called flow gets, against its contract. */
function checkCall({ label, call, input }: SubflowNode, scope: TypeScope): Diagnostic[] {
  const wanted = call?.contract?.input;
  const { body, ...others } = input;
  const unknown = Object.keys(others).map((name) =>
    problem('warning', 'unknownInput', `“${label}” has no input “${name}”: it is not used.`, `input.${name}`),
  );
  if (body !== undefined && !isBlankValue(body)) {
    const expected = wanted === undefined ? undefined : standalone(wanted);
    return [...unknown, ...checkValue(body, 'input.body', { scope, expected })];
  }
  if ((wanted?.required ?? []).length === 0) return unknown;
  const message = `“${label}” hands nothing on, and “${call?.contract?.name ?? ''}” needs an input. Fill it in.`;
  return [...unknown, problem('error', 'missingInput', message, 'input.body')];
}

/** Inputs against the operation's fields. An operation that is not installed is validateFlow's concern. */
function checkInputs(
  node: Pick<ActionNode | TriggerNode, 'label' | 'operation' | 'input'>,
  scope: TypeScope,
  types: FlowTypes,
): Diagnostic[] {
  const fields = types.operation(node.operation)?.fields;
  const checked = Object.entries(node.input).flatMap(([name, value]) => {
    const field = fields?.find((candidate) => candidate.name === name);
    const at = `input.${name}`;
    if (field === undefined) {
      const unknown =
        fields === undefined
          ? []
          : [problem('warning', 'unknownInput', `“${node.label}” has no input “${name}”: it is not used.`, at)];
      return [...unknown, ...checkValue(value, at, { scope, expected: undefined })];
    }
    if (value.mode === 'schema' && field.control !== 'schema') {
      const words = `“${field.label}” of “${node.label}” takes a value, not a schema of the library.`;
      return [problem('error', 'notSchema', words, at)];
    }
    if (!field.dynamic && (value.mode === 'mapped' || value.mode === 'expression' || value.mode === 'mapping')) {
      return [problem('error', 'notDynamic', `“${field.label}” of “${node.label}” needs a fixed value.`, at)];
    }
    return isBlankValue(value)
      ? []
      : [...optionProblem(field, value, at), ...checkValue(value, at, { scope, expected: expectedOf(field, value) })];
  });
  const missing = (fields ?? [])
    .filter(
      (field) =>
        field.required &&
        field.default === undefined &&
        isShownField(field, node.input, fields ?? []) &&
        isBlankValue(inputOf(node.input, field.name)),
    )
    .map((field) =>
      problem(
        'error',
        'missingInput',
        `“${field.label}” of “${node.label}” is missing. Fill it in.`,
        `input.${field.name}`,
      ),
    );
  const schemas = (fields ?? [])
    .filter((field) => field.control === 'schema' && isShownField(field, node.input, fields ?? []))
    .flatMap((field) =>
      schemaProblems(field, { input: node.input, fields: fields ?? [], at: `input.${field.name}` }, types.schemas),
    );
  return [...missing, ...checked, ...schemas];
}

const inputOf = (input: FieldValues, name: string): FieldValue | undefined =>
  Object.hasOwn(input, name) ? input[name] : undefined;

function expectedOf(field: FieldManifest, value: FieldValue): DataSchema | undefined {
  if (field.schema !== undefined) return field.schema;
  if (field.control === 'number') return { type: 'number' };
  if (field.control === 'boolean') return boolean;
  return field.control === 'entries' && value.mode !== 'fixed' ? { type: 'object' } : undefined;
}

function optionProblem(field: FieldManifest, value: FieldValue, at: string): Diagnostic[] {
  if (value.mode !== 'fixed' || field.control !== 'select' || field.options === undefined) return [];
  if (field.options.some((option) => option.value === value.value)) return [];
  const names = field.options.map(({ label }) => label).join(', ');
  return [problem('error', 'unknownOption', `“${field.label}” is none of ${names}. Choose one of them.`, at)];
}
