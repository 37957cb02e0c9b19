// A name gets another name: every text that reads it follows, and nothing else changes its meaning.
import { quoteName } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import { binderOf } from '../lineage/name-scope.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { treeOf } from '../lineage/origin-of.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
import type { TextPlace } from './map-texts.ts';
import { withTextEdits } from './text-edits.ts';
import type { TextEdit } from './text-edits.ts';

export interface Renaming {
  readonly from: string;
  readonly to: string;
  /** Whether a scope is the one that gives the name its meaning; undefined stands for the sources. */
  readonly isBinder: (binder: NameScope | undefined) => boolean;
}

/** Where a renamed name would mean something else, or something else would come to mean it. */
export interface Clash {
  readonly path: string;
  readonly part: string;
}

/** A change of texts for `mapTexts`, and the clashes that it met: with any, nothing may be kept of it. */
export function renamedNames(renaming: Renaming): {
  change: (text: string, place: TextPlace) => string;
  clashes: Clash[];
} {
  const clashes: Clash[] = [];
  const change = (text: string, place: TextPlace): string => {
    if (!text.includes(renaming.from) && !text.includes(renaming.to)) return text;
    const { edits, isClash } = editsOf(treeOf(text), place.scope, renaming);
    if (isClash) clashes.push({ path: place.path, part: place.part });
    return edits.length === 0 ? text : withTextEdits(text, edits);
  };
  return { change, clashes };
}

function editsOf(
  tree: Expression,
  scope: NameScope,
  { from, to, isBinder }: Renaming,
): { edits: TextEdit[]; isClash: boolean } {
  const edits: TextEdit[] = [];
  let isClash = false;
  visitNodes(tree, scope, (node, at) => {
    if (node.kind !== 'name') return;
    if (node.name === from && isBinder(binderOf(at, from))) {
      edits.push({ start: node.start, end: node.end, text: quoteName(to) });
      if (isBetween(at, { name: to, outer: isBinder })) isClash = true;
    } else if (node.name === to && isCaptured(at, { name: to, by: isBinder })) isClash = true;
  });
  return { edits, isClash };
}

/** Whether a scope nearer than the binder has the name already. */
function isBetween(scope: NameScope, { name, outer }: { name: string; outer: Renaming['isBinder'] }): boolean {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    if (outer(at)) return false;
    if (at.names.has(name) || binderOf({ ...at, outer: undefined }, name) !== undefined) return true;
  }
  return false;
}

/** Whether a reading of the new name, which means something further out now, would mean what is renamed. */
function isCaptured(scope: NameScope, { name, by }: { name: string; by: Renaming['isBinder'] }): boolean {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.names.has(name) || binderOf({ ...at, outer: undefined }, name) !== undefined) return false;
    if (by(at)) return true;
  }
  return by(undefined);
}
