// What a child answers, read as a stranger's words: whoever breaks out of the isolate can only send what fits here.
import * as z from 'zod';

/** Lines and columns are counted from 1, in the user's text. */
export const CodePlace = z.object({ line: z.int().min(1), column: z.int().min(1) });
export type CodePlace = z.infer<typeof CodePlace>;

/**
 * - `syntax`: the text is no program
 * - `threw`: it ended with an error of its own
 * - `pending`: it waits for something that can never come
 * - `output`: what it returned is no JSON, or too much of it
 * - `time`, `memory`: it was ended because it took too much
 * - `crashed`: the process under it died, twice
 */
export const CodeFailureKind = z.enum(['syntax', 'threw', 'pending', 'output', 'time', 'memory', 'crashed']);
export type CodeFailureKind = z.infer<typeof CodeFailureKind>;

export const CodeFailure = z.object({
  kind: CodeFailureKind,
  message: z.string(),
  place: CodePlace.optional(),
  /** The record that it happened at, counted from 0. */
  index: z.int().min(0).optional(),
});
export type CodeFailure = z.infer<typeof CodeFailure>;

/** What the code wrote to its console, up to a limit; `dropped` lines were left out. */
export const CodeConsole = z.object({
  lines: z.array(z.object({ level: z.enum(['log', 'info', 'warn', 'error', 'debug']), text: z.string() })),
  dropped: z.int().min(0),
});
export type CodeConsole = z.infer<typeof CodeConsole>;

/** From the child; the frame's body is the JSON text of the output. */
export const CodeReply = z.union([
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('done'), console: CodeConsole, bad: z.array(CodeFailure).max(100_000).optional() }),
  z.object({ type: z.literal('failed'), failure: CodeFailure, console: CodeConsole, broken: z.boolean() }),
]);
export type CodeReply = z.infer<typeof CodeReply>;
