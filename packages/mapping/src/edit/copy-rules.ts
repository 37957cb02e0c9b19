// Rules onto the clipboard: with what their names mean, so that they can be pasted where other names are.
import type { Lookup, MappingRule } from '@patchbay/model/mapping';
import type { MappingView } from '../lineage/mapping-view.ts';
import { binderOf, resolveOrigin } from '../lineage/name-scope.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import type { Origin } from '../lineage/origin.ts';
import { treeOf } from '../lineage/origin-of.ts';
import { sourceKey } from '../lineage/source-path.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
import { refuse } from './edit.ts';
import type { Refusal } from './edit.ts';
import { exactPlace } from './exact-place.ts';
import { visitTexts } from './map-texts.ts';
import { homeOf } from './rule-home.ts';
import type { RuleHome } from './rule-home.ts';
import { isInside, lastName, ruleAt } from './rule-at.ts';
import type { FragmentRule, NameNote, RuleFragment } from './rule-fragment.ts';
import { tablesUsed } from './tables-used.ts';

/** The rules at these paths as text (JSON), in the order of the paths; rules inside a copied one come with it. */
export function copyRules(view: MappingView, paths: readonly string[]): string | Refusal {
  const there = [...new Set(paths)].filter((path) => path !== '' && ruleAt(view.doc, path) !== undefined);
  const outer = there.filter((path) => !there.some((other) => other !== path && isInside(path, other)));
  if (outer.length === 0) return refuse('Nothing is chosen that has a rule.');
  const rules = outer.map((path) => copied(view, path));
  const lookups = lookupsOf(view, outer);
  const fragment: RuleFragment = {
    patchbay: 'rules',
    version: 1,
    rules,
    ...(lookups.length === 0 ? {} : { lookups: Object.fromEntries(lookups) }),
  };
  return JSON.stringify(fragment);
}

function copied(view: MappingView, path: string): FragmentRule {
  const rule = ruleAt(view.doc, path) ?? { expr: '' };
  const home = homeOf(view, path);
  const names = namesRead(rule, { path, home });
  const meta = Object.entries(view.doc.meta?.rules ?? {}).flatMap(([key, said]) =>
    isInside(key, path) ? [[key.slice(path.length), said] as const] : [],
  );
  return {
    name: lastName(path),
    path,
    rule,
    ...(names.length === 0 ? {} : { names: Object.fromEntries(names) }),
    ...(meta.length === 0 ? {} : { meta: Object.fromEntries(meta) }),
  };
}

/** What the names mean that the rule reads of what stands around it; sources say it by themselves. */
function namesRead(rule: MappingRule, { path, home }: { path: string; home: RuleHome }): [string, NameNote][] {
  const notes = new Map<string, NameNote>();
  const add = (name: string): void => {
    if (notes.has(name) || binderOf(home.scope, name) === undefined) return;
    const note = noteOf(resolveOrigin(home.scope, name), home.lets.get(name));
    if (note === undefined) return;
    notes.set(name, note);
    if ('text' in note)
      visitNodes(treeOf(note.text), home.scope, (node) => (node.kind === 'name' ? add(node.name) : undefined));
  };
  visitTexts(rule, { path, scope: home.scope }, (text, place) => {
    visitNodes(treeOf(text), place.scope, (node, at) => {
      if (node.kind === 'name' && isAround(at, node.name, home.scope)) add(node.name);
    });
  });
  return [...notes];
}

/** Whether the name gets its meaning from what stands around the rule. */
const isAround = (scope: NameScope, name: string, around: NameScope): boolean => {
  const binder = binderOf(scope, name);
  return binder !== undefined && binder === binderOf(around, name);
};

function noteOf(origin: Origin, text: string | undefined): NameNote | undefined {
  const place = exactPlace(origin);
  if (place !== undefined)
    return place.open === 0 ? { source: sourceKey(place) } : { source: sourceKey(place), open: place.open };
  if (text !== undefined) return { text };
  if (origin.fields === undefined) return undefined;
  const fields = [...origin.fields].flatMap(([name, field]): [string, NameNote][] => {
    const note = noteOf(field, undefined);
    return note === undefined ? [] : [[name, note]];
  });
  return { fields: Object.fromEntries(fields) };
}

/** The tables that the rules use, by name. */
function lookupsOf(view: MappingView, paths: readonly string[]): [string, Lookup][] {
  const names = new Set(
    paths.flatMap((path) => {
      const rule = ruleAt(view.doc, path);
      return rule === undefined ? [] : [...tablesUsed(rule, { path, scope: homeOf(view, path).scope })];
    }),
  );
  return Object.entries(view.doc.lookups ?? {}).filter(([name]) => names.has(name));
}
