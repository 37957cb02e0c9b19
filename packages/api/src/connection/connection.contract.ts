import { ConnectionLimits } from '@patchbay/model/connector';
import { ConnectionId, FlowId } from '@patchbay/model/identity';
import { DataSchema, Json } from '@patchbay/model/schema';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';

const settings = z.record(z.string().max(80), Json);
/** Write-only: what is put in here never comes back. */
const secrets = z.record(z.string().max(80), z.string().max(64_000));
const name = z.string().trim().min(1).max(120);

/** How the limits stand at this moment. */
export const ConnectionTraffic = z.object({
  /** free: calls go at once · busy: some wait for their turn · paused: none goes · trying: one is tried. */
  status: z.enum(['free', 'busy', 'paused', 'trying']),
  pausedSince: TimeText.nullable(),
  triesAt: TimeText.nullable(),
  cause: z.string().nullable(),
  /** Calls under way; null when they are not limited. */
  underWay: z.int().nullable(),
  /** Calls that began within the period of the rate; null when there is none. */
  begun: z.int().nullable(),
});
export type ConnectionTraffic = z.infer<typeof ConnectionTraffic>;

export const ConnectionView = z.object({
  id: ConnectionId,
  name: z.string(),
  connectorId: z.string(),
  settings,
  secretFields: z.array(z.object({ name: z.string(), stored: z.boolean(), updatedAt: TimeText.nullable() })),
  testState: z.enum(['untested', 'ok', 'failed']),
  testMessage: z.string().nullable(),
  testedAt: TimeText.nullable(),
  limits: ConnectionLimits,
  /** Null when nothing is limited. */
  traffic: ConnectionTraffic.nullable(),
  usedBy: z.array(z.object({ flowId: FlowId, name: z.string() })),
});
export type ConnectionView = z.infer<typeof ConnectionView>;
export const ConnectionListInput = z.strictObject({ connectorId: z.string().max(80).optional(), ...paging });
export type ConnectionListInput = z.infer<typeof ConnectionListInput>;
export const ConnectionList = page(ConnectionView);
export type ConnectionList = z.infer<typeof ConnectionList>;

export const ConnectionCreateInput = z.strictObject({
  connectorId: z.string().max(80),
  name,
  settings: settings.default({}),
  secrets: secrets.default({}),
  limits: ConnectionLimits.default({}),
});
export type ConnectionCreateInput = z.infer<typeof ConnectionCreateInput>;
export const ConnectionCreated = z.object({ id: ConnectionId });
export type ConnectionCreated = z.infer<typeof ConnectionCreated>;

/** Only the fields that are given are replaced; a secret given as empty text is removed. */
export const ConnectionUpdateInput = z.strictObject({
  connectionId: ConnectionId,
  name: name.optional(),
  settings: settings.optional(),
  secrets: secrets.optional(),
  /** Replaced as a whole; an empty object takes all limits away. */
  limits: ConnectionLimits.optional(),
});
export type ConnectionUpdateInput = z.infer<typeof ConnectionUpdateInput>;
export const ConnectionIdInput = z.strictObject({ connectionId: ConnectionId });
export type ConnectionIdInput = z.infer<typeof ConnectionIdInput>;

/** A connection that is not saved yet. */
export const ConnectionTryInput = z.strictObject({
  connectorId: z.string().max(80),
  settings: settings.default({}),
  secrets: secrets.default({}),
});
export type ConnectionTryInput = z.infer<typeof ConnectionTryInput>;
export const ConnectionTested = z.object({ ok: z.boolean(), message: z.string(), ms: z.int() });
export type ConnectionTested = z.infer<typeof ConnectionTested>;

export const DiscoverInput = z.strictObject({
  connectionId: ConnectionId,
  discovery: z.string().min(1).max(80),
  args: settings.default({}),
});
export type DiscoverInput = z.infer<typeof DiscoverInput>;
export const Discovered = z.object({
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  schema: DataSchema.optional(),
});
export type Discovered = z.infer<typeof Discovered>;

export interface ConnectionService {
  list(caller: Caller, input: ConnectionListInput): Promise<ConnectionList>;
  get(caller: Caller, input: ConnectionIdInput): Promise<ConnectionView>;
  create(caller: Caller, input: ConnectionCreateInput): Promise<ConnectionCreated>;
  update(caller: Caller, input: ConnectionUpdateInput): Promise<void>;
  delete(caller: Caller, input: ConnectionIdInput): Promise<void>;
  /** Lets calls go at once that were paused, or that wait for their turn. */
  resume(caller: Caller, input: ConnectionIdInput): Promise<void>;
  test(caller: Caller, input: ConnectionIdInput): Promise<ConnectionTested>;
  tryOut(caller: Caller, input: ConnectionTryInput): Promise<ConnectionTested>;
  discover(caller: Caller, input: DiscoverInput): Promise<Discovered>;
}
