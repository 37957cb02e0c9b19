// What stands around a user's code inside the isolate. `guest` is sent there as text, so it uses nothing but the language: no
// import, no name of this module. It takes hold of what it needs before the code runs; what the code does to the built-ins of
// its own world afterwards harms nobody else.

export interface GuestSettings {
  readonly now: number;
  readonly seed: readonly number[];
  readonly firstIndex: number;
  readonly names: readonly string[];
  readonly leavesOut: boolean;
  readonly maxOutputChars: number;
  readonly maxConsoleLines: number;
  readonly maxConsoleChars: number;
}

/** `start` runs the code, `answer` says how it went, `output` is the JSON text of what it returned, `bad` that of records left out. */
export type Guest = (op: 'start' | 'answer' | 'output' | 'bad', code?: unknown, data?: string) => string | undefined;

export function guest(settingsText: string): Guest {
  'use strict';
  const { parse, stringify } = JSON;
  const settings = parse(settingsText) as GuestSettings;
  const { apply, deleteProperty, defineProperty, get } = Reflect;
  const text = String;
  const RealError = Error;
  const RealPromise = Promise;
  const slice = get(String.prototype, 'slice') as (from: number, to: number) => string;
  const then = get(Promise.prototype, 'then') as (done: () => void, failed: (thrown: unknown) => void) => void;
  const world = globalThis as unknown as Record<string, unknown>;

  function removeWhatReachesOut(): void {
    // Memory outside of the heap, threads and the collector's doings: nothing of it could be bounded or repeated.
    for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'eval']) {
      deleteProperty(world, name);
    }
    // A payload is data: nobody turns a text of it into code.
    const refuse = (): never => {
      throw new RealError('Text cannot be run as code here.');
    };
    const kinds = [function () {}, function* () {}, async function () {}, async function* () {}];
    for (let at = 0; at < kinds.length; at += 1) {
      const prototype = Object.getPrototypeOf(kinds[at]) as object;
      const value = new Proxy(get(prototype, 'constructor') as () => void, { apply: refuse, construct: refuse });
      defineProperty(prototype, 'constructor', { value, writable: true, configurable: true });
      if (at === 0) defineProperty(world, 'Function', { value, writable: true, configurable: true });
    }
  }

  function stopTheClock(now: number): void {
    const RealDate = Date;
    const StillDate = new Proxy(RealDate, {
      apply: () => new RealDate(now).toString(),
      construct: (target, given: unknown[], newTarget) =>
        Reflect.construct(target, given.length === 0 ? [now] : given, newTarget) as object,
      get: (target, name, receiver) => (name === 'now' ? () => now : get(target, name, receiver)),
    });
    const put = (target: object, name: string, value: unknown): void => {
      defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
    };
    put(RealDate.prototype, 'constructor', StillDate);
    put(RealDate, 'now', () => now);
    put(world, 'Date', StillDate);
    const format = Intl.DateTimeFormat.prototype;
    const formatOf = get(Object.getOwnPropertyDescriptor(format, 'format') ?? {}, 'get') as () => (
      at: unknown,
    ) => string;
    const formatToParts = get(format, 'formatToParts') as (at: unknown) => unknown;
    defineProperty(format, 'format', {
      configurable: true,
      get(this: Intl.DateTimeFormat) {
        const real = apply(formatOf, this, []);
        return (at?: unknown) => real(at === undefined ? now : at);
      },
    });
    put(format, 'formatToParts', function parts(this: Intl.DateTimeFormat, at?: Date | number) {
      return apply(formatToParts, this, [at === undefined ? now : at]);
    });
  }

  /** sfc32, as everywhere in a run. */
  function deriveChance([first = 0, second = 0, third = 0, fourth = 0]: readonly number[]): void {
    let [a, b, c, d] = [first, second, third, fourth];
    const { imul } = Math;
    Math.random = () => {
      const sum = (a + b + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + imul(c, 8)) | 0;
      c = ((c << 21) | (c >>> 11)) + sum;
      return (sum >>> 0) / 4294967296;
    };
  }

  const lines: { level: string; text: string }[] = [];
  let dropped = 0;
  let chars = 0;

  function shown(value: unknown): string {
    if (typeof value === 'string') return value;
    try {
      if (value instanceof RealError) return text(value.stack);
      const json = typeof value === 'object' ? stringify(value) : undefined;
      return text(json ?? value);
    } catch {
      return '(cannot be shown)';
    }
  }

  function write(level: string, values: readonly unknown[]): void {
    if (lines.length >= settings.maxConsoleLines || chars >= settings.maxConsoleChars) {
      dropped += 1;
      return;
    }
    let line = '';
    for (let at = 0; at < values.length && line.length < 2_000; at += 1)
      line += (at === 0 ? '' : ' ') + shown(values[at]);
    const kept = apply(slice, line, [0, 2_000]);
    chars += kept.length;
    defineProperty(lines, lines.length, { value: { level, text: kept }, enumerable: true, writable: true });
  }

  function openConsole(): void {
    const methods: Record<string, unknown> = {};
    for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
      methods[level] = (...values: unknown[]) => write(level, values);
    }
    defineProperty(world, 'console', { value: methods, writable: true, configurable: true });
  }

  type Failure = { kind: 'threw' | 'output'; message: string; stack: string; index: number | null };
  let state: 'pending' | 'done' | 'failed' = 'pending';
  let failure: Failure | null = null;
  let output = 'null';
  let index: number | null = null;
  /** JSON texts: a part of a text would hold all of it. */
  let bad = '';
  /** It travels in a header that is bounded: what is told after so much is told in short. */
  const maxBadChars = 500_000;

  function failureOf(kind: Failure['kind'], thrown: unknown): Failure {
    let message = 'an error that cannot be shown';
    let stack = '';
    try {
      if (thrown instanceof RealError) {
        message = `${text(thrown.name)}: ${text(thrown.message)}`;
        stack = text(thrown.stack);
      } else {
        message = `${shown(thrown)} was thrown`;
      }
    } catch {
      stack = '';
    }
    return { kind, message, stack, index };
  }

  function cut(failure: Failure): Failure {
    const { kind, message, stack } = failure;
    return { kind, message: apply(slice, message, [0, 2_000]), stack: apply(slice, stack, [0, 4_000]), index };
  }

  /** There may be as many as records, some thousands. */
  function leaveOut(thrown: unknown): void {
    const { kind, message, stack } = failureOf(kindOf(thrown), thrown);
    const most = bad.length < maxBadChars ? 500 : 80;
    const short = apply(slice, message, [0, most]);
    // Behind the message, with which it begins.
    const place = apply(slice, stack, [message.length, message.length + most]);
    bad += (bad === '' ? '' : ',') + stringify({ kind, message: short, stack: place, index });
  }

  class NoOutput extends RealError {}
  const kindOf = (thrown: unknown): Failure['kind'] => (thrown instanceof NoOutput ? 'output' : 'threw');

  function jsonOf(value: unknown): string {
    let json: string | undefined;
    try {
      json = stringify(value);
    } catch (thrown) {
      const reason = thrown instanceof RealError ? text(thrown.message) : 'it threw while it was read';
      throw new NoOutput(`What the code returned cannot be written as JSON: ${reason}`);
    }
    return typeof json === 'string' ? json : 'null';
  }

  function counted(length: number): void {
    if (length <= settings.maxOutputChars) return;
    throw new NoOutput(`The code returned more than ${settings.maxOutputChars / (1024 * 1024)} MB of JSON.`);
  }

  type Code = (...values: unknown[]) => unknown;

  async function drive(
    code: Code,
    { scope, records }: { scope: Record<string, unknown>; records?: unknown[] },
  ): Promise<void> {
    const values: unknown[] = [];
    for (let at = 0; at < settings.names.length; at += 1) values[at] = scope[settings.names[at] as string];
    const width = values.length;
    if (records === undefined) {
      let returned = apply(code, undefined, values);
      if (returned instanceof RealPromise) returned = await returned;
      const json = jsonOf(returned);
      counted(json.length);
      output = json;
      return;
    }
    let made = '[';
    for (let at = 0; at < records.length; at += 1) {
      index = settings.firstIndex + at;
      values[width] = records[at];
      values[width + 1] = index;
      let json: string;
      try {
        let returned = apply(code, undefined, values);
        if (returned instanceof RealPromise) returned = await returned;
        json = jsonOf(returned);
      } catch (thrown) {
        if (!settings.leavesOut) throw thrown;
        leaveOut(thrown);
        continue;
      }
      made += (made.length === 1 ? '' : ',') + json;
      counted(made.length);
    }
    index = null;
    output = `${made}]`;
  }

  function start(code: Code, data: string): void {
    const given = parse(data) as { scope: Record<string, unknown>; records?: unknown[] };
    const done = (): void => {
      state = 'done';
    };
    apply(then, drive(code, given), [
      done,
      (thrown: unknown) => {
        failure = cut(failureOf(kindOf(thrown), thrown));
        state = 'failed';
      },
    ]);
  }

  removeWhatReachesOut();
  stopTheClock(settings.now);
  deriveChance(settings.seed);
  openConsole();

  return (op, code, data) => {
    switch (op) {
      case 'start':
        start(code as Code, data ?? '');
        return undefined;
      case 'answer':
        return stringify({ state, failure, index, console: { lines, dropped } });
      case 'output':
        return output;
      case 'bad':
        return `[${bad}]`;
    }
  };
}
