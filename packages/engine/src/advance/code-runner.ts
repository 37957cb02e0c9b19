// A step of code: its values worked out, long lists sent in parts, the answer as a record. Nothing is declared before it starts,
// because nothing happens outside: after a crash it is simply done again, and gives the same.
import type { EvaluationContext } from '@patchbay/mapping';
import type { Attempt, StepConsole, StepError, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { PlacedStep } from '../decide/index.ts';
import type { ClaimedRun, CodeFault, CodeOutcome } from '../drivers/index.ts';
import { joinedConsole } from '../records/joined-console.ts';
import type { CodeInput, CodeStep, PlannedNode, RunScope } from '../plan/index.ts';
import type { AdvanceControl, AdvanceDrivers } from './advance-run.ts';
import { stepErrorOf } from './code-error.ts';
import type { Prepared } from './prepared.ts';
import type { RunJournal } from './run-journal.ts';
import { StepEnds } from './step-ends.ts';
import { timeText } from './time-text.ts';

export interface StartedCode {
  readonly node: PlannedNode;
  readonly path: string;
  readonly code: CodeStep;
  readonly given: CodeInput;
  readonly startedAt: string;
  readonly sideEffect: 'read';
  /** Tries before this one that found no place in the sandbox. */
  readonly earlier: readonly Attempt[];
}

export interface CodeRunnerParts {
  readonly run: ClaimedRun;
  readonly drivers: AdvanceDrivers;
  readonly control: AdvanceControl;
  readonly journal: RunJournal;
  readonly contextOf: (path: string) => EvaluationContext;
}

/** Records of one message to the sandbox: many, so that it stays fast; not all, so that neither side holds them twice at once. */
const recordsAtOnce = 2_000;
const maxRecords = 200_000;
/** Of all parts together, in bytes of JSON. */
const maxOutputBytes = 32 * 1024 * 1024;

export class CodeRunner {
  readonly #parts: CodeRunnerParts;
  readonly #ends: StepEnds;

  constructor(parts: CodeRunnerParts) {
    this.#parts = parts;
    this.#ends = new StepEnds(parts);
  }

  prepare({ node, path }: PlacedStep, code: CodeStep, scope: RunScope): Prepared<StartedCode> {
    const { drivers, journal, contextOf } = this.#parts;
    const before = journal.records.get(path);
    const startedAt = before?.startedAt ?? timeText(drivers.now());
    const earlier = before?.attempts ?? [];
    try {
      const given = code.input(scope, contextOf(path));
      return { type: 'start', effect: { node, path, code, given, startedAt, sideEffect: 'read', earlier } };
    } catch (thrown) {
      return { type: 'settled', record: this.#ends.thrown({ node, path, startedAt }, thrown) };
    }
  }

  /** Never rejects: the record says how it went. */
  async perform(started: StartedCode): Promise<StepRecord> {
    try {
      const outcome = await this.#runIn(started);
      const ended = outcome.ok
        ? this.#ends.succeeded(started, { ports: ['out'], output: outcome.output })
        : this.#ends.failed(started, stepErrorOf(outcome.failure));
      const record = withInput(ended, started.given);
      const { lines, dropped } = outcome.console;
      return lines.length === 0 && dropped === 0 ? record : { ...record, console: outcome.console };
    } catch (thrown) {
      const record = this.#ends.notDone(started, thrown, { cancel: this.#parts.control.cancel, cancelled });
      return record.status === 'waiting' ? record : withInput(record, started.given);
    }
  }

  async #runIn({ path, code, given }: StartedCode): Promise<CodeOutcome> {
    const { drivers, run, control } = this.#parts;
    const { scope, records } = given;
    const call = {
      code: code.code,
      scope,
      memoryMb: code.memoryMb,
      workspaceId: run.workspaceId,
      signal: control.cancel,
    };
    const clock = { now: run.startedAt.getTime(), seed: run.effectRoot };
    if (records === undefined) {
      return await drivers.code.run({ ...call, clock: { ...clock, path }, timeoutMs: code.timeoutMs });
    }
    if (records.length > maxRecords) return tooMany(records.length);
    const until = performance.now() + code.timeoutMs;
    const output: Json[] = [];
    let console: StepConsole = { lines: [], dropped: 0 };
    let sizeBytes = 0;
    for (let at = 0; at < records.length; at += recordsAtOnce) {
      const timeoutMs = Math.max(1, Math.ceil(until - performance.now()));
      const part = await drivers.code.run({
        ...call,
        records: records.slice(at, at + recordsAtOnce),
        firstIndex: at,
        clock: { ...clock, path: at === 0 ? path : `${path}#${at}` },
        timeoutMs,
      });
      console = joinedConsole(console, part.console);
      if (!part.ok) return { ...part, failure: wholeTime(part.failure, code.timeoutMs), console };
      for (const made of part.output as Json[]) output.push(made);
      sizeBytes += part.sizeBytes;
      if (sizeBytes > maxOutputBytes) return tooLarge(console);
    }
    return { ok: true, output, sizeBytes, console };
  }
}

/** What the code was given stands with what it made. */
const withInput = (record: StepRecord, { input }: CodeInput): StepRecord =>
  Object.keys(input).length === 0 ? record : { ...record, input };

/** What one part had left is not what the step was given. */
const wholeTime = (failure: CodeFault, timeoutMs: number): CodeFault =>
  failure.kind === 'time'
    ? { ...failure, message: `The code took longer than ${timeoutMs / 1000} seconds for all items and was ended.` }
    : failure;

const tooMany = (count: number): CodeOutcome => ({
  ok: false,
  console: { lines: [], dropped: 0 },
  failure: {
    kind: 'output',
    message: `The list has ${count.toLocaleString('en')} items, and code takes ${maxRecords.toLocaleString('en')} at most.`,
  },
});

const tooLarge = (console: StepConsole): CodeOutcome => ({
  ok: false,
  console,
  failure: {
    kind: 'output',
    message: `The code returned more than ${maxOutputBytes / (1024 * 1024)} MB of JSON for all items.`,
  },
});

const cancelled: StepError = { code: 'cancelled', message: 'The run was cancelled while the code ran.' };
