// A user's code over records as they come: many of them at a time in the sandbox, in the same parts whenever they are read again, so
// that what is derived from chance is the same too.
import type { StepConsole } from '@patchbay/model/run';
import type { FailedRecord, RecordRun, RecordStep, Row, Rows } from './record-step.ts';
import { sizeOfValue } from './spill/row-size.ts';

/** Records of one message to the sandbox: many, so that it stays fast. */
const mostRows = 2_000;
/** A part is also full when its records take so much. */
const mostBytes = 1_048_576;
/** Parts under way: while one is in the sandbox, the next is gathered and sent. */
const partsAtOnce = 2;

export interface CodePart {
  readonly rows: readonly Row[];
  /** Position of the first of them among the records that came. */
  readonly first: number;
  /** A record whose code throws is told as `bad`; without it, it fails the part. */
  readonly leavesOut: boolean;
}

export interface MadePart {
  /** What the code gave for each record that is not bad, in their order. */
  readonly rows: readonly Row[];
  readonly bad: readonly Omit<FailedRecord, 'record'>[];
  readonly console: StepConsole;
}

/** The code of one step, with all that it reads. */
export interface CodeOfRecords {
  readonly code: { readonly text: string; readonly language: 'javascript' | 'typescript' };
  readonly scope: Readonly<Record<string, Row>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** @throws StepFailure where the code fails as a whole. */
export type RunCodePart = (code: CodeOfRecords, part: CodePart) => Promise<MadePart>;

/** One record for each, in their order. */
export function codeRecords(code: CodeOfRecords, runPart: RunCodePart): RecordStep {
  return { kind: 'through', apply: (rows, run) => coded(rows, run, (part) => runPart(code, part)) };
}

async function* coded(
  rows: Rows,
  run: RecordRun,
  runPart: (part: CodePart) => Promise<MadePart>,
): Rows & AsyncGenerator<readonly Row[]> {
  const underWay: { readonly part: CodePart; readonly made: Promise<MadePart> }[] = [];
  const first = async (): Promise<readonly Row[]> => {
    const next = underWay.shift();
    if (next === undefined) return [];
    const { rows: made, bad, console } = await next.made;
    run.onConsole?.(console);
    for (const one of bad) run.onFailed?.({ ...one, record: next.part.rows[one.position - next.part.first] ?? null });
    return made;
  };
  for await (const part of parts(rows, run.onFailed !== undefined)) {
    run.signal?.throwIfAborted();
    const made = runPart(part);
    // Told where it is taken, which is in the order of the records.
    made.catch(() => undefined);
    underWay.push({ part, made });
    if (underWay.length < partsAtOnce) continue;
    const ready = await first();
    if (ready.length > 0) yield ready;
  }
  while (underWay.length > 0) {
    const ready = await first();
    if (ready.length > 0) yield ready;
  }
}

async function* parts(rows: Rows, leavesOut: boolean): AsyncGenerator<CodePart> {
  let first = 0;
  let part: Row[] = [];
  let bytes = 0;
  for await (const chunk of rows) {
    for (const row of chunk) {
      part.push(row);
      bytes += sizeOfValue(row);
      if (part.length < mostRows && bytes < mostBytes) continue;
      yield { rows: part, first, leavesOut };
      first += part.length;
      part = [];
      bytes = 0;
    }
  }
  if (part.length > 0) yield { rows: part, first, leavesOut };
}
