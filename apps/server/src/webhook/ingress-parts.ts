// What the door for deliveries needs, and the hook that a delivery came to.
import type { OpenConnection, WebhookSettings } from '@patchbay/connections';
import type { AcceptDrivers } from '@patchbay/engine/accept';
import type { AtOnceRuns, ExpressRuns } from '@patchbay/engine/express';
import type { ConnectionId } from '@patchbay/model/identity';
import type { StoredContent } from '@patchbay/model/run';
import type { Backlog } from './backlog.ts';
import type { Hook, HookDirectory } from './hook-directory.ts';
import type { ReplyWaiter } from './reply-waiter.ts';
import type { Room } from './room.ts';
import type { Strain } from './strain.ts';

export interface IngressParts {
  readonly hooks: HookDirectory;
  readonly replies: ReplyWaiter;
  readonly accept: AcceptDrivers;
  readonly express: ExpressRuns;
  readonly atOnce: AtOnceRuns;
  readonly backlog: Backlog;
  readonly strain: Strain;
  /** This server's session, to which replies are sent. */
  readonly session: number;
  readonly slotConnection: (hook: Pick<Hook, 'deployment'>, slot: string) => Promise<ConnectionId | null>;
  readonly openConnection: OpenConnection;
  /** Why deliveries are refused, for the operator's log. */
  readonly onRefused: (hook: Hook, reason: string) => void;
  /** Keeps a body while it comes in; nothing of it is left when reading it fails. */
  readonly putStream: (workspaceId: string, content: AsyncIterable<Uint8Array>) => Promise<StoredContent>;
  /** Memory for large bodies that are under way. */
  readonly room: Room;
  /** Nothing larger is read, whatever a trigger's own limit says. */
  readonly maxBodyBytes: number;
}

/** A hook with its settings read. */
export interface SettledHook extends Hook {
  readonly settings: WebhookSettings;
}
