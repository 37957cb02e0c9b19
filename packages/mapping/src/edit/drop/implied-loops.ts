// A line from inside a source list to inside a target list that nothing loops over: the loops that it implies are made,
// and said.
import type { LoopRule } from '@patchbay/model/mapping';
import { isLoop } from '@patchbay/model/mapping';
import { withDocument } from '../../lineage/mapping-view.ts';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { scopeAt } from '../../lineage/rule-scope.ts';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import { pathTextIn } from '../expression-for.ts';
import { itemName, namesIn } from '../free-name.ts';
import { lastName, ruleAt, shownPath, structureAt } from '../rule-at.ts';
import { setRule } from '../set-rule.ts';
import { flatText } from './list-onto-value.ts';
import { sourceName } from './drop-site.ts';

/** What fills one target list: each item of a source list, or one item made of a structure. */
export type Filling = { readonly each: SourcePath } | { readonly one: SourcePath };

export interface LoopPlan {
  readonly target: string;
  readonly filling: Filling;
}

export interface WithLoops {
  readonly view: MappingView;
  /** What was made, in words: “Made a loop: for each order.line_items as line_item.” */
  readonly said: readonly string[];
}

/** The view with these loops, outermost first; undefined when a list cannot be read where its loop stands. */
export function withLoops(view: MappingView, plans: readonly LoopPlan[]): WithLoops | undefined {
  let now = view;
  const said: string[] = [];
  for (const plan of plans) {
    const loop = loopFor(now, plan);
    if (loop === undefined) return undefined;
    now = withDocument(now, setRule(now.doc, plan.target, loop));
    said.push(saidOf(plan, loop));
  }
  return { view: now, said };
}

function loopFor(view: MappingView, { target, filling }: LoopPlan): LoopRule | undefined {
  const scope = scopeAt(view, target, 'for');
  const source = 'each' in filling ? filling.each : filling.one;
  const list = pathTextIn(scope, source);
  if (list === undefined) return undefined;
  const isEach = 'each' in filling;
  const text = isEach ? flatText(list.text, list.lists + 1) : `[${list.text}]`;
  const named =
    !isEach && (source.steps.length === 0 || source.steps.at(-1) === eachStep) ? lastName(target) : sourceName(source);
  const as = itemName(named === '' ? 'item' : named, namesIn(scope));
  const old = structureAt(view.doc, target);
  const kept =
    old === undefined
      ? {}
      : { ...(old.when === undefined ? {} : { when: old.when }), ...(old.let === undefined ? {} : { let: old.let }) };
  return { for: text, as, ...kept, fields: old?.fields ?? {} };
}

function saidOf({ target, filling }: LoopPlan, loop: LoopRule): string {
  if ('one' in filling) return `Made one item in ${shownPath(target)}.`;
  return `Made a loop: for each ${loop.for} as ${loop.as}.`;
}

/**
 * Which source list fills which target list. As many of each: one for one, from the outside in. Fewer source lists: the
 * innermost target lists take them, those around hold one item. More: the last one takes all that is left as one list.
 */
export function pairLists(lists: readonly SourcePath[], gaps: readonly string[], around: SourcePath): LoopPlan[] {
  const single = Math.max(0, gaps.length - lists.length);
  return gaps.map((target, at): LoopPlan => {
    if (at < single) return { target, filling: { one: around } };
    const last = at === gaps.length - 1;
    const each = last ? lists.at(-1) : lists[at - single];
    return each === undefined ? { target, filling: { one: around } } : { target, filling: { each } };
  });
}

/** The loops around a path, innermost first, with their paths. */
export function loopsAround(view: MappingView, path: string): { readonly path: string; readonly loop: LoopRule }[] {
  const found: { path: string; loop: LoopRule }[] = [];
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const rule = at === path ? undefined : ruleAt(view.doc, at);
    if (rule !== undefined && isLoop(rule)) found.push({ path: at, loop: rule });
    if (at === '') return found;
  }
}
