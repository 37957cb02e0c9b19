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
  severity: Severity.describe('An error stops publishing, a warning does not, an info is a remark.'),
  code: z.string().describe('Stable, dotted, for programs: `flow.cycle`, `expression.unknownName`.'),
  message: z.string().describe('One sentence for a person: what is wrong and what to do.'),
  at: z
    .object({
      nodeId: z.string().optional().describe('The node of a flow.'),
      edgeId: z.string().optional().describe('The edge of a flow.'),
      field: z
        .string()
        .optional()
        .describe('The field inside it: `input.url`, `mapping/items/sku`, `mapping/items#where`.'),
      start: z.int().optional().describe('Where it begins in the expression, in UTF-16 units.'),
      end: z.int().optional().describe('Where it ends, exclusive.'),
    })
    .default({})
    .describe('Where.'),
  fix: z
    .object({
      title: z.string().describe('What it does, in words.'),
      text: z.string().describe('What stands in the place of the range then.'),
    })
    .optional()
    .describe('A replacement for the range, offered as a quick fix.'),
  fixes: z
    .array(QuickFix)
    .optional()
    .describe(
      'Everything that may be done about it, the likeliest first; for problems of mappings, `fix` is among them.',
    ),
});
export type Diagnostic = z.infer<typeof Diagnostic>;

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error');
