import type { WorkspaceId } from '@patchbay/model/identity';
import type { StepConsole } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';

export interface CodeCall {
  readonly code: { readonly text: string; readonly language: 'javascript' | 'typescript' };
  /** The names that the code may read, with their values. */
  readonly scope: Readonly<Record<string, Json>>;
  /** With it, the code runs once for each, as `item` and `index`; `firstIndex` is that of the first. */
  readonly records?: readonly Json[];
  readonly firstIndex?: number;
  /** A record whose code throws is left out of the output and told as `bad`. */
  readonly leavesOut?: boolean;
  /** `now` in milliseconds; the same `seed` and `path` give the same chance. */
  readonly clock: { readonly now: number; readonly seed: string; readonly path: string };
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly workspaceId: WorkspaceId;
  readonly signal: AbortSignal;
}

export interface CodeFault {
  readonly kind: 'syntax' | 'threw' | 'pending' | 'output' | 'time' | 'memory' | 'crashed';
  readonly message: string;
  /** Counted from 1. */
  readonly place?: { readonly line: number; readonly column: number } | undefined;
  /** Of the record, counted from 0. */
  readonly index?: number | undefined;
}

export type CodeOutcome = { readonly console: StepConsole } & (
  | { readonly ok: true; readonly output: Json; readonly sizeBytes: number; readonly bad?: readonly CodeFault[] }
  | { readonly ok: false; readonly failure: CodeFault }
);

/** Runs users' code where it can do no harm; rejects with AppError `unavailable` when it could not be run, and only then. */
export interface CodeDriver {
  run(call: CodeCall): Promise<CodeOutcome>;
}
