// Text of the mapping that is no mapping yet. It waits as drafts of formulas do, in a shelf of its own, as what was typed of it.
import { readJsonText } from '@patchbay/model/schema';
import { markOf } from '../drafts/formula-draft.ts';
import type { DraftId, FormulaDraft, FormulaDrafts } from '../drafts/formula-draft.ts';
import { patched, patchOf, TextPatch } from './text-patch.ts';

export interface FoundText {
  readonly draft: FormulaDraft;
  /** The whole text with what was typed; undefined where the mapping has changed at that place. */
  readonly text: string | undefined;
  /** What was typed alone. */
  readonly typed: string;
}

/** The draft that stands for a text which was typed over the text of the mapping. */
export const textDraft = (base: string, typed: string, at: number): FormulaDraft => ({
  ...textDraftId(base),
  text: JSON.stringify(patchOf(base, typed)),
  at,
});

export const textDraftId = (base: string): DraftId => ({ path: '', part: 'text', of: markOf(base) });

/** The last one that was typed and finds its place in the text of the mapping, else the last one of all. */
export function foundText(drafts: FormulaDrafts, base: string): FoundText | undefined {
  const found = drafts
    .toSorted((one, other) => other.at - one.at)
    .flatMap((draft): FoundText[] => {
      const read = readJsonText(draft.text);
      const patch = TextPatch.safeParse(read.ok ? read.value : undefined);
      return patch.success ? [{ draft, text: patched(base, patch.data), typed: patch.data.text }] : [];
    });
  return found.find(({ text }) => text !== undefined) ?? found[0];
}
