// One child process, one job at a time. One that was too slow, too hungry or talked nonsense is killed and not used again.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, parse } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseJson } from '@patchbay/codecs';
import { AppError } from '@patchbay/model/errors';
import { maxOutputChars, silent } from './code-job.ts';
import type { CodeAnswer, CodeRequest } from './code-job.ts';
import { CodeReply } from './code-reply.ts';
import type { CodeFailure } from './code-reply.ts';
import { readFrames, writeFrame } from './frames.ts';
import type { Frame } from './frames.ts';

/** How long the child may take beyond the deadline to say that it ended the job; then it is killed. */
const graceMs = 1_000;
const startMs = 15_000;

/** The child was lost, and not by the job's doing as far as one can tell: another may try. */
export class ProcessLost extends Error {
  override readonly name = 'ProcessLost';
}

export class CodeProcess {
  readonly #child: ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  #take: ((frame: Frame) => void) | undefined;
  #lost: ((failure: unknown) => void) | undefined;
  #words = '';
  alive = true;
  jobs = 0;

  constructor() {
    this.#child = spawn(process.execPath, flags(), {
      env: { TZ: 'UTC' },
      cwd: parse(process.cwd()).root,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#ready.promise.catch(() => undefined);
    this.#child.on('error', (cause) => this.#ended(String(cause)));
    this.#child.on('exit', (code, signal) => this.#ended(`it ended with ${signal ?? code}`));
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#words = `${this.#words}${bytes.toString('utf8')}`.slice(-2_000);
    });
    this.#pipe.on('error', () => this.kill());
    readFrames(this.#pipe, {
      // JSON text in UTF-8: up to three bytes a character.
      maxBodyBytes: maxOutputChars * 3,
      take: (frame) => this.#answered(frame),
      refuse: () => this.kill(),
    });
    this.#hold(false);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws ProcessLost, or AppError `unavailable` when no such process can be started here. */
  async run(request: CodeRequest, data: string | null, signal: AbortSignal | undefined): Promise<CodeAnswer> {
    this.#hold(true);
    const starting = setTimeout(() => this.kill(), startMs);
    try {
      await this.#ready.promise;
    } finally {
      clearTimeout(starting);
    }
    this.jobs += 1;
    return await this.#perform(request, data, signal).finally(() => this.#hold(false));
  }

  kill(): void {
    this.alive = false;
    this.#child.kill('SIGKILL');
  }

  /** Resolves when it is gone. */
  async end(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null || this.pid === undefined) return;
    const gone = new Promise<void>((resolve) => {
      this.#child.once('exit', () => resolve());
    });
    this.#hold(true);
    this.kill();
    await gone;
  }

  #perform(request: CodeRequest, data: string | null, signal: AbortSignal | undefined): Promise<CodeAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<CodeAnswer>();
    const late = setTimeout(() => {
      this.kill();
      resolve(failed({ kind: 'time', message: slowMessage(request.timeoutMs) }));
    }, request.timeoutMs + graceMs);
    const cancel = (): void => {
      this.kill();
      reject(AppError.because('unavailable', 'The step was cancelled while its code ran.'));
    };
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    this.#take = (frame) => {
      try {
        resolve(this.#answerOf(frame));
      } catch (cause) {
        this.kill();
        reject(cause);
      }
    };
    this.#lost = reject;
    writeFrame(this.#pipe, request, data);
    return promise.finally(() => {
      clearTimeout(late);
      signal?.removeEventListener('abort', cancel);
      this.#take = undefined;
      this.#lost = undefined;
    });
  }

  #answered(frame: Frame): void {
    const header = CodeReply.safeParse(frame.header);
    if (header.success && header.data.type === 'ready') this.#ready.resolve();
    else if (this.#take === undefined) this.kill();
    else this.#take(frame);
  }

  #answerOf({ header, body }: Frame): CodeAnswer {
    const reply = CodeReply.parse(header);
    switch (reply.type) {
      case 'ready':
        throw new ProcessLost('a child said twice that it is ready');
      case 'done':
        return this.#outputOf(body, reply);
      case 'failed':
        if (reply.broken) this.kill();
        return { ok: false, failure: reply.failure, console: reply.console };
    }
  }

  /** Numbers too long for a number and values too deep are judged as at every other door. */
  #outputOf(body: Buffer, { console, bad }: Extract<CodeReply, { type: 'done' }>): CodeAnswer {
    try {
      const made = { ok: true as const, output: parseJson(body), sizeBytes: body.length, console };
      return bad === undefined ? made : { ...made, bad };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      return {
        ok: false,
        failure: { kind: 'output', message: `What the code returned cannot be kept: ${reason}` },
        console,
      };
    }
  }

  #ended(how: string): void {
    this.alive = false;
    const words = this.#words.trim().split('\n').slice(0, 8).join(' | ');
    this.#ready.reject(
      new AppError('unavailable', `the code sandbox did not start: ${how}; ${words}`, {
        userMessage:
          'The sandbox for code does not start on this worker. An administrator finds the reason in the worker’s log.',
      }),
    );
    // V8 aborts when it can get no memory at all; any other end came from outside or is a fault of ours.
    const outOfMemory = /out of memory|Allocation failed|invalid size error/i.test(this.#words);
    this.#lost?.(new ProcessLost(outOfMemory ? 'memory' : how));
  }

  get #pipe(): Duplex {
    return this.#child.stdio[3] as Duplex;
  }

  /** A child that waits keeps no process alive. */
  #hold(held: boolean): void {
    const streams = [this.#child.stderr, this.#child.stdio[3]] as unknown as { ref(): void; unref(): void }[];
    for (const handle of [this.#child, ...streams]) {
      if (held) handle.ref();
      else handle.unref();
    }
  }
}

const failed = (failure: CodeFailure): CodeAnswer => ({ ok: false, failure, console: silent });

const slowMessage = (timeoutMs: number): string =>
  `The code took longer than ${timeoutMs / 1000} seconds, did not let itself be stopped, and was killed.`;

let known: readonly string[] | undefined;

/** May read what it is made of until it has loaded it; may not write, listen to signals of others, start processes or threads. */
function flags(): readonly string[] {
  if (known !== undefined) return known;
  const require = createRequire(import.meta.url);
  const packages = ['isolated-vm', 'node-gyp-build'].map((name) => dirname(require.resolve(`${name}/package.json`)));
  const own = dirname(fileURLToPath(import.meta.url));
  const readable = [own, dirname(dirname(own)), ...packages].flatMap((folder) => [folder, realpathSync(folder)]);
  known = [
    '--no-node-snapshot',
    '--permission',
    '--allow-addons',
    ...[...new Set(readable), '/etc/alpine-release'].map((path) => `--allow-fs-read=${path}`),
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    fileURLToPath(new URL('child/main.ts', import.meta.url)),
  ];
  return known;
}
