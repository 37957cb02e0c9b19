// What each text of a rule reads of the sources and of earlier target values. Worked out once for each rule object and
// scope: after an edit, only what changed is walked again.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { childPath } from '../rules/rule-path.ts';
import { recordOrigin, targetRoot } from './name-scope.ts';
import type { NameScope } from './name-scope.ts';
import { usesOf } from './origin.ts';
import type { Origin, Use } from './origin.ts';
import { originOfText, treeOf } from './origin-of.ts';
import { structureScopes } from './rule-scope.ts';
import { sourceKey } from './source-path.ts';
import { subMappingUses } from './sub-mapping-uses.ts';

export type LineKind = 'direct' | 'formula' | 'loop' | 'join' | 'lookup' | 'condition';

export interface Reading {
  /** `sourceKey`; of an earlier target value, its rule's path. */
  readonly source: string;
  readonly ofTarget: boolean;
  readonly kind: LineKind;
  readonly functions: readonly string[];
}

const known = new WeakMap<MappingRule, { readonly scope: NameScope; readonly readings: readonly Reading[] }>();

/** What the rule itself reads, without the rules inside it. */
export function readingsOf(rule: MappingRule, scope: NameScope): readonly Reading[] {
  const found = known.get(rule);
  if (found !== undefined && found.scope === scope) return found.readings;
  const readings = isStructure(rule) ? structureReadings(rule, scope) : valueReadings(rule, scope);
  known.set(rule, { scope, readings });
  return readings;
}

class Gathered {
  readonly readings: Reading[] = [];
  readonly #seen = new Set<string>();
  readonly #scope: NameScope;

  constructor(scope: NameScope) {
    this.#scope = scope;
  }

  add(uses: readonly Use[], kindOf: (use: Use) => LineKind): void {
    for (const use of uses) {
      const kind = kindOf(use);
      for (const place of this.#scope.roots.readings(use.place)) {
        const ofTarget = place.root === targetRoot;
        const source = ofTarget ? place.steps.reduce(childPath, '') : sourceKey(place);
        const key = `${kind} ${source}`;
        if (this.#seen.has(key)) continue;
        this.#seen.add(key);
        this.readings.push({ source, ofTarget, kind, functions: use.functions });
      }
    }
  }

  condition(text: string | undefined, scope: NameScope): void {
    if (text !== undefined) this.add(usesOf(originOfText(text, scope), 'condition'), () => 'condition');
  }
}

const asLine = (use: Use): LineKind => use.kind;

function valueReadings(rule: Exclude<MappingRule, ObjectRule | LoopRule>, scope: NameScope): readonly Reading[] {
  const gathered = new Gathered(scope);
  if ('expr' in rule) addValue(gathered, rule.expr, scope);
  else if ('lookup' in rule) {
    const record = recordOrigin(scope, rule.lookup);
    if (record !== undefined) gathered.add(usesOf(record, 'lookup'), () => 'lookup');
    gathered.add(usesOf(originOfText(rule.key, scope), 'lookup'), () => 'lookup');
  } else if ('switch' in rule) {
    for (const { when, then } of rule.switch) {
      addValue(gathered, then, scope);
      gathered.condition(when, scope);
    }
    if (rule.otherwise !== undefined) addValue(gathered, rule.otherwise, scope);
  } else if ('map' in rule) gathered.add(subMappingUses(rule, scope), asLine);
  gathered.condition(rule.when, scope);
  return gathered.readings;
}

function addValue(gathered: Gathered, text: string, scope: NameScope): void {
  const origin = originOfText(text, scope);
  const isDirect = isPath(text) && isOnlyTaken(origin);
  gathered.add(usesOf(origin, 'formula'), (use) => (isDirect ? 'direct' : asLine(use)));
}

const isPath = (text: string): boolean => {
  let node = treeOf(text);
  while (node.kind === 'member') node = node.object;
  return node.kind === 'name' || node.kind === 'special';
};

const isOnlyTaken = ({ taken, uses, fields }: Origin): boolean =>
  uses.length === 0 && fields === undefined && taken.every(({ functions }) => functions.length === 0);

function structureReadings(rule: ObjectRule | LoopRule, scope: NameScope): readonly Reading[] {
  const gathered = new Gathered(scope);
  if (isLoop(rule)) addLoop(gathered, rule, scope);
  gathered.condition(rule.when, scope);
  return gathered.readings;
}

function addLoop(gathered: Gathered, rule: LoopRule, around: NameScope): void {
  const scopes = structureScopes(rule, around);
  const asLoop = ({ kind }: Use): LineKind => (kind === 'formula' ? 'loop' : kind);
  gathered.add(usesOf(originOfText(rule.for, around), 'formula'), asLoop);
  (rule.join ?? []).forEach((join, at) => {
    const before = scopes.partners[at] ?? scopes.item;
    const add = (text: string, scope: NameScope): void =>
      gathered.add(usesOf(originOfText(text, scope), 'join'), () => 'join');
    add(join.in, before);
    if (join.on === undefined) return;
    add(join.on.key, before);
    add(join.on.item, scopes.keys[at] ?? before);
  });
  if (rule.groupBy !== undefined) gathered.add(usesOf(originOfText(rule.groupBy, scopes.item), 'formula'), asLoop);
  gathered.condition(rule.where, scopes.item);
  gathered.condition(rule.distinct, scopes.item);
  gathered.condition(rule.limit, around);
  for (const key of rule.orderBy ?? []) gathered.condition(typeof key === 'string' ? key : key.by, scopes.group);
}
