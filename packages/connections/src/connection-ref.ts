import type { Json } from '@patchbay/model/schema';

export interface ConnectionRef {
  readonly workspaceId: string;
  /** Null: whichever it stands in (tests and discovery; a run names its own). */
  readonly environmentId: string | null;
  readonly connectionId: string;
}

/** A connection in use: its secrets are in clear, so it stays inside this process and is never serialised. */
export interface OpenedConnection {
  readonly connectorId: string;
  readonly settings: Readonly<Record<string, Json>>;
  readonly credential: Readonly<Record<string, string>>;
  /** The values of `credential`, for scrubbing. */
  readonly secrets: readonly string[];
}

/** Rejects with ConnectorError: notFound when it is gone, auth when a secret cannot be read. */
export type OpenConnection = (ref: ConnectionRef) => Promise<OpenedConnection>;
