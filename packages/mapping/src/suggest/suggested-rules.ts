// Suggestions as rules of a mapping document, for those who want them all at once: the API, the command line, “accept all”.
import type { LoopRule, MappingRule, ObjectRule, RuleMeta } from '@patchbay/model/mapping';
import { put } from '../evaluate/value.ts';
import { pathNames } from '../rules/rule-path.ts';
import type { Band } from './choice/band.ts';
import { bands } from './choice/weights.ts';
import type { MatchResult } from './suggestion.ts';

export interface SuggestedRules {
  readonly root: ObjectRule | LoopRule;
  /** By rule id: `by` is `auto:0.93` for a score of 93 %. */
  readonly meta: Readonly<Record<string, RuleMeta>>;
}

interface Branch {
  readonly children: Map<string, Branch>;
  loop?: { for: string; as: string };
  expr?: string;
}

/**
 * The first candidate of every field, where it is in the band or better. What stands in an array comes with its loop, and only
 * when the loop is good enough itself. The result of a `lookup` needs a table still: the rule gives the key as it is.
 */
export function suggestedRules(result: MatchResult, least: Band): SuggestedRules {
  const root: Branch = { children: new Map() };
  const meta: Record<string, RuleMeta> = {};
  const noLoop = new Set<string>();
  for (const { target, candidates } of result.loops) {
    const [first] = candidates;
    const isInside = [...noLoop].some((outer) => isBelow(target, outer));
    if (first === undefined || first.score < bands[least] || isInside) noLoop.add(target);
    else {
      branchAt(root, pathNames(target)).loop = { for: first.for, as: first.as };
      put(meta, target, { by: signature(first.score) });
    }
  }
  for (const { target, candidates } of result.fields) {
    const [first] = candidates;
    if (first === undefined || first.score < bands[least] || [...noLoop].some((array) => isBelow(target, array)))
      continue;
    branchAt(root, pathNames(target)).expr = first.expression;
    put(meta, target, { by: signature(first.score) });
  }
  return { root: structureOf(root), meta };
}

const isBelow = (path: string, outer: string): boolean =>
  outer === '' || path === outer || path.startsWith(`${outer}/`);
const signature = (score: number): string => `auto:${score.toFixed(2)}`;

function branchAt(root: Branch, names: readonly string[]): Branch {
  let at = root;
  for (const name of names) {
    const next = at.children.get(name) ?? { children: new Map() };
    at.children.set(name, next);
    at = next;
  }
  return at;
}

function structureOf(branch: Branch): ObjectRule | LoopRule {
  const fields: Record<string, MappingRule> = {};
  for (const [name, child] of branch.children) {
    put(fields, name, child.expr === undefined ? structureOf(child) : { expr: child.expr });
  }
  return branch.loop === undefined ? { fields } : { ...branch.loop, fields };
}
