export { applyCommand, reaches } from './apply-command.ts';
export type { CommandResult } from './apply-command.ts';
export { FlowCommand, SingleFlowCommand } from './command.ts';
export {
  ConnectionSlot,
  EdgeId,
  emptyFlow,
  FlowConcurrency,
  FlowDocument,
  FlowEdge,
  FlowLevel,
  FlowNode,
  FlowNote,
  FlowOrder,
  FlowSettings,
} from './document.ts';
export type { NodeKind } from './document.ts';
export { ActionNode } from './nodes/action-node.ts';
export { BranchNode } from './nodes/branch-node.ts';
export { namesRoot, stepReferencesIn, stepsNamedIn, variablesNamedIn } from './code-names.ts';
export { codeDefaults, CodeInputName, codeNames, CodeNode } from './nodes/code-node.ts';
export { Compensation } from './nodes/compensation.ts';
export { compensated, compensationOf, slotsOf } from './compensations.ts';
export { FieldValue, FieldValues, isBlankValue } from './nodes/field-value.ts';
export type { FieldEntry } from './nodes/field-value.ts';
export { ForEachNode, mostRecordTurns, TryNode } from './nodes/container-nodes.ts';
export type { ContainerNode } from './nodes/container-nodes.ts';
export { FailNode, StopNode } from './nodes/end-nodes.ts';
export { FilterNode } from './nodes/filter-node.ts';
export {
  AggregateNode,
  DeduplicateNode,
  isListNode,
  JoinNode,
  Measure,
  SortNode,
  ValidateNode,
  ValidationRule,
} from './nodes/list-nodes.ts';
export type { ListNode, MeasureKind, ValueType } from './nodes/list-nodes.ts';
export { MapNode } from './nodes/map-node.ts';
export { MergeNode } from './nodes/merge-node.ts';
export { NodeId, NodeName } from './nodes/node-base.ts';
export { ActionRecords, mostCollected, RecordsMode } from './nodes/records-mode.ts';
export {
  carriesRecords,
  handsOutRecords,
  partnersPort,
  recordEdges,
  recordLeaders,
  recordSource,
  takesPartners,
  takesRecords,
  worksOnRecords,
} from './record-groups.ts';
export { defaultRetry, RetryPolicy, UnknownPolicy } from './nodes/repeat.ts';
export { RespondNode } from './nodes/respond-node.ts';
export { calledTrigger, FlowCall, FlowContract, SubflowNode } from './nodes/subflow-node.ts';
export { TriggerNode } from './nodes/trigger-node.ts';
export {
  ApprovalNode,
  CallbackNode,
  DelayNode,
  FormField,
  hasLink,
  longestWaitMs,
  usualWaitMs,
} from './nodes/wait-nodes.ts';
export type { WaitNode } from './nodes/wait-nodes.ts';
export { bodyPort, flowBodies, isContainer, isLast, itemName } from './bodies.ts';
export type { FlowBodies } from './bodies.ts';
export { orderedWays } from './ordered-ways.ts';
export { inputPorts, outputPorts } from './ports.ts';
export type { Port, PortKind } from './ports.ts';
export { expressionsOf, rewriteExpressions } from './node-expressions.ts';
export type { ExpressionRewrite } from '../mapping/mapping-expressions.ts';
export { recordEdgeProblem, secondSourceProblem } from './record-problems.ts';
export { rebaseCommands } from './rebase.ts';
export type { Rebased } from './rebase.ts';
export { isShownField } from './shown-field.ts';
export { canonicalFlow, parseFlow, readStoredFlow, serialiseFlow } from './serialise.ts';
export type { ParsedFlow } from './serialise.ts';
export { validateFlow } from './validate-flow.ts';
export type { FlowSurroundings } from './validate-flow.ts';
export { webhookGuardProblem } from './webhook-guard.ts';
