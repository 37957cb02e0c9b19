// A source row clicked or dropped into a text that is being typed: its path, as it reads at the caret.
import type { Expression } from '@patchbay/model/expression';
import type { MappingView } from '../lineage/mapping-view.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { treeOf } from '../lineage/origin-of.ts';
import { scopeAt } from '../lineage/rule-scope.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
import { refuse } from './edit.ts';
import type { Refusal } from './edit.ts';
import { pathTextIn } from './expression-for.ts';

export interface TypedText {
  readonly part?: string | undefined;
  /** As typed so far. */
  readonly text: string;
  /** The caret, or the range that is replaced. */
  readonly start: number;
  readonly end: number;
}

export interface Inserted {
  readonly text: string;
  /** Behind what was inserted. */
  readonly caret: number;
}

const joins = /[\p{L}\p{N}_`"'.]/u;

/** The text with the path at the caret: inside `FILTER(order.lines, l -> …)` an item's field is `l.qty`. */
export function insertPath(view: MappingView, path: string, source: SourcePath, typed: TypedText): Inserted | Refusal {
  const { part = '', text } = typed;
  const start = Math.min(Math.max(typed.start, 0), text.length);
  const end = Math.min(Math.max(typed.end, start), text.length);
  const around = scopeAt(view, path, part);
  const scope = scopeAtCaret(treeOf(text.slice(0, start) + text.slice(end)), around, start);
  const written = (pathTextIn(scope, source) ?? pathTextIn(around, source))?.text;
  if (written === undefined) return refuse(`${source.root} means something else here: rename the name that hides it.`);
  const before = text.slice(0, start);
  const after = text.slice(end);
  const left = joins.test(before.at(-1) ?? '') ? ' ' : '';
  const right = joins.test(after.at(0) ?? '') && !after.startsWith('.') ? ' ' : '';
  return { text: before + left + written + right + after, caret: start + left.length + written.length };
}

/** The scope of the innermost part of the tree around a place; behind the arrow of a function it is that of its items. */
function scopeAtCaret(tree: Expression, around: NameScope, caret: number): NameScope {
  let scope = around;
  let isBehindArrow = false;
  visitNodes(tree, around, (node, at) => {
    if (isBehindArrow || (node.start <= caret && caret <= node.end)) scope = at;
    isBehindArrow =
      node.kind === 'lambda' &&
      node.start <= caret &&
      caret <= node.end + 1 &&
      caret > (node.parameters.at(-1)?.end ?? 0);
  });
  return scope;
}
