// Rules as text for the clipboard: what they are, what their names mean where they stand, and the tables that they use.
import { Lookup, MappingRule, RuleMeta } from '@patchbay/model/mapping';
import { namedRecord, readJsonText } from '@patchbay/model/schema';
import * as z from 'zod';

/** What a name means around a copied rule: a place in the sources, a text, or a structure of such. */
export type NameNote =
  | { source: string; open?: number | undefined }
  | { text: string }
  | { fields: Record<string, NameNote> };
export const NameNote: z.ZodType<NameNote> = z.lazy(() =>
  z.union([
    z.strictObject({ source: z.string(), open: z.int().min(0).max(8).optional() }),
    z.strictObject({ text: z.string() }),
    z.strictObject({ fields: namedRecord(NameNote) }),
  ]),
);

export const FragmentRule = z.strictObject({
  name: z.string(),
  /** Where it stood. */
  path: z.string(),
  rule: MappingRule,
  names: namedRecord(NameNote).optional(),
  /** What is said about it and about the rules inside it, by their paths below it. */
  meta: z.record(z.string(), RuleMeta).optional(),
});
export type FragmentRule = z.infer<typeof FragmentRule>;

export const RuleFragment = z.strictObject({
  patchbay: z.literal('rules'),
  version: z.literal(1),
  rules: z.array(FragmentRule).min(1).max(1_000),
  lookups: namedRecord(Lookup).optional(),
});
export type RuleFragment = z.infer<typeof RuleFragment>;

/** 5 MB of text are more than any mapping. */
const maxLength = 5_000_000;

/** The fragment that a text holds, or why it holds none. */
export function readFragment(text: string): RuleFragment | { readonly refused: string } {
  if (text.length > maxLength) return { refused: 'The copied text is too long to hold rules.' };
  const read = readJsonText(text);
  if (!read.ok) return { refused: 'The clipboard holds no rules: copy rows of a mapping first.' };
  const parsed = RuleFragment.safeParse(read.value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` (at ${issue.path.join('.')})`;
  return { refused: `The copied text holds no rules that this version understands${where}.` };
}
