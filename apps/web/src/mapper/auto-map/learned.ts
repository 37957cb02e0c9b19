// Pairs that auto-map learned from what was accepted here. They are learned as long as it stands: undo takes them back, and
// redo learns them again. What is changed later stays learned, as the pair was right.
import { ruleAt } from '@patchbay/mapping/edit';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { RememberedPair } from '../mapper-host.ts';

export interface Learned {
  readonly pair: RememberedPair;
  /** The target that was mapped. */
  readonly path: string;
  /** Its rule before and after, as text; undefined where there was none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly stands: boolean;
}

const ruleText = (doc: MappingDocument, path: string): string | undefined => {
  const rule = ruleAt(doc, path);
  return rule === undefined ? undefined : JSON.stringify(rule);
};

/** What is to be watched of an edit that was learned from. */
export const learnedFrom = (
  [before, after]: readonly [before: MappingDocument, after: MappingDocument],
  pairs: readonly RememberedPair[],
): Learned[] =>
  pairs
    .map((pair) => ({ pair, path: pair.target.path }))
    .map(({ pair, path }) => ({
      pair,
      path,
      before: ruleText(before, path),
      after: ruleText(after, path),
      stands: true,
    }))
    .filter((one) => one.before !== one.after);

/** What is learned with the document as it is now, and what is to be said of it. */
export function afterChange(
  learned: readonly Learned[],
  doc: MappingDocument,
): { readonly learned: readonly Learned[]; readonly said: readonly RememberedPair[] } {
  const said: RememberedPair[] = [];
  const now = learned.map((one): Learned => {
    const text = ruleText(doc, one.path);
    if (one.stands ? text !== one.before : text !== one.after) return one;
    said.push({ ...one.pair, verdict: one.stands ? 'withdrawn' : 'confirmed' });
    return { ...one, stands: !one.stands };
  });
  return said.length === 0 ? { learned, said } : { learned: now, said };
}
