// A line's end dragged elsewhere: the same rule from another source field, or at another target.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { lineageOf } from '../lineage/lineage-of.ts';
import { withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { parseSourceKey, sourceKey } from '../lineage/source-path.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { dropChoices } from './drop/drop-choices.ts';
import { shownSource } from './drop/drop-site.ts';
import { isRefusal, refuse } from './edit.ts';
import type { Edit, EditResult } from './edit.ts';
import { mapTexts } from './map-texts.ts';
import { relocateRule } from './relocate-rule.ts';
import { relinkedText } from './relink.ts';
import { homeOf } from './rule-home.ts';
import { isInside, lastName, parentPath, ruleAt, shownPath } from './rule-at.ts';
import { withMovedMeta } from './rule-meta.ts';
import { setRule } from './set-rule.ts';
import { sourceShape, targetShape } from './shapes.ts';

export interface Retarget {
  /** The line as lineage gives it. */
  readonly line: { readonly source: string; readonly target: string };
  /** Where its left end goes. */
  readonly source?: SourcePath | undefined;
  /** Where its right end goes: a rule's path. */
  readonly target?: string | undefined;
}

/** The edit for a dragged end; for both ends, first the source, then the target. */
export function retarget(view: MappingView, { line, source, target }: Retarget): EditResult {
  const first = source === undefined ? undefined : fromOther(view, line, source);
  if (first !== undefined && isRefusal(first)) return first;
  if (target === undefined) return first ?? refuse('The line stays where it is.');
  const moved = first === undefined ? view : withDocument(view, first.doc);
  return ontoOther(moved, { ...line, source: source === undefined ? parseSourceKey(line.source) : source }, target);
}

/** The rule reads the other field wherever it read this one. */
function fromOther(view: MappingView, { source, target }: Retarget['line'], to: SourcePath): EditResult {
  const rule = ruleAt(view.doc, target);
  if (rule === undefined) return refuse(`There is no rule at ${shownPath(target)}.`);
  const from = parseSourceKey(source);
  if (isLoop(rule) && sourceShape(view, to).kind !== 'list' && sourceShape(view, to).kind !== 'any')
    return refuse(`${shownSource(to)} is no list: ${shownPath(target)} loops over one.`);
  const only = directRule(view, { rule, target, source });
  if (only) return directEdit(view, target, to);
  const own = mapOwnTexts(view, target, rule, { from, to });
  if (own === rule)
    return refuse(`${shownPath(target)} reads ${shownSource(from)} through a name: change it where it is named.`);
  const said = `${shownPath(target)} reads ${shownSource(to)} instead of ${shownSource(from)}.`;
  return { doc: setRule(view.doc, target, own), path: target, said };
}

/** Whether the rule is nothing but the field, converted at most. */
function directRule(
  view: MappingView,
  { rule, target, source }: { rule: MappingRule; target: string; source: string },
): boolean {
  if (!('expr' in rule)) return false;
  const from = parseSourceKey(source);
  const lines = lineageOf(view)
    .sourcesOf(target)
    .filter((line) => line.target === target && line.kind !== 'condition');
  if (lines.some((line) => line.source !== source)) return false;
  const choices = dropChoices(view, { source: from, target });
  if (isRefusal(choices)) return false;
  return choices.choices.some(({ id, preview }) => (id === 'direct' || id === 'replace') && preview === rule.expr);
}

/** As if the other field had been dropped in the place of this one. */
function directEdit(view: MappingView, target: string, to: SourcePath): EditResult {
  const rule = ruleAt(view.doc, target);
  const bare =
    rule === undefined || isStructure(rule)
      ? view
      : withDocument(view, setRule(view.doc, target, { ...rule, expr: '' } as MappingRule));
  const found = dropChoices(bare, { source: to, target });
  if (isRefusal(found)) return found;
  const choice = found.choices[found.preferred] ?? found.choices[0];
  return choice === undefined ? refuse(`${shownSource(to)} does not fit ${shownPath(target)}.`) : choice.apply();
}

/** The rule's own texts; those of the rules inside a loop read the item by its name and need no change. */
function mapOwnTexts(
  view: MappingView,
  path: string,
  rule: MappingRule,
  link: { from: SourcePath; to: SourcePath },
): MappingRule {
  const { scope } = homeOf(view, path);
  return mapTexts(rule, { path, scope }, (text, place) =>
    place.path === path ? relinkedText(text, place.scope, [link]) : text,
  );
}

interface MovedLine {
  readonly source: SourcePath;
  readonly target: string;
}

/** The rule goes to the other target; one that reads more than this field stays, and the field is mapped there besides. */
function ontoOther(view: MappingView, { source, target: from }: MovedLine, to: string): EditResult {
  const rule = ruleAt(view.doc, from);
  if (rule === undefined) return refuse(`There is no rule at ${shownPath(from)}.`);
  if (to === from) return refuse('The line stays where it is.');
  if (isInside(to, from)) return refuse(`${shownPath(from)} cannot be moved into itself.`);
  const there = ruleAt(view.doc, to);
  if (there !== undefined)
    return refuse(
      `${shownPath(to)} has a rule already: drop ${shownSource(source)} on it to choose what becomes of it.`,
    );
  if (isStructure(rule)) {
    const { kind } = targetShape(view, to);
    const wanted = isLoop(rule) ? 'list' : 'structure';
    if (kind !== wanted && kind !== 'any') return refuse(`${shownPath(to)} takes no ${wanted}.`);
    return relocateRule(view, from, { parent: parentPath(to), name: lastName(to) });
  }
  const sources = new Set(
    lineageOf(view)
      .sourcesOf(from)
      .map((line) => line.source),
  );
  const isOnly = sources.size <= 1;
  const isDirect = directRule(view, { rule, target: from, source: sourceKey(source) });
  if (isOnly && !isDirect) return relocateRule(view, from, { parent: parentPath(to), name: lastName(to) });
  const found = dropChoices(isOnly ? withDocument(view, setRule(view.doc, from, undefined)) : view, {
    source,
    target: to,
  });
  if (isRefusal(found)) return found;
  const choice = found.choices[found.preferred] ?? found.choices[0];
  if (choice === undefined) return refuse(`${shownSource(source)} does not fit ${shownPath(to)}.`);
  const edit: Edit = choice.apply();
  return isOnly
    ? { ...edit, doc: withMovedMeta(edit.doc, from, edit.path) }
    : { ...edit, said: `${edit.said} ${shownPath(from)} keeps its formula.` };
}
