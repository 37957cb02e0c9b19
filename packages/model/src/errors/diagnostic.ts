import * as z from 'zod';
import { QuickFix } from './quick-fix.ts';

/** How bad a problem is: an `error` stops publishing, a `warning` does not, an `info` is a remark. */
export const Severity = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof Severity>;

/**
 * A problem in a document, as data; never thrown.
 * `at` says where: the node, the path of the field inside it (`input.url`, `mapping/items/sku`), and, for
 * expressions, the range in the text as UTF-16 offsets, end exclusive.
 */
export const Diagnostic = z.object({
  severity: Severity,
  /** Stable, dotted, for programs: `flow.cycle`, `expression.unknownName`. */
  code: z.string(),
  /** One sentence for a person: what is wrong and what to do. */
  message: z.string(),
  at: z
    .object({
      nodeId: z.string().optional(),
      edgeId: z.string().optional(),
      field: z.string().optional(),
      start: z.int().optional(),
      end: z.int().optional(),
    })
    .default({}),
  /** A replacement for the range, offered as a quick fix. */
  fix: z.object({ title: z.string(), text: z.string() }).optional(),
  /** Everything that may be done about it, the likeliest first; for problems of mappings, `fix` is among them. */
  fixes: z.array(QuickFix).optional(),
});
export type Diagnostic = z.infer<typeof Diagnostic>;

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error');
