import type { Actor, EnvironmentId, WorkspaceId } from '@patchbay/model/identity';

/** Who asks, and where: proven by a session cookie, an API key or the console of this installation. */
export interface Caller {
  readonly actor: Actor;
  /** The person behind a session; null for API keys and the console. */
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  /** Stands in the logs of everything that this request does. */
  readonly requestId: string;
}
