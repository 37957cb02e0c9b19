// A text read in another place: names that mean something else there, or nothing, give way to texts that mean the same.
import type { Expression } from '@patchbay/model/expression';
import { binderOf, itemOriginAt, resolveOrigin } from '../lineage/name-scope.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { noOrigin } from '../lineage/origin.ts';
import type { Origin, Taken } from '../lineage/origin.ts';
import { originOfNode, treeOf } from '../lineage/origin-of.ts';
import type { Place } from '../lineage/place.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
import { operand } from './conversion.ts';
import { exactPlace } from './exact-place.ts';
import { pathTextIn } from './expression-for.ts';
import { withTextEdits } from './text-edits.ts';
import type { TextEdit } from './text-edits.ts';

/** The texts of the intermediate values that are seen at a place, by name. */
export type LetTexts = ReadonlyMap<string, string>;

export interface Rebase {
  /** What was seen around the rules that move, and what is seen where they come to stand. */
  readonly from: NameScope;
  readonly to: NameScope;
  readonly lets: LetTexts;
  readonly letsThere: LetTexts;
  /** Names that both scopes have, each with a text of its own: they are read by name in either. */
  readonly kept?: ReadonlySet<string> | undefined;
  /** Also write anew what can be read item by item there, where it mapped over a list before. */
  readonly nearer?: boolean | undefined;
  /** What maps over lists goes on to map over them: it gives the same, and not what stands nearer. */
  readonly exact?: boolean | undefined;
}

const maxInlined = 20;

/**
 * The text as it has to read in the other scope. `scope` is what it sees now: `rebase.from`, or names that move along with
 * it over that. What cannot be said there stays as it is, to be mended by hand.
 */
export const rebasedText = (text: string, scope: NameScope, rebase: Rebase): string =>
  rebasedWhole(text, { scope, rebase, depth: 0 }).text;

interface Reading {
  readonly scope: NameScope;
  readonly rebase: Rebase;
  readonly depth: number;
}

/** The text, and whether all of it could be said. */
function rebasedWhole(text: string, { scope, rebase, depth }: Reading): { text: string; isWhole: boolean } {
  const edits: TextEdit[] = [];
  const done = new Set<Expression>();
  let isWhole = true;
  visitNodes(treeOf(text), scope, (node, at) => {
    const chain = chainFrom(node);
    const base = chain.at(-1);
    if (base === undefined || done.has(base)) return;
    done.add(base);
    const edit = chainEdit(chain, { base, scope: at, depth }, rebase);
    if (edit === 'unsaid') isWhole = false;
    else if (edit !== undefined) edits.push(edit);
  });
  return { text: edits.length === 0 ? text : withTextEdits(text, edits), isWhole };
}

/** A chain of fields with what it begins with, the longest first: `a.b.c`, `a.b`, `a`; empty when it begins with no name. */
function chainFrom(node: Expression): Expression[] {
  const chain: Expression[] = [node];
  let at = node;
  while (at.kind === 'member' || (at.kind === 'index' && isKey(at.index))) {
    at = at.object;
    chain.push(at);
  }
  const isName = at.kind === 'name' || (at.kind === 'special' && (at.name === '' || at.name === 'parent'));
  return isName ? chain : [];
}

const isKey = (index: Expression): boolean => index.kind === 'literal' && typeof index.value === 'string';

interface ChainPlace {
  readonly base: Expression;
  readonly scope: NameScope;
  readonly depth: number;
}

function chainEdit(
  chain: readonly Expression[],
  { base, scope, depth }: ChainPlace,
  rebase: Rebase,
): TextEdit | 'unsaid' | undefined {
  const name = base.kind === 'name' ? base.name : undefined;
  const level = base.kind === 'special' && base.name === 'parent' ? 1 : 0;
  if (name === undefined ? isOwnItem(scope, level, rebase.from) : isOwnName(scope, name, rebase)) return undefined;
  const there = overlaid(scope, rebase);
  const before = originOfNode(base, scope);
  const after = name === undefined ? (itemOriginAt(there, level) ?? noOrigin) : resolveOrigin(there, name);
  const isSame = sameOrigin(before, after) && (name === undefined || sameText(name, before, rebase));
  if (isSame && rebase.nearer !== true) return undefined;
  const written = pathEdit(chain, scope, { there, isExact: rebase.exact === true });
  if (isSame) return written !== undefined && written.lists < listsOf(chain, scope) ? written.edit : undefined;
  if (written !== undefined) return written.edit;
  const inlined = name === undefined ? undefined : rebase.lets.get(name);
  if (inlined === undefined || depth >= maxInlined) return 'unsaid';
  const { text, isWhole } = rebasedWhole(inlined, {
    scope: rebase.from,
    rebase: { ...rebase, to: there },
    depth: depth + 1,
  });
  return isWhole ? { start: base.start, end: base.end, text: operand(text) } : 'unsaid';
}

/** A name that a lambda, a filter or something that moves along gives its meaning. */
function isOwnName(scope: NameScope, name: string, { from, kept }: Rebase): boolean {
  const binder = binderOf(scope, name);
  if (binder === undefined) return false;
  if (kept?.has(name) === true && binder === binderOf(from, name)) return true;
  for (let at: NameScope | undefined = scope; at !== undefined && at !== from; at = at.outer)
    if (at === binder) return true;
  return false;
}

function isOwnItem(scope: NameScope, level: number, from: NameScope): boolean {
  let left = level;
  for (let at: NameScope | undefined = scope; at !== undefined && at !== from; at = at.outer) {
    if (at.item === undefined) continue;
    if (left === 0) return true;
    left -= 1;
  }
  return false;
}

/** The scope there, with the names that move along. */
function overlaid(scope: NameScope, { from, to }: Rebase): NameScope {
  const own: NameScope[] = [];
  for (let at: NameScope | undefined = scope; at !== undefined && at !== from; at = at.outer) own.push(at);
  return own.reduceRight<NameScope>((outer, { names, item }) => ({ names, item, outer, roots: to.roots }), to);
}

/** An intermediate value that reads no source is told apart by its text. */
function sameText(name: string, { taken, uses }: Origin, { lets, letsThere }: Rebase): boolean {
  if (taken.length > 0 || uses.length > 0) return true;
  return lets.get(name) === letsThere.get(name);
}

const samePlace = (left: Place, right: Place): boolean =>
  left.root === right.root &&
  left.open === right.open &&
  left.steps.length === right.steps.length &&
  left.steps.every((step, at) => step === right.steps[at]);

const sameTaken = (one: Taken, other: Taken | undefined): boolean =>
  other !== undefined && samePlace(one.place, other.place) && one.functions.join() === other.functions.join();

function sameOrigin(left: Origin, right: Origin): boolean {
  if (left === right) return true;
  if (left.taken.length !== right.taken.length || left.uses.length !== right.uses.length) return false;
  if (!left.taken.every((one, at) => sameTaken(one, right.taken[at]))) return false;
  if (!left.uses.every((one, at) => sameTaken(one, right.uses[at]))) return false;
  if ((left.fields?.size ?? 0) !== (right.fields?.size ?? 0)) return false;
  return [...(left.fields ?? [])].every(([name, field]) => {
    const other = right.fields?.get(name);
    return other !== undefined && sameOrigin(field, other);
  });
}

/** The longest part of the chain that is a place, written as the other scope says it. */
function pathEdit(
  chain: readonly Expression[],
  scope: NameScope,
  { there, isExact }: { there: NameScope; isExact: boolean },
): { edit: TextEdit; lists: number } | undefined {
  for (const node of chain) {
    const place = exactPlace(originOfNode(node, scope));
    const text = place === undefined ? undefined : pathTextIn(there, place, isExact ? place.open : undefined);
    if (text !== undefined) return { edit: { start: node.start, end: node.end, text: text.text }, lists: text.lists };
  }
  return undefined;
}

/** How many lists the chain maps over. */
function listsOf([node]: readonly Expression[], scope: NameScope): number {
  return node === undefined ? 0 : (exactPlace(originOfNode(node, scope))?.open ?? 0);
}
