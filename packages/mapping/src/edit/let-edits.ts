// Intermediate values of a structure or a loop: names for what its fields use.
import { isStructure } from '@patchbay/model/mapping';
import type { LoopRule, ObjectRule } from '@patchbay/model/mapping';
import type { MappingView } from '../lineage/mapping-view.ts';
import { rootScopeOf, rulesAlong, structureScopes } from '../lineage/rule-scope.ts';
import { refuse } from './edit.ts';
import type { EditResult, Refusal } from './edit.ts';
import { freeName, namesIn } from './free-name.ts';
import { nameMistake } from './loop-edits.ts';
import { mapTexts } from './map-texts.ts';
import { renamedNames } from './rename-name.ts';
import { shownPath, structureAt } from './rule-at.ts';
import { setRule } from './set-rule.ts';

type Structure = ObjectRule | LoopRule;

const none = (path: string): Refusal =>
  refuse(`${shownPath(path)} has no intermediate values: make it a structure or a list first.`);

const has = ({ let: lets }: Structure, name: string): boolean => lets !== undefined && Object.hasOwn(lets, name);

function withLets(rule: Structure, entries: readonly (readonly [string, string])[]): Structure {
  if (entries.length > 0) return { ...rule, let: Object.fromEntries(entries) };
  const { let: _none, ...rest } = rule;
  return rest;
}

const entriesOf = ({ let: lets }: Structure): [string, string][] => Object.entries(lets ?? {});

/** One more intermediate value, after the others; without a name, `value`, `value2`, … */
export function addLet(
  view: MappingView,
  path: string,
  { name, text = '' }: { name?: string; text?: string },
): EditResult {
  const rule = structureAt(view.doc, path);
  if (rule === undefined) return none(path);
  const taken = namesIn(fieldsScope(view, path, rule));
  const chosen = name ?? freeName('value', (candidate) => taken.has(candidate));
  const mistake = nameMistake(chosen);
  if (mistake !== undefined) return refuse(mistake);
  if (has(rule, chosen)) return refuse(`There is an intermediate value ${chosen} already.`);
  return {
    doc: setRule(view.doc, path, withLets(rule, [...entriesOf(rule), [chosen, text]])),
    path,
    said: `Added the value ${chosen}.`,
  };
}

const aroundScope = (view: MappingView, path: string) =>
  rulesAlong(view.doc, path, rootScopeOf(view)).at(-1)?.scope ?? rootScopeOf(view);

const fieldsScope = (view: MappingView, path: string, rule: Structure) =>
  structureScopes(rule, aroundScope(view, path)).fields;

export function setLet(view: MappingView, path: string, { name, text }: { name: string; text: string }): EditResult {
  const rule = structureAt(view.doc, path);
  if (rule === undefined || !has(rule, name)) return refuse(`${shownPath(path)} has no value ${name}.`);
  const entries = entriesOf(rule).map(([key, old]): [string, string] => [key, key === name ? text : old]);
  return { doc: setRule(view.doc, path, withLets(rule, entries)), path, said: `${name} is ${text}.` };
}

/** Another name; the values after it and the fields that read it follow. */
export function renameLet(view: MappingView, path: string, { from, to }: { from: string; to: string }): EditResult {
  const rule = structureAt(view.doc, path);
  if (rule === undefined || !has(rule, from)) return refuse(`${shownPath(path)} has no value ${from}.`);
  const mistake = nameMistake(to);
  if (mistake !== undefined) return refuse(mistake);
  if (from === to) return { doc: view.doc, path, said: `${from} keeps its name.` };
  if (has(rule, to)) return refuse(`There is an intermediate value ${to} already.`);
  const scope = aroundScope(view, path);
  const scopes = structureScopes(rule, scope);
  const position = entriesOf(rule).findIndex(([name]) => name === from);
  const binder = scopes.lets[position + 1] ?? scopes.fields;
  const renaming = renamedNames({ from, to, isBinder: (candidate) => candidate === binder });
  const rewritten = mapTexts(rule, { path, scope }, renaming.change);
  const [clash] = renaming.clashes;
  if (clash !== undefined)
    return refuse(`“${to}” means something else in ${shownPath(clash.path)}. Choose another name.`);
  if (!isStructure(rewritten)) return none(path);
  const entries = entriesOf(rewritten).map(([key, text]): [string, string] => [key === from ? to : key, text]);
  return { doc: setRule(view.doc, path, withLets(rewritten, entries)), path, said: `Renamed ${from} to ${to}.` };
}

/** The structure without it; texts that read it stay and are shown as wrong. */
export function removeLet(view: MappingView, path: string, name: string): EditResult {
  const rule = structureAt(view.doc, path);
  if (rule === undefined || !has(rule, name)) return refuse(`${shownPath(path)} has no value ${name}.`);
  const left = entriesOf(rule).filter(([key]) => key !== name);
  return { doc: setRule(view.doc, path, withLets(rule, left)), path, said: `Removed the value ${name}.` };
}

/** So many places later, or, negative, earlier: a value sees those before it. */
export function moveLet(view: MappingView, path: string, { name, by }: { name: string; by: number }): EditResult {
  const rule = structureAt(view.doc, path);
  if (rule === undefined || !has(rule, name)) return refuse(`${shownPath(path)} has no value ${name}.`);
  const entries = entriesOf(rule);
  const from = entries.findIndex(([key]) => key === name);
  const to = Math.min(Math.max(from + Math.trunc(by), 0), entries.length - 1);
  const [moved] = entries.splice(from, 1);
  if (moved !== undefined) entries.splice(to, 0, moved);
  return { doc: setRule(view.doc, path, withLets(rule, entries)), path, said: `Moved the value ${name}.` };
}
