// The one place where operations are called: connection, credential, address decision and scrubbing meet here.
import { findAction, findConnector } from '@patchbay/connectors';
import { ConnectorError } from '@patchbay/connector-sdk';
import type {
  Action,
  ConnectionContext,
  Connector,
  ConnectorLog,
  Discovered,
  Files,
  OperationContext,
  PollFrom,
  PollPage,
} from '@patchbay/connector-sdk';
import type { Egress } from '@patchbay/connector-sdk/egress';
import type { Database } from '@patchbay/db/client';
import { saveTestResult } from '@patchbay/db/repositories';
import type { GateStore } from '@patchbay/db/run-store';
import type { MasterKey } from '@patchbay/db/secret-box';
import type { Json } from '@patchbay/model/schema';
import type { ConnectionRef, OpenConnection } from './connection-ref.ts';
import { Admissions } from './limits/admissions.ts';
import type { CallAdmission, CallAdmissionRequest } from './limits/call-admission.ts';
import { holdConnection, OpenConnections } from './open-connections.ts';
import type { HeldConnection } from './open-connections.ts';
import { pollOf, readNews } from './polls.ts';
import type { OpenedPoll, PollRun } from './polls.ts';
import { openReader, openWriter } from './record-streams.ts';
import type { OpenRecordReader, OpenRecordWriter, RecordsCall } from './record-streams.ts';
import { scrubError } from './scrub-error.ts';
import { topicsOf } from './topics.ts';
import type { PublishToTopic, StepRef } from './topics.ts';

/** An operation's own limit counts when it is shorter. */
const longestCallMs = 600_000;
const testTimeoutMs = 15_000;

export interface OperationRun {
  readonly operationId: string;
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly connectionId: string | null;
  readonly input: Readonly<Record<string, Json>>;
  readonly idempotencyKey?: string;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  /** The step that runs it; absent where no flow does. */
  readonly step?: StepRef;
  readonly files?: Files | undefined;
}

/** The shape that the engine calls operations by. */
export interface EngineCall {
  readonly operation: string;
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly connectionId: string | null;
  readonly input: Readonly<Record<string, Json>>;
  readonly idempotencyKey: string;
  readonly runId: string;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly files?: Files | undefined;
}

export interface ConnectionTest {
  readonly ok: boolean;
  readonly message: string;
  readonly ms: number;
}

export interface UnsavedConnection {
  readonly connectorId: string;
  readonly settings: Readonly<Record<string, Json>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface OperationRunner {
  /** Resolves with the output, without secrets; rejects with ConnectorError. */
  run(run: OperationRun): Promise<Json>;
  /** The engine's `OperationDriver`. */
  call(call: EngineCall): Promise<Json>;
  /** Opens a reading or a writing of records; rejects with ConnectorError, as do the rows and the writes. */
  readRecords(call: EngineCall): Promise<OpenRecordReader>;
  writeRecords(call: EngineCall): Promise<OpenRecordWriter>;
  /** A page of news of a poll, and the place behind all that is there; the engine's `PollDriver`. Both reject with ConnectorError. */
  readNews(run: PollRun, from: PollFrom<Json>): Promise<PollPage>;
  newestPlace(run: PollRun): Promise<Json>;
  /** Whether the limits of a connection let a call begin. Null: it has none, as far as is known at this moment. */
  admit(request: CallAdmissionRequest): Promise<CallAdmission> | null;
  readonly openConnection: OpenConnection;
  /** Tries a stored connection and keeps the result. Rejects with ConnectorError when there is no such connection. */
  testConnection(ref: ConnectionRef): Promise<ConnectionTest>;
  /** Tries a connection before it is saved; nothing is kept. */
  tryConnection(connection: UnsavedConnection): Promise<ConnectionTest>;
  /** Choices or schemas that a connector finds over a connection; rejects with ConnectorError. */
  discover(ref: ConnectionRef, name: string, args: Readonly<Record<string, Json>>): Promise<Discovered>;
  /** After an edit in this process: the next use looks again. Other processes notice within two seconds. */
  forget(ref: Pick<ConnectionRef, 'workspaceId' | 'connectionId'>): void;
  close(): Promise<void>;
}

export interface OperationRunnerParts {
  readonly database: Pick<Database, 'inWorkspace'>;
  readonly masterKey: MasterKey;
  readonly egress: Pick<Egress, 'http' | 'net'>;
  readonly log?: ConnectorLog;
  /** Where the limits of connections are kept among all processes; absent where calls are not limited. */
  readonly gates?: {
    readonly store: Pick<GateStore, 'swap'>;
    /** Names this process. */
    readonly owner: string;
    /** The database's time. */
    readonly now: () => Date;
  };
  /** Puts a message into a topic; rejects with AppError. Absent where operations run outside of any workspace. */
  readonly publish?: PublishToTopic;
}

const silent: ConnectorLog = { info: () => undefined, warn: () => undefined };

function connectorOf(connectorId: string): Connector {
  const connector = findConnector(connectorId);
  if (connector !== undefined) return connector;
  throw new ConnectorError('permanent', `There is no connector "${connectorId}" in this version.`, {
    effect: 'none',
    next: 'Update this installation, or remove what uses the connector.',
  });
}

function actionOf(operationId: string): Action {
  const action = findAction(operationId);
  if (action !== undefined) return action;
  throw new ConnectorError('permanent', `There is no operation "${operationId}" in this version.`, {
    effect: 'none',
    next: 'Update this installation, or choose another operation for the node.',
  });
}

export function createOperationRunner(parts: OperationRunnerParts): OperationRunner {
  const { egress, database } = parts;
  const log = parts.log ?? silent;
  const connections = new OpenConnections({ ...parts, log, clock: () => performance.now() });

  const admissions = parts.gates === undefined ? null : new Admissions({ ...parts.gates, connections, log });

  const contextOf = (held: HeldConnection, signal: AbortSignal): ConnectionContext => ({
    http: egress.http,
    net: egress.net,
    log: {
      info: (message, fields) => log.info(held.scrubber.text(message), scrubFields(held, fields)),
      warn: (message, fields) => log.warn(held.scrubber.text(message), scrubFields(held, fields)),
    },
    signal,
    settings: held.opened.settings,
    credential: held.opened.credential,
    resource: (name, open) => held.resources.get(name, open),
  });

  /** Nothing leaves this function with a secret in it. */
  const guarded = async <T>(held: HeldConnection, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const clean = scrubError(error, held.scrubber);
      if (clean.kind === 'permanent') {
        log.warn('An operation failed for good', {
          cause: held.scrubber.text(error instanceof Error ? String(error.stack) : ''),
        });
      }
      throw clean;
    }
  };

  const callContext = (held: HeldConnection, call: OperationRun): OperationContext => ({
    ...contextOf(held, call.signal),
    idempotencyKey: call.idempotencyKey,
    timeoutMs: call.timeoutMs ?? longestCallMs,
    topics: parts.publish === undefined ? undefined : topicsOf(parts.publish, call),
    files: call.files,
  });

  const over = async <T>(
    call: OperationRun,
    need: 'none' | 'optional' | 'required',
    work: (context: OperationContext, held: HeldConnection) => Promise<T>,
  ): Promise<T> => {
    const held = await connectionFor(call, need);
    try {
      return await guarded(held, () => work(callContext(held, call), held));
    } finally {
      if (call.connectionId === null) await held.resources.close();
    }
  };

  const run = async (call: OperationRun): Promise<Json> => {
    const action = actionOf(call.operationId);
    return over(call, action.manifest.connection, async (context, held) =>
      held.scrubber.json(await action.call(context, call.input)),
    );
  };

  const overPoll = async <T>(
    { operation, settings, ...rest }: PollRun,
    work: (opened: OpenedPoll) => Promise<T>,
  ): Promise<T> => {
    const { poll, need } = pollOf(operation);
    return over({ ...rest, operationId: operation, input: settings }, need, (context, { scrubber }) =>
      work({ poll, context, settings, scrubber }),
    );
  };

  const connectionFor = async (call: OperationRun, need: 'none' | 'optional' | 'required'): Promise<HeldConnection> => {
    const connectorId = call.operationId.split('.')[0] ?? '';
    const { workspaceId, environmentId, connectionId } = call;
    if (connectionId === null) {
      if (need !== 'required') return holdConnection({ connectorId, settings: {}, credential: {} }, log);
      throw new ConnectorError(
        'invalidInput',
        'The node needs a connection, but none is chosen for its slot in this environment.',
        {
          next: 'Choose a connection for the slot in the editor.',
        },
      );
    }
    const held = await connections.hold({ workspaceId, environmentId, connectionId });
    if (held.opened.connectorId === connectorId) return held;
    throw new ConnectorError(
      'invalidInput',
      `The connection belongs to ${held.opened.connectorId}, but the node needs ${connectorId}.`,
      {
        next: 'Choose a connection of the right kind for the slot.',
      },
    );
  };

  const openForRecords = async ({ operation, ...rest }: EngineCall): Promise<RecordsCall> => {
    const call = { ...rest, operationId: operation };
    const action = actionOf(operation);
    const held = await connectionFor(call, action.manifest.connection);
    return {
      action,
      context: callContext(held, call),
      input: call.input,
      guarded: (work) => guarded(held, work),
      scrub: (value) => held.scrubber.json(value),
      close: async () => {
        if (call.connectionId === null) await held.resources.close();
      },
    };
  };

  const test = async (held: HeldConnection): Promise<ConnectionTest> => {
    const startedAtMs = performance.now();
    const finish = (ok: boolean, message: string): ConnectionTest => ({
      ok,
      message,
      ms: Math.round(performance.now() - startedAtMs),
    });
    try {
      const connector = connectorOf(held.opened.connectorId);
      const context = contextOf(held, AbortSignal.timeout(testTimeoutMs));
      const answer = await guarded(
        held,
        () => connector.test?.(context) ?? Promise.resolve('Stored. This kind cannot be tried by itself.'),
      );
      return finish(true, held.scrubber.text(answer));
    } catch (error) {
      const { message, next } = scrubError(error, held.scrubber);
      return finish(false, next === undefined ? message : `${message} ${next}`);
    }
  };

  return {
    run,
    readRecords: async (call) => openReader(await openForRecords(call)),
    writeRecords: async (call) => openWriter(await openForRecords(call)),
    call: ({ operation, runId, path, ...call }) => run({ ...call, operationId: operation, step: { runId, path } }),
    readNews: (poll, from) => overPoll(poll, (opened) => readNews(opened, from)),
    newestPlace: (poll) =>
      overPoll(poll, ({ poll: { latest }, context, settings }) => latest(context, { ...settings })),
    admit: (request) => admissions?.admit(request) ?? null,
    openConnection: async (ref) => (await connections.hold(ref)).opened,
    testConnection: async (ref) => {
      connections.forget(ref);
      const result = await test(await connections.hold(ref));
      const { workspaceId, connectionId } = ref;
      await database.inWorkspace(workspaceId, (tx) => saveTestResult(tx, { workspaceId, connectionId }, result));
      return result;
    },
    tryConnection: async ({ connectorId, settings, secrets }) => {
      const held = holdConnection({ connectorId, settings, credential: secrets }, log);
      try {
        return await test(held);
      } finally {
        await held.resources.close();
      }
    },
    discover: async (ref, name, args) => {
      const held = await connections.hold(ref);
      const { discover } = connectorOf(held.opened.connectorId);
      const discovery = Object.hasOwn(discover, name) ? discover[name] : undefined;
      if (discovery === undefined)
        throw new ConnectorError('notFound', `${held.opened.connectorId} has no discovery "${name}".`);
      return guarded(held, () => discovery(contextOf(held, AbortSignal.timeout(testTimeoutMs)), args));
    },
    forget: (ref) => connections.forget(ref),
    close: async () => {
      await admissions?.close();
      await connections.close();
    },
  };
}

const scrubFields = (held: HeldConnection, fields: Readonly<Record<string, Json>> = {}): Record<string, Json> =>
  held.scrubber.json({ ...fields }) as Record<string, Json>;
