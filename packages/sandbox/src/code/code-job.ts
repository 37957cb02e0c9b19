// What the code sandbox is asked and what it answers. Values cross as JSON text; no file of the child's may need more than this one at run time.
import type { Json } from '@patchbay/model/schema';
import type { CodeConsole, CodeFailure } from './code-reply.ts';

export type CodeLanguage = 'javascript' | 'typescript';

/** Text that a user wrote: the body of a function over the names of the scope. */
export interface CodeText {
  readonly text: string;
  readonly language: CodeLanguage;
}

export interface CodeJob {
  readonly code: CodeText;
  /** The names that the code may read, with their values. */
  readonly scope: Readonly<Record<string, Json>>;
  /** With it, the code runs once for each record, as `item` and `index`, and the output is the list of what it returned. */
  readonly records?: readonly Json[];
  /** Where `index` starts, for a list that is sent in parts. */
  readonly firstIndex?: number;
  /** A record whose code throws is left out of the output and told as `bad`, in the place of ending the job. */
  readonly leavesOut?: boolean;
  /** Time stands still and chance is derived: the same seed gives the same. */
  readonly clock: { readonly now: number; readonly seed: string; readonly path: string };
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Of several groups that wait, the one that runs the least goes first: a workspace. */
  readonly group: string;
  /** Aborted: the job is ended at once. */
  readonly signal?: AbortSignal;
}

export type CodeAnswer = { readonly console: CodeConsole } & (
  | {
      readonly ok: true;
      readonly output: Json;
      readonly sizeBytes: number;
      /** Records that were left out, in their order. */
      readonly bad?: readonly CodeFailure[];
    }
  | { readonly ok: false; readonly failure: CodeFailure }
);

export const silent: CodeConsole = { lines: [], dropped: 0 };

/** The output of one job, in characters of JSON. */
export const maxOutputChars = 16 * 1024 * 1024;
/** The console of one job. */
export const maxConsoleLines = 200;
export const maxConsoleChars = 16_000;

/** To the child; the frame's body is the JSON text of `{ scope, records? }`. Without a body the text is only read. */
export interface CodeRequest {
  readonly code: CodeText;
  readonly group: string;
  /** Of the scope. */
  readonly names: readonly string[];
  /** Runs once for each record, as `item` and `index`. */
  readonly isEach: boolean;
  /** Goes on behind a record whose code throws. */
  readonly leavesOut: boolean;
  readonly now: number;
  /** 4 numbers of 32 bits. */
  readonly seed: readonly number[];
  readonly firstIndex: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}
