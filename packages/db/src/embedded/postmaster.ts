// The server process: found, started, stopped. It outlives a killed launcher, which is why it is found again by its pid file.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from './account.ts';
import { runOptions, startFailure } from './data-dir.ts';
import { commandLine, isAlive } from './process-facts.ts';

const POLL_MS = 20;
const START_TIMEOUT_MS = 60_000;
/** After this a fast shutdown becomes an immediate one; what was committed is recovered at the next start. */
const STOP_TIMEOUT_MS = 20_000;
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

/** The living server of a data directory. A stale pid file (its pid is gone or belongs to another program) is removed. */
export async function findPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const first = readPidFile(dataDir);
  const words = first === undefined ? undefined : commandLine(first.pid);
  const ours = first !== undefined && isAlive(first.pid) && (words === undefined || isServerOf(words, dataDir));
  if (!ours) {
    rmSync(file, { force: true });
    return undefined;
  }
  const found = await waitUntil(() => {
    if (!isAlive(first.pid)) return 'gone';
    const now = readPidFile(dataDir);
    return now?.ready === true ? now : undefined;
  }, START_TIMEOUT_MS);
  return found === 'gone' || found === undefined ? undefined : found;
}

export async function startPostmaster(options: StartPostmaster): Promise<Postmaster> {
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
  if (ready !== undefined && ready !== 'ended') return { pid: ready.pid, port: ready.port };
  if (ended === undefined) child.kill('SIGQUIT');
  const cause = ended ?? `it was not ready after ${START_TIMEOUT_MS / 1000} s`;
  throw startFailure(cause, account.dataDir, readFrom(logFile, from));
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

const isServerOf = (words: string, dataDir: string): boolean => words.includes('postgres') && words.includes(dataDir);

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
