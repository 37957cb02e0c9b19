// One job in an isolate of its own, which nothing survives: no state, no memory, no other tenant's code.
import type ivm from 'isolated-vm';
import { maxConsoleChars, maxConsoleLines, maxOutputChars, silent } from '../code-job.ts';
import type { CodeRequest } from '../code-job.ts';
import type { CodeConsole, CodeFailure } from '../code-reply.ts';
import { guest } from './guest.ts';
import type { IsolateShelf } from './isolate-shelf.ts';
import { codeName, linesBefore, placeOf, scriptOf, syntaxFailure, unopenedFailure } from './source-text.ts';

export type Outcome =
  | {
      readonly ok: true;
      readonly output: string;
      readonly console: CodeConsole;
      /** Records that were left out. */
      readonly bad?: readonly CodeFailure[];
    }
  /** `broken`: this process should not be used again. */
  | { readonly ok: false; readonly failure: CodeFailure; readonly console: CodeConsole; readonly broken: boolean };

interface GuestFailure {
  readonly kind: 'threw' | 'output';
  readonly message: string;
  readonly stack: string;
  readonly index: number | null;
}

interface GuestAnswer {
  readonly state: 'pending' | 'done' | 'failed';
  readonly failure: GuestFailure | null;
  readonly index: number | null;
  readonly console: CodeConsole;
}

/** The same for all jobs. */
const guestText = `(${guest.toString()})`;

const failed = (failure: CodeFailure, console: CodeConsole = silent, broken = false): Outcome => ({
  ok: false,
  failure,
  console,
  broken,
});

/** @param data the JSON text of `{ scope, records? }`; null: the text is compiled and not run. */
export async function runCode(request: CodeRequest, data: string | null, shelf: IsolateShelf): Promise<Outcome> {
  const { code, names, isEach, timeoutMs, memoryMb } = request;
  const made = scriptOf(code, isEach ? [...names, 'item', 'index'] : names);
  if (!made.ok) return failed(made.failure);
  const lease = shelf.take(request);
  const { isolate } = lease;
  const until = performance.now() + timeoutMs;
  // `timeout` does not see what goes on after an `await`.
  const watchdog = setTimeout(() => dispose(isolate), timeoutMs);
  try {
    const outcome = await runIn(isolate, request, { script: made.script, closed: made.closed, data, until });
    if (outcome.ok) shelf.giveBack(lease);
    else dispose(isolate);
    return outcome;
  } catch (thrown) {
    dispose(isolate);
    return tooMuch(thrown, { late: performance.now() >= until, timeoutMs, memoryMb });
  } finally {
    clearTimeout(watchdog);
  }
}

async function runIn(
  isolate: ivm.Isolate,
  request: CodeRequest,
  { script, closed, data, until }: { script: string; closed: string; data: string | null; until: number },
): Promise<Outcome> {
  const left = (): number => Math.max(1, Math.ceil(until - performance.now()));
  const held: { release(): void }[] = [];
  const hold = <T extends { release(): void }>(handle: T): T => {
    held.push(handle);
    return handle;
  };
  const context = hold(await isolate.createContext());
  const frame = hold(await isolate.compileScript(guestText, { filename: 'sandbox' }));
  const enter = hold(await frame.run(context, { reference: true }));
  const settings = settingsOf(request);
  const step = hold(await enter.apply(undefined, [settings], { result: { reference: true }, timeout: left() }));
  const body = await compiled(isolate, script);
  if ('thrown' in body) return failed(syntaxFailure(body.thrown, request.code.text));
  hold(body.script);
  const whole = await compiled(isolate, closed);
  if ('thrown' in whole) return failed(unopenedFailure(whole.thrown, request.code.text));
  whole.script.release();
  if (data === null) return { ok: true, output: 'null', console: silent };
  const main = hold(await body.script.run(context, { reference: true, timeout: left() }));
  await step.apply(undefined, ['start', main.derefInto(), data], { timeout: left() });
  const answer = JSON.parse(textOf(await step.apply(undefined, ['answer'], { timeout: left() }))) as GuestAnswer;
  if (answer.state !== 'done') {
    return failed(
      answer.state === 'pending' ? pending(answer) : thrownBy(answer.failure, request.code.text),
      answer.console,
    );
  }
  const output = textOf(await step.apply(undefined, ['output'], { timeout: left() }));
  const bad = request.leavesOut ? textOf(await step.apply(undefined, ['bad'], { timeout: left() })) : '[]';
  // A context that is let go alone stays alive with what refers into it.
  for (const handle of held) handle.release();
  const outcome = { ok: true as const, output, console: answer.console };
  if (bad === '[]') return outcome;
  const leftOut = JSON.parse(bad) as GuestFailure[];
  return { ...outcome, bad: leftOut.map((one) => thrownBy(one, request.code.text)) };
}

async function compiled(
  isolate: ivm.Isolate,
  script: string,
): Promise<{ readonly script: ivm.Script } | { readonly thrown: unknown }> {
  try {
    return { script: await isolate.compileScript(script, { filename: codeName, lineOffset: -linesBefore }) };
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return { thrown };
    throw thrown;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : 'null');

function dispose(isolate: ivm.Isolate): void {
  if (!isolate.isDisposed) isolate.dispose();
}

const settingsOf = ({ now, seed, firstIndex, names, leavesOut }: CodeRequest): string =>
  JSON.stringify({
    leavesOut,
    now,
    seed,
    firstIndex,
    names,
    maxOutputChars,
    maxConsoleLines,
    maxConsoleChars,
  });

const pending = ({ index }: GuestAnswer): CodeFailure => ({
  kind: 'pending',
  message:
    'The code waits for something that never comes. There are no timers, no network and no events here: only a promise that the code itself resolves.',
  ...(index === null ? {} : { index }),
});

function thrownBy(failure: GuestFailure | null, text: string): CodeFailure {
  if (failure === null) return { kind: 'threw', message: 'The code failed without a reason.' };
  const { kind, message, stack, index } = failure;
  const place = kind === 'threw' ? placeOf(stack, text) : undefined;
  return {
    kind,
    message: kind === 'output' ? message.replace(/^Error: /, '') : message,
    ...(place === undefined ? {} : { place }),
    ...(index === null ? {} : { index }),
  };
}

/** The isolate was ended, or could not go on. */
function tooMuch(
  thrown: unknown,
  { late, timeoutMs, memoryMb }: { late: boolean; timeoutMs: number; memoryMb: number },
): Outcome {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (/memory|allocation/i.test(message)) return failed(hungry(memoryMb), silent, true);
  if (late || /timed out|disposed/i.test(message)) return failed(slow(timeoutMs), silent, true);
  return failed({ kind: 'threw', message }, silent, true);
}

export const hungry = (memoryMb: number): CodeFailure => ({
  kind: 'memory',
  message: `The code needed more than ${memoryMb} MB of memory and was ended.`,
});

export const slow = (timeoutMs: number): CodeFailure => ({
  kind: 'time',
  message: `The code took longer than ${timeoutMs / 1000} seconds and was ended.`,
});
