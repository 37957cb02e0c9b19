export type { Actor } from './actor.ts';
export {
  BulkId,
  ConnectionId,
  DeploymentId,
  EnvironmentId,
  EventId,
  FlowId,
  FlowVersionId,
  RunId,
  WorkspaceId,
} from './ids.ts';
export { mayGrantRole, Permission, permissionsOf, Role, roleAllows } from './role.ts';
export { TopicName } from './topic-name.ts';
export { VariableName } from './variable-name.ts';
