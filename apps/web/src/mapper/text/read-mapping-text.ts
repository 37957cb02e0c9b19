// A mapping as text: the document itself, two spaces deep. What is written is read back to the same document.
import { nearestIssues } from '@patchbay/model/errors';
import { MappingDocument } from '@patchbay/model/mapping';
import { readJsonText } from '@patchbay/model/schema';
import type * as z from 'zod';

export interface TextMistake {
  /** One sentence: what is wrong, and the place in words. */
  readonly message: string;
  /** The line that it stands in, from 1, when it is known. */
  readonly line?: number | undefined;
}
export type MappingText = { readonly doc: MappingDocument } | { readonly mistake: TextMistake };

/** Keys in the order of the format. What the document uses of the library is left out: the host fills it in again. */
export function mappingText(doc: MappingDocument): string {
  const { bundle: _, ...own } = MappingDocument.parse(doc);
  return `${JSON.stringify(own, null, 2)}\n`;
}

export function readMappingText(text: string): MappingText {
  const read = readJsonText(text);
  if (!read.ok) {
    const line = text.slice(0, read.offset).split('\n').length;
    return { mistake: { message: `Line ${line}: ${read.reason}. Mend it, and the mapping follows.`, line } };
  }
  const parsed = MappingDocument.safeParse(read.value);
  return parsed.success ? { doc: parsed.data } : { mistake: { message: wordsOf(parsed.error) } };
}

function wordsOf(error: z.ZodError): string {
  const [issue] = nearestIssues(error.issues);
  const place = issue === undefined || issue.path.length === 0 ? 'The mapping' : issue.path.join(' › ');
  return `${place}: ${issue?.message ?? 'this is no mapping'}.`;
}
