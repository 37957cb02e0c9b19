// A rule becomes one of another kind. Between structure and list, the fields inside keep their meaning: `line.sku` and
// `order.line_items.sku` are turned into each other.
import { fieldEntries, isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { structureScopes } from '../lineage/rule-scope.ts';
import { childPath } from '../rules/rule-path.ts';
import { asKind, kindOf, kindWords } from './as-kind.ts';
import type { RuleKind } from './as-kind.ts';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { itemName, namesIn } from './free-name.ts';
import { mapTexts } from './map-texts.ts';
import { rebasedText } from './rebase-text.ts';
import { homeInside, homeOf } from './rule-home.ts';
import { isInside, ruleAt, shownPath } from './rule-at.ts';
import { withoutMeta } from './rule-meta.ts';
import { setRule } from './set-rule.ts';

export interface Conversion {
  readonly kind: RuleKind;
  /** The list, when a loop is made. */
  readonly list?: string | undefined;
  /** The table, when a lookup is made. */
  readonly table?: string | undefined;
  /** The mapping of the library. */
  readonly mapping?: string | undefined;
}

/** The rule at a path as another kind. Rules inside are lost where the new kind has none: `said` says how many. */
export function convertRule(view: MappingView, path: string, conversion: Conversion): EditResult {
  const { kind } = conversion;
  const old = ruleAt(view.doc, path);
  if (path === '' && kind !== 'object' && kind !== 'loop') return refuse('The whole result is a structure or a list.');
  const named = withDetails(asKind(old, kind, view.doc), conversion);
  const made = isLoop(named) && (old === undefined || !isLoop(old)) ? withFreeAlias(view, path, named) : named;
  const rule =
    old !== undefined && isStructure(old) && isStructure(made) ? withFields(view, path, { old, made }) : made;
  const written = setRule(view.doc, path, rule);
  const isEmptied = old !== undefined && isStructure(old) && !isStructure(rule);
  const count = isEmptied ? countRules(old) : 0;
  const lost =
    count === 0 ? '' : ` ${count} ${count === 1 ? 'rule' : 'rules'} inside ${count === 1 ? 'is' : 'are'} gone.`;
  const inside = isEmptied
    ? Object.keys(view.doc.meta?.rules ?? {}).filter((key) => key !== path && isInside(key, path))
    : [];
  return {
    doc: withoutMeta(written, inside),
    path,
    said: `${shownPath(path)} is a ${kindWords[kind].toLowerCase()} now.${lost}`,
  };
}

const countRules = (rule: MappingRule): number =>
  isStructure(rule) ? Object.values(rule.fields).reduce((count, child) => count + 1 + countRules(child), 0) : 0;

function withDetails(rule: MappingRule, { list, table, mapping }: Conversion): MappingRule {
  if (isLoop(rule)) return list === undefined ? rule : { ...rule, for: list };
  if ('lookup' in rule) return table === undefined ? rule : { ...rule, lookup: table };
  return 'map' in rule && mapping !== undefined ? { ...rule, map: mapping } : rule;
}

function withFreeAlias(view: MappingView, path: string, loop: LoopRule): LoopRule {
  const taken = namesIn(homeOf(view, path).scope);
  for (const name of Object.keys(loop.let ?? {})) taken.add(name);
  const last = /([\p{L}_][\p{L}\p{N}_]*)\W*$/u.exec(loop.for)?.[1] ?? 'item';
  return { ...loop, as: itemName(last, taken) };
}

interface Change {
  readonly old: ObjectRule | LoopRule;
  readonly made: ObjectRule | LoopRule;
}

/** The rules inside, read through the names that there are now. */
function withFields(view: MappingView, path: string, { old, made }: Change): ObjectRule | LoopRule {
  if (kindOf(old) === kindOf(made)) return made;
  const around = homeOf(view, path).scope;
  const from = structureScopes(old, around);
  const lets = letsRebased(view, path, { old, made });
  const opened = withDocument(view, setRule(view.doc, path, { ...made, ...lets, fields: {} }));
  const home = homeInside(view, path);
  const there = homeInside(opened, path);
  const kept = new Set(Object.keys(made.let ?? {}));
  const rebase = {
    from: from.fields,
    to: there.scope,
    lets: home.lets,
    letsThere: there.lets,
    kept,
    nearer: isLoop(made),
  };
  const fields = fieldEntries(made).map(([name, child]): [string, MappingRule] => [
    name,
    mapTexts(child, { path: childPath(path, name), scope: from.fields }, (text, { scope }) =>
      rebasedText(text, scope, rebase),
    ),
  ]);
  return { ...made, ...lets, fields: Object.fromEntries(fields) };
}

/** Intermediate values, each read with those before it. */
function letsRebased(view: MappingView, path: string, { old, made }: Change): { let?: Record<string, string> } {
  if (made.let === undefined) return {};
  const { scope: around, lets } = homeOf(view, path);
  const scopes = structureScopes(old, around);
  const next: [string, string][] = [];
  for (const [at, [name, text]] of Object.entries(made.let).entries()) {
    const from = scopes.lets[at] ?? scopes.fields;
    const to = structureScopes({ ...made, let: Object.fromEntries(next) }, around).fields;
    const kept = new Set(next.map(([before]) => before));
    next.push([name, rebasedText(text, from, { from, to, lets, letsThere: lets, kept, nearer: isLoop(made) })]);
  }
  return { let: Object.fromEntries(next) };
}
