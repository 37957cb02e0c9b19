// The one door to Prisma. What belongs to a workspace is reached inside `inWorkspace` alone; row-level security holds the rest shut.
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient, type Prisma } from '../generated/client.ts';
import { connectionConfig } from '../connection-config.ts';

/** What a transaction offers: the models of schema.prisma and raw queries. */
export type Transaction = Prisma.TransactionClient;

export interface OpenDatabase {
  readonly url: string;
  /**
   * app: the server, which sees one workspace at a time. owner: this installation's own work at the console (migrations done,
   * it makes the first API key, the start link, the master key check).
   */
  readonly role: 'app' | 'owner';
  /** Most connections at once. */
  readonly max?: number;
}

/** By what a row may be found before its workspace is known. The server has proved the user by then. */
export type Proof = { readonly hookKey: string } | { readonly apiKeyHash: Uint8Array } | { readonly userId: string };

export interface Database {
  /**
   * One transaction that sees and writes rows of this workspace only. Everything that `work` does commits together, or, when
   * it throws, not at all.
   */
  inWorkspace<Result>(workspaceId: string, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * One transaction that reads only what the proof opens: `deployment` by its webhook key, `api_key` by its hash, `member` and
   * `workspace` by user.
   */
  withProof<Result>(proof: Proof, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** One transaction for what belongs to no workspace: start tokens and settings of the installation. */
  outsideWorkspaces<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Prisma leaves the timer of maxWait running: a process that should end at once after its last transaction calls process.exit. */
const TRANSACTION = { maxWait: 10_000, timeout: 30_000 };

export function openDatabase({ url, role, max = 10 }: OpenDatabase): Database {
  const config = connectionConfig(url, role === 'app' ? { role: 'patchbay_app' } : {});
  const pool = new pg.Pool({ ...config, max });
  // An idle connection that breaks is replaced at the next use; one in use reports to its query.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) });
  const withSetting = <Result>(
    name: string,
    value: string,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> =>
    prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config(${name}, ${value}, true)`;
      return work(tx);
    }, TRANSACTION);
  return {
    inWorkspace: (workspaceId, work) => withSetting('patchbay.workspace', workspaceId, work),
    withProof: (proof, work) => withSetting(...settingOf(proof), work),
    outsideWorkspaces: (work) => prisma.$transaction(work, TRANSACTION),
    close: () => prisma.$disconnect(),
  };
}

function settingOf(proof: Proof): [name: string, value: string] {
  if ('hookKey' in proof) return ['patchbay.hook_key', proof.hookKey];
  if ('apiKeyHash' in proof) return ['patchbay.api_key_hash', Buffer.from(proof.apiKeyHash).toString('hex')];
  return ['patchbay.user', proof.userId];
}
