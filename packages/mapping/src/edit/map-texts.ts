// All expressions of a rule and of the rules inside it, each with the scope that it is read in.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopJoin, LoopRule, MappingDocument, MappingRule, ObjectRule, SortKey } from '@patchbay/model/mapping';
import type { NameScope } from '../lineage/name-scope.ts';
import { structureScopes } from '../lineage/rule-scope.ts';
import type { StructureScopes } from '../lineage/rule-scope.ts';
import { childPath } from '../rules/rule-path.ts';

export interface TextPlace {
  /** The rule's path. */
  readonly path: string;
  /** What follows `#` in the places of diagnostics: `for`, `let.price`; empty for the rule's own text. */
  readonly part: string;
  readonly scope: NameScope;
}

export type TextChange = (text: string, place: TextPlace) => string;

export interface RuleSite {
  readonly path: string;
  readonly scope: NameScope;
}

/** The rule with every text changed; where nothing changed it is the same object. */
export function mapTexts(rule: MappingRule, site: RuleSite, change: TextChange): MappingRule {
  return isStructure(rule) ? mapStructure(rule, site, change) : mapValue(rule, site, change);
}

export function mapRootTexts(doc: MappingDocument, scope: NameScope, change: TextChange): MappingDocument {
  const root = mapTexts(doc.root, { path: '', scope }, change);
  return root === doc.root || !isStructure(root) ? doc : { ...doc, root };
}

/** Every text, in the order of the document. */
export function visitTexts(rule: MappingRule, site: RuleSite, visit: (text: string, place: TextPlace) => void): void {
  mapTexts(rule, site, (text, place) => {
    visit(text, place);
    return text;
  });
}

function mapValue(rule: Exclude<MappingRule, ObjectRule | LoopRule>, site: RuleSite, change: TextChange): MappingRule {
  const own = (text: string, part = ''): string => change(text, { ...site, part });
  const when = rule.when === undefined ? {} : { when: own(rule.when, 'when') };
  if ('expr' in rule) return kept(rule, { ...when, expr: own(rule.expr) });
  if ('lookup' in rule) return kept(rule, { ...when, key: own(rule.key) });
  if ('switch' in rule) {
    const cases = rule.switch.map((entry, at) =>
      kept(entry, { when: own(entry.when, `switch.${at}.when`), then: own(entry.then, `switch.${at}.then`) }),
    );
    const otherwise = rule.otherwise === undefined ? {} : { otherwise: own(rule.otherwise, 'otherwise') };
    return kept(rule, { ...when, switch: keptList(rule.switch, cases), ...otherwise });
  }
  if (!('map' in rule)) return kept(rule, when);
  const given =
    typeof rule.with === 'string'
      ? own(rule.with, 'with')
      : keptRecord(rule.with, (text, name) => own(text, `with.${name}`));
  return kept(rule, { ...when, with: given });
}

function mapStructure(rule: ObjectRule | LoopRule, site: RuleSite, change: TextChange): MappingRule {
  const scopes = structureScopes(rule, site.scope);
  const own = (text: string, part: string, scope: NameScope): string => change(text, { path: site.path, part, scope });
  const head = isLoop(rule) ? mapLoop(rule, scopes, own) : {};
  const when = rule.when === undefined ? {} : { when: own(rule.when, 'when', scopes.around) };
  const names = Object.keys(rule.let ?? {});
  const lets =
    rule.let === undefined
      ? {}
      : {
          let: keptRecord(rule.let, (text, name) =>
            own(text, `let.${name}`, scopes.lets[names.indexOf(name)] ?? scopes.fields),
          ),
        };
  const fields = keptRecord(rule.fields, (child, name) =>
    mapTexts(child, { path: childPath(site.path, name), scope: scopes.fields }, change),
  );
  return kept<ObjectRule | LoopRule>(rule, { ...head, ...when, ...lets, fields });
}

type OwnChange = (text: string, part: string, scope: NameScope) => string;

function mapLoop(rule: LoopRule, scopes: StructureScopes, own: OwnChange): Partial<LoopRule> {
  const change: Partial<LoopRule> = { for: own(rule.for, 'for', scopes.around) };
  if (rule.join !== undefined) {
    const joins = rule.join.map((join, at) => mapJoin(join, { at, scopes, own }));
    change.join = keptList(rule.join, joins);
  }
  if (rule.where !== undefined) change.where = own(rule.where, 'where', scopes.item);
  if (rule.distinct !== undefined) change.distinct = own(rule.distinct, 'distinct', scopes.item);
  if (rule.groupBy !== undefined) change.groupBy = own(rule.groupBy, 'groupBy', scopes.item);
  if (rule.orderBy !== undefined) {
    const keys = rule.orderBy.map((key, at): SortKey => {
      const part = `orderBy.${at}`;
      return typeof key === 'string'
        ? own(key, part, scopes.group)
        : kept(key, { by: own(key.by, part, scopes.group) });
    });
    change.orderBy = keptList(rule.orderBy, keys);
  }
  if (rule.limit !== undefined) change.limit = own(rule.limit, 'limit', scopes.around);
  return change;
}

function mapJoin(
  join: LoopJoin,
  { at, scopes, own }: { at: number; scopes: StructureScopes; own: OwnChange },
): LoopJoin {
  const before = scopes.partners[at] ?? scopes.item;
  const list = { in: own(join.in, `join.${at}.in`, before) };
  if (join.on === undefined) return kept(join, list);
  const on = kept(join.on, {
    key: own(join.on.key, `join.${at}.key`, before),
    item: own(join.on.item, `join.${at}.item`, scopes.keys[at] ?? before),
  });
  return kept(join, { ...list, on });
}

/** The same object when no value differs. */
function kept<Value extends object>(old: Value, change: Partial<Value>): Value {
  const isSame = Object.entries(change).every(([name, value]) => (old as Record<string, unknown>)[name] === value);
  return isSame ? old : { ...old, ...change };
}

const keptList = <Item>(old: Item[], next: Item[]): Item[] => (next.every((item, at) => item === old[at]) ? old : next);

function keptRecord<Value>(
  old: Record<string, Value>,
  change: (value: Value, name: string) => Value,
): Record<string, Value> {
  let isSame = true;
  const entries = Object.entries(old).map(([name, value]): [string, Value] => {
    const next = change(value, name);
    if (next !== value) isSame = false;
    return [name, next];
  });
  return isSame ? old : Object.fromEntries(entries);
}
