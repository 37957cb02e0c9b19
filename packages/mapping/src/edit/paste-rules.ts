// Rules from the clipboard: checked, and rewritten for the names that are seen where they are pasted.
import type { Lookup, MappingRule } from '@patchbay/model/mapping';
import { withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { noOrigin, originOf, structureOrigin } from '../lineage/origin.ts';
import type { Origin } from '../lineage/origin.ts';
import { originOfText } from '../lineage/origin-of.ts';
import { parseSourceKey } from '../lineage/source-path.ts';
import { isList, placeAt } from '../lineage/place.ts';
import { childPath } from '../rules/rule-path.ts';
import { isRefusal, refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { freeName } from './free-name.ts';
import { mapTexts } from './map-texts.ts';
import { rebasedRule } from './relocate-rule.ts';
import { homeInside } from './rule-home.ts';
import type { RuleHome } from './rule-home.ts';
import { ruleAt, shownPath } from './rule-at.ts';
import { readFragment } from './rule-fragment.ts';
import type { FragmentRule, NameNote } from './rule-fragment.ts';
import { withAddedMeta } from './rule-meta.ts';
import { setRule } from './set-rule.ts';
import { orderedDocument } from './stored-order.ts';
import { withTableNames } from './tables-used.ts';
import { retargetText } from './target-references.ts';
import { itemShape, placeMistake, targetShape } from './shapes.ts';

export interface Paste {
  /** The structure or list that takes the rules. */
  readonly parent: string;
  /** The row to paste onto, when one rule was copied: its name is kept and its rule gives way. */
  readonly onto?: string | undefined;
}

/** The rules of a copied text below a parent. A name that has a rule there already gets a number. */
export function pasteRules(view: MappingView, text: string, { parent, onto }: Paste): EditResult {
  const fragment = readFragment(text);
  if (isRefusal(fragment)) return fragment;
  const mistake = placeMistake(view, parent);
  if (mistake !== undefined) return refuse(mistake);
  const tables = pastedTables(view, fragment.lookups ?? {});
  let now = withDocument(view, tables.doc);
  const paths: string[] = [];
  for (const rule of fragment.rules) {
    const path = onto !== undefined && fragment.rules.length === 1 ? onto : freePath(now, parent, rule.name);
    if (path === undefined)
      return refuse(
        `${shownPath(childPath(parent, rule.name))} has a rule, and the target takes no other fields: paste onto the row that is meant.`,
      );
    now = withDocument(
      now,
      pasted(now, rule, { path, parent: onto === path ? parentOf(path) : parent, tables: tables.names }),
    );
    paths.push(path);
  }
  const [first = parent] = paths;
  const said =
    paths.length === 1 ? `Pasted ${shownPath(first)}.` : `Pasted ${paths.length} rules into ${shownPath(parent)}.`;
  return { doc: now.doc, path: first, said };
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Where the rule goes: its own name, with a number where that is taken; undefined where the target takes no other names. */
function freePath(view: MappingView, parent: string, name: string): string | undefined {
  const path = childPath(parent, name);
  if (ruleAt(view.doc, path) === undefined) return path;
  const shape = targetShape(view, parent);
  const schema = isList(shape.schema) ? itemShape(shape).schema : shape.schema;
  if (schema?.additionalProperties === false) return undefined;
  return childPath(
    parent,
    freeName(name, (candidate) => ruleAt(view.doc, childPath(parent, candidate)) !== undefined),
  );
}

interface Pasting {
  readonly path: string;
  readonly parent: string;
  readonly tables: ReadonlyMap<string, string>;
}

function pasted(view: MappingView, copied: FragmentRule, { path, parent, tables }: Pasting): MappingView['doc'] {
  const to = homeInside(view, parent);
  const from = copiedHome(copied, to.scope);
  const moved = rebasedRule(copied.rule, { ...from, path: copied.path }, to);
  const own = mapTexts(moved, { path, scope: to.scope }, (text) => withOwnTargets(text, copied.path, path));
  const rule: MappingRule = withTableNames(own, { path, scope: to.scope }, tables);
  const meta = Object.entries(copied.meta ?? {}).map(([key, said]) => [path + key, said] as const);
  return withAddedMeta(setRule(view.doc, path, rule), meta);
}

/** Readings of earlier target values inside what is copied read the copy. */
const withOwnTargets = (text: string, from: string, to: string): string =>
  from === to ? text : retargetText(text, from, to);

/** What was seen around the rule when it was copied, told by its notes. */
function copiedHome(copied: FragmentRule, there: NameScope): RuleHome {
  const roots: NameScope = { names: new Map(), roots: there.roots };
  const notes = Object.entries(copied.names ?? {});
  const known = notes.flatMap(([name, note]): [string, Origin][] =>
    'text' in note ? [] : [[name, originOfNote(note, roots)]],
  );
  const places: NameScope = { names: new Map(known), outer: roots, roots: there.roots };
  const texts = notes.flatMap(([name, note]): [string, string][] => ('text' in note ? [[name, note.text]] : []));
  return { scope: withTexts(places, texts), lets: new Map(texts) };
}

const maxRounds = 20;

/** Intermediate values read each other: each is known once those that it reads are. */
function withTexts(places: NameScope, texts: readonly (readonly [string, string])[]): NameScope {
  let scope = places;
  for (let round = 0; round < Math.min(texts.length, maxRounds); round += 1) {
    const names = new Map([
      ...places.names,
      ...texts.map(([name, text]): [string, Origin] => [name, originOfText(text, scope)]),
    ]);
    scope = { ...places, names };
  }
  return scope;
}

function originOfNote(note: NameNote, scope: NameScope): Origin {
  if ('fields' in note)
    return structureOrigin(
      new Map(Object.entries(note.fields).map(([name, field]) => [name, originOfNote(field, scope)])),
    );
  if ('text' in note) return noOrigin;
  const { root, steps } = parseSourceKey(note.source);
  return originOf({ ...placeAt(scope.roots.placeOfRoot(root), steps), open: note.open ?? 0 });
}

/** The document with the tables that came along. A name that means another table here gets a number. */
function pastedTables(
  view: MappingView,
  copied: Readonly<Record<string, Lookup>>,
): { doc: MappingView['doc']; names: Map<string, string> } {
  const names = new Map<string, string>();
  const lookups = new Map(Object.entries(view.doc.lookups ?? {}));
  for (const [name, table] of Object.entries(copied)) {
    const own = lookups.get(name);
    if (own !== undefined && JSON.stringify(own) === JSON.stringify(table)) continue;
    const chosen = freeName(name, (candidate) => lookups.has(candidate));
    if (chosen !== name) names.set(name, chosen);
    lookups.set(chosen, table);
  }
  const isSame = lookups.size === Object.keys(view.doc.lookups ?? {}).length;
  return { doc: isSame ? view.doc : orderedDocument({ ...view.doc, lookups: Object.fromEntries(lookups) }), names };
}
