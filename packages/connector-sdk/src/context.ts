// What an operation may touch. Nothing else: no environment, no sockets of its own, no database of ours.
import type { Json } from '@patchbay/model/schema';
import type { EgressHttp } from './egress/http-client.ts';
import type { EgressNet } from './egress/net-client.ts';

export interface ConnectorLog {
  info(message: string, fields?: Readonly<Record<string, Json>>): void;
  warn(message: string, fields?: Readonly<Record<string, Json>>): void;
}

/** Something costly that lives as long as the opened connection does, such as a pool of sockets. */
export interface Resource<T> {
  readonly value: T;
  close(): Promise<void>;
}

export interface ConnectionContext {
  readonly http: EgressHttp;
  readonly net: EgressNet;
  readonly log: ConnectorLog;
  readonly signal: AbortSignal;
  /** Fields of the connection that are no secret; empty without a connection. */
  readonly settings: Readonly<Record<string, Json>>;
  /** Secret fields of the connection, in clear; empty without a connection. */
  readonly credential: Readonly<Record<string, string>>;
  /** Opens once per connection and name; closed when the connection changes or goes idle. */
  resource<T>(name: string, open: () => Promise<Resource<T>>): Promise<T>;
}

export interface TopicMessageToPublish {
  readonly topic: string;
  readonly value: Json;
  readonly key?: string | undefined;
  readonly type?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The topics of the workspace: messages for the flows that subscribe. */
export interface Topics {
  /** Rejects with ConnectorError. What was published under the key of this step before is not published again. */
  publish(message: TopicMessageToPublish): Promise<{ readonly messageId: string; readonly duplicate: boolean }>;
}

/** What a file is called, and what it holds. */
export interface FileFacts {
  readonly name: string;
  readonly mediaType: string;
}

/** Files of the workspace, and what the run's trigger received. */
export interface Files {
  /** Keeps a file with the step; nobody sees it before it is complete. Rejects with ConnectorError. */
  write(facts: FileFacts, content: AsyncIterable<Uint8Array>): Promise<{ readonly sizeBytes: number }>;
  /** The body of the event as bytes, however large; null where the event has none. */
  readonly event: { readonly mediaType: string; open(): Promise<AsyncIterable<Uint8Array>> } | null;
}

export interface OperationContext extends ConnectionContext {
  /** Stable over all attempts of the step; undefined where nothing is repeated (test calls). */
  readonly idempotencyKey: string | undefined;
  /** Upper limit for the call, in milliseconds. */
  readonly timeoutMs: number;
  /** Absent where operations run outside of any workspace. */
  readonly topics?: Topics | undefined;
  /** Absent where operations run outside of any run. */
  readonly files?: Files | undefined;
}
