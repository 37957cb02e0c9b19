export { applyCommand, reaches } from './apply-command.ts';
export type { CommandResult } from './apply-command.ts';
export { FlowCommand, SingleFlowCommand } from './command.ts';
export {
  ActionNode,
  BranchNode,
  ConnectionSlot,
  defaultRetry,
  EdgeId,
  emptyFlow,
  FieldValue,
  FieldValues,
  FilterNode,
  FlowDocument,
  FlowEdge,
  FlowNode,
  FlowNote,
  FlowSettings,
  MapNode,
  NodeId,
  NodeName,
  RespondNode,
  RetryPolicy,
  TriggerNode,
  UnknownPolicy,
} from './document.ts';
export type { FieldEntry, NodeKind } from './document.ts';
export { inputPorts, outputPorts } from './ports.ts';
export type { Port, PortKind } from './ports.ts';
export { expressionsOf, rewriteExpressions } from './node-expressions.ts';
export type { ExpressionRewrite } from '../mapping/mapping-expressions.ts';
export { rebaseCommands } from './rebase.ts';
export type { Rebased } from './rebase.ts';
export { canonicalFlow, parseFlow, readStoredFlow, serialiseFlow } from './serialise.ts';
export type { ParsedFlow } from './serialise.ts';
export { validateFlow } from './validate-flow.ts';
export type { FlowSurroundings } from './validate-flow.ts';
