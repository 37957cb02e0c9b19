import * as z from 'zod';

/** Ids are branded: a run id cannot be handed in where a flow id is asked for. All but node, edge and note ids are UUIDs. */
export const WorkspaceId = z.uuid().brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof WorkspaceId>;
export const EnvironmentId = z.uuid().brand<'EnvironmentId'>();
export type EnvironmentId = z.infer<typeof EnvironmentId>;
export const FlowId = z.uuid().brand<'FlowId'>();
export type FlowId = z.infer<typeof FlowId>;
export const FlowVersionId = z.uuid().brand<'FlowVersionId'>();
export type FlowVersionId = z.infer<typeof FlowVersionId>;
export const DeploymentId = z.uuid().brand<'DeploymentId'>();
export type DeploymentId = z.infer<typeof DeploymentId>;
export const ConnectionId = z.uuid().brand<'ConnectionId'>();
export type ConnectionId = z.infer<typeof ConnectionId>;
export const RunId = z.uuid().brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;
/** Of a job that replays many runs. */
export const BulkId = z.uuid().brand<'BulkId'>();
export type BulkId = z.infer<typeof BulkId>;
export const EventId = z.uuid().brand<'EventId'>();
export type EventId = z.infer<typeof EventId>;
