import type { Readable } from 'node:stream';
import type { OperationRunner } from '@patchbay/connections';
import type { Database } from '@patchbay/db/client';
import type { RunCommands, RunReader, WaitAnswers } from '@patchbay/db/run-store';
import type { MasterKey } from '@patchbay/db/secret-box';
import type { AcceptDrivers } from '@patchbay/engine/accept';
import type { PublishDrivers } from '@patchbay/engine/topics';
import type { ConnectorManifest } from '@patchbay/model/connector';
import type { CodePoolPort } from '../flow/code-check.ts';
import type { LiveBus } from '../live/live-bus.ts';
import type { MapPoolPort } from '../mapping/map-runner.ts';
import type { WorkPool } from '../work/work-pool.ts';

/** What the services stand on. One bundle a process. */
export interface ServiceDeps {
  readonly db: Database;
  readonly manifests: readonly ConnectorManifest[];
  /** Asked for when a secret is sealed; throws where there is none. */
  readonly masterKey: () => MasterKey;
  readonly operations: Pick<OperationRunner, 'testConnection' | 'tryConnection' | 'discover' | 'forget' | 'readNews'>;
  /** Storing events and telling the workers. */
  readonly accept: AcceptDrivers;
  readonly runCommands: Pick<RunCommands, 'requestCancel' | 'resolveStep' | 'replay' | 'askAgain' | 'settlePauses'>;
  /** Storing messages of topics. */
  readonly topics: PublishDrivers;
  readonly runReader: Pick<RunReader, 'progress' | 'reply'>;
  /** Where the answers to steps that wait are kept. */
  readonly waitAnswers: Pick<WaitAnswers, 'find' | 'answer'>;
  readonly readBlob: (workspaceId: string, name: string) => Promise<Uint8Array>;
  /** As a stream, for what is not to be held in memory. */
  readonly openBlob: (workspaceId: string, name: string) => Promise<Readable>;
  readonly live: LiveBus;
  /** Threads for mappings with large inputs; without it they run in this process. */
  readonly mapPool?: MapPoolPort;
  /** Compiles the code of flows to see whether it is code; without it, publishing does not look. */
  readonly codePool?: CodePoolPort;
  /** A thread for what takes longer than a request of others should wait; without it, it is done in this process. */
  readonly workPool?: WorkPool;
  /** Where people and callers reach this installation; without a slash at the end. */
  readonly publicUrl: string;
  readonly version: string;
}
