// Fields stand in the order of the target: a rule reads by `$target` what stands above it, so what an analyst maps last
// must not end up last.
import { childPath, fieldEntries, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { withEntries } from './set-rule.ts';

/** The names of the target's fields below a rule's path, in their order; empty where its shape is not known. */
export type TargetOrder = (path: string) => readonly string[];

type Entry = readonly [name: string, rule: MappingRule];

/**
 * The edited document with the fields that the edit added at their places among their siblings. Fields that were there
 * keep their order, and so do new ones that the target does not know.
 */
export function inTargetOrder(before: MappingDocument, after: MappingDocument, order: TargetOrder): MappingDocument {
  const root = placed(before.root, after.root, { path: '', order });
  return root === after.root ? after : { ...after, root };
}

function placed<Rule extends MappingRule>(
  before: MappingRule | undefined,
  after: Rule,
  at: { readonly path: string; readonly order: TargetOrder },
): Rule {
  if (before === after || !isStructure(after)) return after;
  const old = before !== undefined && isStructure(before) ? before.fields : {};
  const entries = fieldEntries(after).map(([name, rule]): Entry => [
    name,
    placed(own(old, name), rule, { ...at, path: childPath(at.path, name) }),
  ]);
  const added = entries.filter(([name]) => !Object.hasOwn(old, name));
  const isDeeper = entries.some(([name, rule]) => after.fields[name] !== rule);
  const ordered = added.length === 0 ? entries : withAdded(entries, added, at.order(at.path));
  const isMoved = ordered.some((entry, index) => entry !== entries[index]);
  return isDeeper || isMoved ? withEntries<Rule & (ObjectRule | LoopRule)>(after, () => ordered) : after;
}

function withAdded(entries: readonly Entry[], added: readonly Entry[], names: readonly string[]): readonly Entry[] {
  if (names.length === 0) return entries;
  const ranks = new Map(names.map((name, rank) => [name, rank]));
  const known = new Set(added.filter(([name]) => ranks.has(name)));
  const next = entries.filter((entry) => !known.has(entry));
  for (const entry of known) {
    const rank = ranks.get(entry[0]) ?? 0;
    const at = next.findIndex(([name]) => (ranks.get(name) ?? -1) > rank);
    next.splice(at < 0 ? next.length : at, 0, entry);
  }
  return next;
}

const own = (fields: ObjectRule['fields'], name: string): MappingRule | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;
