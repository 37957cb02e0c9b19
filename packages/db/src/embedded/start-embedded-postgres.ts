// A real PostgreSQL on one folder: made at the first start, found again after a crash of its launcher, stopped with it.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '@patchbay/model/errors';
import { chooseAccount, ownFolder, type Account } from './account.ts';
import { findBinaries } from './binaries.ts';
import { hasData, initialise } from './data-dir.ts';
import { freePort } from './free-port.ts';
import { readHomeFile, writeHomeFile, type HomeFile } from './home-file.ts';
import { takeLauncherLock } from './launcher-lock.ts';
import { ensureOwner, ownerUrl } from './owner.ts';
import { dropForeignPidFile, findPostmaster, startPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts';

export interface EmbeddedPostgresOptions {
  /** The folder that holds the data and everything about the server; made when missing. */
  readonly dir: string;
  /** Told what is going on, one line at a time. */
  readonly log?: (line: string) => void;
  /** Further server settings, as `name=value`. */
  readonly settings?: readonly string[];
}

export interface EmbeddedPostgres {
  /** A connection address as the owner of the databases (never a superuser). */
  url(database: string): string;
  readonly pid: number;
  readonly port: number;
  /** True when the server was already running, left behind by a launcher that was killed. */
  readonly adopted: boolean;
  /** Starts the server again after it died, on the same port. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL of a folder, or adopts the one that runs there without a launcher.
 * Throws `conflict` when a living launcher holds the folder or the data are of another major version,
 * `unavailable` when the server cannot run here (platform, disk full, account).
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dir);
  const log = options.log ?? (() => undefined);
  const binaries = findBinaries();
  mkdirSync(dir, { recursive: true });
  const lock = takeLauncherLock(dir);
  try {
    const isRoot = process.getuid?.() === 0;
    // The server's account must be able to walk to its data; what is secret in here has mode 0600 of its own.
    if (isRoot) chmodSync(dir, 0o755);
    const known = readHomeFile(dir);
    const account = chooseAccount({ binaries, dir, isRoot, knownDataDir: known?.dataDir });
    const home = known !== undefined && hasData(account.dataDir) ? known : await prepare(dir, account, log);
    const question: FindOrStart = { dir, account, home, log, settings: options.settings ?? [] };
    const { server: first, adopted } = await findOrStart(question);
    let server = first;
    if (server.port !== home.port || account.dataDir !== home.dataDir) {
      writeHomeFile(dir, { ...home, port: server.port, dataDir: account.dataDir });
    }
    await ensureOwner({ ...home, port: server.port });
    return {
      url: ownerUrl(server.port, home.ownerPassword),
      get pid() {
        return server.pid;
      },
      port: server.port,
      adopted,
      revive: async () => {
        const again = await findOrStart({ ...question, home: { ...home, port: server.port }, fixedPort: true });
        server = again.server;
      },
      stop: async () => {
        await stopPostmaster(server.pid);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function prepare(dir: string, account: Account, log: (line: string) => void): Promise<HomeFile> {
  if (hasData(account.dataDir)) {
    throw AppError.because(
      'conflict',
      `${account.dataDir} holds data, but ${join(dir, 'embedded.json')} with their passwords is missing. Restore that file from a backup, or set PATCHBAY_HOME to another folder; the data were not touched.`,
    );
  }
  log('making the database (only at the first start)');
  const home: HomeFile = {
    port: await freePort(),
    ownerPassword: randomBytes(24).toString('base64url'),
    superuserPassword: randomBytes(24).toString('base64url'),
    dataDir: account.dataDir,
  };
  // Before the data: a start that is interrupted between the two leaves passwords without data, never data without passwords.
  writeHomeFile(dir, home);
  initialise(account, home.superuserPassword);
  return home;
}

interface FindOrStart {
  readonly dir: string;
  readonly account: Account;
  readonly home: HomeFile;
  readonly log: (line: string) => void;
  readonly settings: readonly string[];
  /** Others hold connection addresses with the port already. */
  readonly fixedPort?: boolean;
}

async function findOrStart(question: FindOrStart): Promise<{ server: Postmaster; adopted: boolean }> {
  const { dir, account, home, log } = question;
  const running = await findPostmaster(account.dataDir);
  if (running !== undefined) {
    log(`found PostgreSQL still running (process ${running.pid})`);
    return { server: running, adopted: true };
  }
  dropForeignPidFile(account.dataDir);
  ownFolder(account.dataDir, account);
  const { port } = home;
  const other = question.fixedPort === true ? {} : { otherPort: freePort };
  const logFile = join(dir, 'postgres.log');
  const server = await startPostmaster({ account, port, ...other, logFile, settings: question.settings });
  return { server, adopted: false };
}
