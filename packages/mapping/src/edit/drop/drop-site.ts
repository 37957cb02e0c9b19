// Everything that decides what a drop may do: both ends, what is mapped over on the way, and what is not looped over yet.
import { parsePath } from '@patchbay/model/expression';
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule } from '@patchbay/model/mapping';
import type { MappingView } from '../../lineage/mapping-view.ts';
import type { NameScope } from '../../lineage/name-scope.ts';
import { scopeAt } from '../../lineage/rule-scope.ts';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import { pathTextIn } from '../expression-for.ts';
import type { PathText } from '../expression-for.ts';
import { itemName, namesIn } from '../free-name.ts';
import { ruleAt } from '../rule-at.ts';
import { listsWithoutLoop, sourceShape, targetShape } from '../shapes.ts';
import type { Shape, TargetShape } from '../shapes.ts';
import type { Drop } from './drop-choice.ts';

export interface DropSite extends Drop {
  readonly view: MappingView;
  readonly scope: NameScope;
  readonly from: Shape;
  readonly to: TargetShape;
  /** The text that reads the source where the rule stands. */
  readonly path: PathText;
  /** The source lists that the path maps over, outermost first. */
  readonly lists: readonly SourcePath[];
  /** The target lists around that nothing loops over, outermost first. */
  readonly gaps: readonly string[];
}

/** Undefined when the source's name is hidden there. */
export function dropSite(view: MappingView, drop: Drop): DropSite | undefined {
  const rule = ruleAt(view.doc, drop.target);
  const isLoopRow = rule !== undefined && isLoop(rule);
  const scope = scopeAt(view, drop.target, drop.part ?? (isLoopRow ? 'for' : ''));
  const path = pathTextIn(scope, drop.source);
  if (path === undefined) return undefined;
  return {
    ...drop,
    view,
    scope,
    path,
    from: sourceShape(view, drop.source),
    to: drop.part === undefined ? targetShape(view, drop.target) : unknownTarget,
    lists: listsOn(drop.source, path.through.length),
    gaps: drop.part === undefined ? listsWithoutLoop(view, drop.target) : [],
  };
}

const unknownTarget: TargetShape = {
  kind: 'value',
  schema: {},
  definitions: undefined,
  required: false,
  rule: undefined,
};

/** The lists that are entered behind the first `known` steps. */
function listsOn({ root, steps }: SourcePath, known: number): SourcePath[] {
  return steps.flatMap((step, at) => (step === eachStep && at >= known ? [{ root, steps: steps.slice(0, at) }] : []));
}

/** What people call the source: the last name of its path. */
export function sourceName({ root, steps }: SourcePath): string {
  const last = steps.findLast((step) => step !== eachStep);
  if (last !== undefined) return last;
  const name = (parsePath(root) ?? []).findLast((step) => step.kind === 'name');
  return name?.kind === 'name' ? name.name : root;
}

/** `order.line_items[].sku` in words that fit a sentence: without the marks of lists. */
export const shownSource = ({ root, steps }: SourcePath): string =>
  [root, ...steps.filter((step) => step !== eachStep)].join('.');

/** What the rule says besides its value: condition, note and policies go on when the value is replaced. */
export function besides(rule: MappingRule | undefined): object {
  if (rule === undefined) return {};
  const kept = 'fields' in rule ? ['when', 'note'] : ['when', 'note', 'onNull', 'onError', 'default'];
  return Object.fromEntries(Object.entries(rule).filter(([name, value]) => kept.includes(name) && value !== undefined));
}

/** The loop for a list: where the target loops already, with its name for the items, its condition, values and fields. */
export function loopOver(site: DropSite, list: string): LoopRule {
  const { rule } = site.to;
  const old = rule !== undefined && isStructure(rule) ? rule : undefined;
  const taken = namesIn(scopeAt(site.view, site.target, 'for'));
  for (const name of Object.keys(old?.let ?? {})) taken.add(name);
  const as = old !== undefined && isLoop(old) ? (old.as ?? 'item') : itemName(sourceName(site.source), taken);
  const lets = old?.let === undefined ? {} : { let: old.let };
  return { for: list, as, ...besides(rule), ...lets, fields: old?.fields ?? {} };
}
