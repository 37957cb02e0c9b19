import * as z from 'zod';
import { DataSchema } from '../../schema/data-schema.ts';
import { ExpressionText, nodeBase } from './node-base.ts';
import { RecordsMode } from './records-mode.ts';

/** A name of `input` in code. */
export const CodeInputName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,59}$/, 'letters, digits and _, not starting with a digit');

/** Code of the user's own, run in a sandbox: no network, no files, no timers, time and chance given by the run. */
export const CodeNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('code'),
  language: z.enum(['javascript', 'typescript']),
  /**
   * The body of a function over `input`, `trigger`, `steps`, `errors`, `vars` and, inside loops, their items by their names;
   * what it returns is the output.
   */
  code: z.string().max(100_000),
  /** Values that it reads as `input.<name>`. */
  inputs: z.array(z.strictObject({ name: CodeInputName, value: ExpressionText })).max(50),
  /** Expression of a list. With it, the code runs once for each, as `item` and `index`, and the output is the list of results. */
  items: ExpressionText.optional(),
  /** The code runs once for each record as they come, as `item` and `index`, and hands on what it returns; with `items` too, over those of that list. */
  records: RecordsMode.optional(),
  /** For the whole step, over records for each part of some thousand of them; 10 seconds when none is given. */
  timeoutMs: z.int().min(100).max(60_000).optional(),
  /** What it may hold in memory; 64 MB when none is given. */
  memoryMb: z.int().min(16).max(256).optional(),
  /** Over records, of what it returns for each. */
  outputSchema: DataSchema.optional(),
});
export type CodeNode = z.infer<typeof CodeNode>;

/** The names that its text may read wherever it stands. */
export const codeNames = ({ items, records }: Pick<CodeNode, 'items' | 'records'>): string[] => {
  const always = ['input', 'trigger', 'steps', 'errors', 'vars'];
  return items === undefined && records === undefined ? always : [...always, 'item', 'index'];
};

export const codeDefaults = { timeoutMs: 10_000, memoryMb: 64 } as const;
