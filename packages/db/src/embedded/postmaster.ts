// The server process: found, started, stopped. It outlives a killed launcher, which is why it is found again by its pid file.
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@patchbay/model/errors';
import type { Account } from './account.ts';
import { runOptions, startFailure } from './data-dir.ts';
import { commandLine, hasEntry, isAlive } from './process-facts.ts';

const POLL_MS = 20;
const START_TIMEOUT_MS = 60_000;
/** After this a fast shutdown becomes an immediate one; what was committed is recovered at the next start. */
const STOP_TIMEOUT_MS = 20_000;
/** The processes of a server that was killed end by themselves within moments; a port is given back as soon. */
const OBSTACLE_TIMEOUT_MS = 15_000;
const OBSTACLE_POLL_MS = 200;
const LOG_MAX_BYTES = 10 * 1024 * 1024;

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

interface PidFile extends Postmaster {
  readonly ready: boolean;
}

export interface StartPostmaster {
  readonly account: Account;
  readonly port: number;
  /** Asked where somebody else took the port before the server could; without it the same port is waited for. */
  readonly otherPort?: () => Promise<number>;
  readonly logFile: string;
  /** Further settings, as `name=value`. */
  readonly settings: readonly string[];
}

const FLAGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=64MB',
  'max_connections=200',
  'wal_level=minimal',
  'max_wal_senders=0',
  'jit=off',
  'lc_messages=C',
];

/** The living server of a data directory, waited for while it starts or recovers. */
export async function findPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const first = readPidFile(dataDir);
  if (first === undefined || !isServerOf(first.pid, dataDir)) return undefined;
  const found = await waitUntil(() => {
    if (!isAlive(first.pid)) return 'gone';
    const now = readPidFile(dataDir);
    return now?.ready === true ? now : undefined;
  }, START_TIMEOUT_MS);
  if (found === 'gone') return undefined;
  if (found !== undefined) return found;
  throw AppError.because(
    'unavailable',
    `PostgreSQL (process ${first.pid}) runs on ${dataDir} and is not ready after ${START_TIMEOUT_MS / 1000} s; after a crash it may still be recovering. Wait a little and start again; postgres.log beside that folder says more.`,
  );
}

/**
 * PostgreSQL refuses to start while its pid file names a process, even a stranger that got the number later or a dead one that
 * nobody has buried. With a pid that is gone it deals itself. Only for the holder of the lock, who has found no living server.
 */
export function dropForeignPidFile(dataDir: string): void {
  const file = readPidFile(dataDir);
  if (file !== undefined && hasEntry(file.pid)) rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}

export async function startPostmaster(options: StartPostmaster): Promise<Postmaster> {
  const deadline = performance.now() + OBSTACLE_TIMEOUT_MS;
  for (let { port } = options; ;) {
    const { server, failure, output } = await tryStart({ ...options, port });
    if (server !== undefined) return server;
    const isTaken = /could not create any TCP\/IP sockets/.test(output);
    const passes = isTaken || /pre-existing shared memory block/.test(output);
    if (!passes || performance.now() > deadline) throw startFailure(failure, options.account.dataDir, output);
    if (isTaken && options.otherPort !== undefined) port = await options.otherPort();
    else await delay(OBSTACLE_POLL_MS);
  }
}

interface StartResult {
  readonly server?: Postmaster;
  readonly failure: string;
  readonly output: string;
}

async function tryStart(options: StartPostmaster): Promise<StartResult> {
  const { account, port, logFile } = options;
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, 'a', 0o600);
  const from = fstatSync(log).size;
  const settings = [...FLAGS, ...options.settings].flatMap((setting) => ['-c', setting]);
  const command = [
    ...account.prefix,
    account.binaries.postgres,
    '-D',
    account.dataDir,
    '-p',
    String(port),
    ...settings,
  ];
  // Detached: a Ctrl-C in the terminal must reach the launcher alone, which stops the server last.
  const child = spawn(command[0] as string, command.slice(1), {
    ...runOptions(account),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `exit code ${code}`}`));
  child.unref();
  const ready = await waitUntil(() => {
    if (ended !== undefined) return 'ended';
    const now = readPidFile(account.dataDir);
    return now !== undefined && now.pid === child.pid && now.ready ? now : undefined;
  }, START_TIMEOUT_MS);
  if (ready !== undefined && ready !== 'ended') return { server: ready, failure: '', output: '' };
  if (ended === undefined) child.kill('SIGQUIT');
  const failure = ended ?? `it was not ready after ${START_TIMEOUT_MS / 1000} s`;
  return { failure, output: readFrom(logFile, from) };
}

/** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!signal(pid, 'SIGINT')) return;
  const gone = await waitUntil(() => !isAlive(pid) || undefined, STOP_TIMEOUT_MS);
  if (gone === undefined && signal(pid, 'SIGQUIT')) await waitUntil(() => !isAlive(pid) || undefined, STOP_TIMEOUT_MS);
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Lines of postmaster.pid: pid, data directory, start time, port, socket folder, address, shared memory, status. */
function readPidFile(dataDir: string): PidFile | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

function isServerOf(pid: number, dataDir: string): boolean {
  if (!isAlive(pid)) return false;
  const words = commandLine(pid);
  return words === undefined || (words.includes('postgres') && words.includes(dataDir));
}

async function waitUntil<T>(probe: () => T | undefined, timeoutMs: number): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = probe();
    if (value !== undefined) return value;
    if (performance.now() > deadline) return undefined;
    await delay(POLL_MS);
  }
}

function readFrom(file: string, offset: number): string {
  const fd = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(fd).size - offset));
    readSync(fd, bytes, 0, bytes.length, offset);
    return bytes.toString('utf8');
  } finally {
    closeSync(fd);
  }
}
