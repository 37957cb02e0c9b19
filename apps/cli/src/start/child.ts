// One process of ours, kept running: started again when it dies, given up when it keeps dying, stopped when asked.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@patchbay/model/errors';
import { lastLines, openLog } from './log-file.ts';

export interface ChildPlan {
  readonly name: string;
  /** Arguments of Node: the program and its own. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly backOff: BackOff;
  /** How long it may take to stop before it is killed. */
  readonly stopTimeoutMs: number;
  readonly readyTimeoutMs: number;
}

export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
  /** So many deaths within `windowMs` are final. */
  readonly deaths: number;
  readonly windowMs: number;
}

export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when it says that it is ready; rejects when it dies before that or takes too long. */
  readonly ready: Promise<void>;
  /** Resolves, with what to tell the person, when it has been given up. */
  readonly givenUp: Promise<AppError>;
  stop(): Promise<void>;
  kill(): void;
}

export interface ChildNews {
  started(pid: number): void;
  died(line: string): void;
}

const LINES = 15;

/** A child says `{ type: 'ready' }` over its channel, and ends by itself when the channel closes. */
export function runChild(plan: ChildPlan, news: ChildNews): Child {
  let current: ChildProcess | undefined;
  let stopping = false;
  const abort = new AbortController();
  const deaths: number[] = [];
  const firstReady = Promise.withResolvers<void>();
  const givenUp = Promise.withResolvers<AppError>();
  const readyTimer = setTimeout(() => {
    firstReady.reject(failure(plan, `was not ready after ${plan.readyTimeoutMs / 1000} s`));
  }, plan.readyTimeoutMs);

  const launch = (): void => {
    const child = spawnChild(plan);
    current = child;
    if (child.pid !== undefined) news.started(child.pid);
    child.on('message', (message) => {
      if ((message as { type?: unknown } | null)?.type === 'ready') firstReady.resolve();
    });
    child.once('error', (error) => onEnd(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => onEnd(`ended with ${signal ?? `exit code ${code}`}`));
  };

  const onEnd = (how: string): void => {
    if (stopping) return;
    const now = performance.now();
    deaths.push(now);
    const recent = deaths.filter((at) => now - at < plan.backOff.windowMs).length;
    firstReady.reject(failure(plan, how));
    if (recent >= plan.backOff.deaths) return givenUp.resolve(failure(plan, `${how}, the ${recent}th time in a row`));
    const waitMs = Math.min(plan.backOff.mostMs, plan.backOff.firstMs * 2 ** (recent - 1));
    news.died(`The ${plan.name} ${how}; starting it again in ${waitMs / 1000} s. Its log: ${plan.logFile}`);
    void delay(waitMs, undefined, { signal: abort.signal }).then(launch, () => undefined);
  };

  firstReady.promise.then(
    () => clearTimeout(readyTimer),
    () => clearTimeout(readyTimer),
  );
  launch();
  return {
    name: plan.name,
    get pid() {
      return current?.pid;
    },
    ready: firstReady.promise,
    givenUp: givenUp.promise,
    stop: async () => {
      stopping = true;
      abort.abort();
      clearTimeout(readyTimer);
      if (current !== undefined) await stopProcess(current, plan.stopTimeoutMs);
    },
    kill: () => {
      stopping = true;
      abort.abort();
      current?.kill('SIGKILL');
    },
  };
}

function spawnChild(plan: ChildPlan): ChildProcess {
  const log = openLog(plan.logFile);
  try {
    // Detached: Ctrl-C reaches the launcher alone, which stops its children in order.
    return spawn(process.execPath, plan.args, {
      env: plan.env,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
}

async function stopProcess(child: ChildProcess, timeoutMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  await gone;
  clearTimeout(timer);
}

function failure(plan: ChildPlan, how: string): AppError {
  const tail = lastLines(plan.logFile, LINES);
  return AppError.because(
    'unavailable',
    `The ${plan.name} ${how}. Its last words (${plan.logFile}):\n${tail === '' ? '  (none)' : tail}\nMend the cause and start again; nothing was lost.`,
  );
}
