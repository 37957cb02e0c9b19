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
