// A rule moves to another structure: its texts are rewritten for the names that are seen there.
import { isStructure } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';

import type { MappingView } from '../lineage/mapping-view.ts';
import { childPath } from '../rules/rule-path.ts';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { mapTexts } from './map-texts.ts';
import { rebasedText } from './rebase-text.ts';
import { homeInside, homeOf } from './rule-home.ts';
import type { RuleHome } from './rule-home.ts';
import { isInside, lastName, ruleAt, shownPath } from './rule-at.ts';
import { withMovedMeta } from './rule-meta.ts';
import { setRule, withEntries } from './set-rule.ts';
import { placeMistake } from './shapes.ts';
import { withMovedTargets } from './target-references.ts';

/** The rule as it has to read in another home. */
export function rebasedRule(rule: MappingRule, from: RuleHome & { readonly path: string }, to: RuleHome): MappingRule {
  const rebase = { from: from.scope, to: to.scope, lets: from.lets, letsThere: to.lets };
  return mapTexts(rule, { path: from.path, scope: from.scope }, (text, { scope }) => rebasedText(text, scope, rebase));
}

export interface Relocation {
  /** The structure or list that takes it. */
  readonly parent: string;
  /** Its name there; its own unless said. */
  readonly name?: string | undefined;
  /** The sibling that it is put before; without one it comes last. */
  readonly before?: string | undefined;
}

/** The rule somewhere else: what it reads, what reads it and what is said about it follow. A rule that is there gives way. */
export function relocateRule(
  view: MappingView,
  path: string,
  { parent, name = lastName(path), before }: Relocation,
): EditResult {
  const rule = ruleAt(view.doc, path);
  const to = childPath(parent, name);
  if (rule === undefined || path === '') return refuse(`There is no rule at ${shownPath(path)}.`);
  if (isInside(parent, path)) return refuse(`${shownPath(path)} cannot be moved into itself.`);
  const mistake = placeMistake(view, parent);
  if (mistake !== undefined) return refuse(mistake);
  if (to === path && before === undefined)
    return { doc: view.doc, path, said: `${shownPath(path)} stays where it is.` };
  const moved = rebasedRule(rule, { ...homeOf(view, path), path }, homeInside(view, parent));
  const without = to === path ? view.doc : setRule(view.doc, path, undefined);
  const placed = withOrder(setRule(without, to, moved), { parent, name, before });
  const doc = withMovedMeta(withMovedTargets(placed, path, to), path, to);
  return {
    doc,
    path: to,
    said: to === path ? `Moved ${shownPath(path)}.` : `Moved ${shownPath(path)} to ${shownPath(to)}.`,
  };
}

function withOrder(
  doc: MappingView['doc'],
  { parent, name, before }: { parent: string; name: string; before: string | undefined },
): MappingView['doc'] {
  const structure = ruleAt(doc, parent);
  if (
    before === undefined ||
    structure === undefined ||
    !isStructure(structure) ||
    !Object.hasOwn(structure.fields, before)
  )
    return doc;
  const ordered = withEntries(structure, (entries) => {
    const own = entries.filter(([key]) => key === name);
    return entries
      .filter(([key]) => key !== name)
      .flatMap((entry) => (entry[0] === before ? [...own, entry] : [entry]));
  });
  return setRule(doc, parent, ordered);
}
