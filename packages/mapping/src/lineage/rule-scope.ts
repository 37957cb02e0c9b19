// The names that the parts of a rule see. Scopes with the same content are the same object, so that what was worked out
// in one stays known after an edit elsewhere.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { pathNames } from '../rules/rule-path.ts';
import { groupsOf } from './call-origin.ts';
import type { MappingView, ViewSource } from './mapping-view.ts';
import { SourceRoots, withItemOrigin, withOrigins } from './name-scope.ts';
import type { NameScope } from './name-scope.ts';
import { bareOrigin, itemOrigin, noOrigin } from './origin.ts';
import type { Origin } from './origin.ts';
import { originOfText } from './origin-of.ts';

/** What the texts of a rule with rules inside see. */
export interface StructureScopes {
  /** `when`, `for`, `limit` and the lists that are joined. */
  readonly around: NameScope;
  /** The loop's item and its partners: `where`, `distinct`, `groupBy`. */
  readonly item: NameScope;
  /** `orderBy`: the item, or the group. */
  readonly group: NameScope;
  /** The scope of each intermediate value, in order: it sees those before it. */
  readonly lets: readonly NameScope[];
  readonly fields: NameScope;
}

const maxRemembered = 500;
const structures = new WeakMap<NameScope, Map<string, StructureScopes>>();

/** The scopes of an object or a loop that stands where `around` is seen. */
export function structureScopes(rule: ObjectRule | LoopRule, around: NameScope): StructureScopes {
  if (!isLoop(rule) && rule.let === undefined) return { around, item: around, group: around, lets: [], fields: around };
  const key = isLoop(rule)
    ? JSON.stringify([rule.let, rule.for, rule.as, rule.index, rule.join, rule.groupBy])
    : JSON.stringify([rule.let]);
  const known = structures.get(around) ?? new Map<string, StructureScopes>();
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = makeScopes(rule, around);
  if (known.size >= maxRemembered) known.clear();
  known.set(key, made);
  structures.set(around, known);
  return made;
}

function makeScopes(rule: ObjectRule | LoopRule, around: NameScope): StructureScopes {
  const item = isLoop(rule) ? itemScope(rule, around) : around;
  const group = isLoop(rule) && rule.groupBy !== undefined ? groupScope(rule, around, item) : item;
  const lets: NameScope[] = [];
  let fields = group;
  for (const [name, text] of Object.entries(rule.let ?? {})) {
    lets.push(fields);
    fields = withOrigins(fields, [[name, originOfText(text, fields)]]);
  }
  return { around, item, group, lets, fields };
}

export const aliasOf = (rule: LoopRule): string => rule.as ?? 'item';

function itemScope(rule: LoopRule, around: NameScope): NameScope {
  const origin = bareOrigin(itemOrigin(originOfText(rule.for, around)));
  const names: [string, Origin][] = [[aliasOf(rule), origin]];
  if (rule.index !== undefined) names.push([rule.index, noOrigin]);
  const scope = withItemOrigin(around, names, { origin, shadows: false });
  const partners = (rule.join ?? []).map((join): [string, Origin] => [
    join.as,
    bareOrigin(itemOrigin(originOfText(join.in, scope))),
  ]);
  return partners.length === 0 ? scope : withOrigins(scope, partners);
}

/** After grouping, the alias is `{ key, items }`. */
function groupScope(rule: LoopRule, around: NameScope, item: NameScope): NameScope {
  const list = originOfText(rule.for, around);
  const group = itemOrigin(groupsOf(bareOrigin(list), originOfText(rule.groupBy ?? '', item)));
  const names: [string, Origin][] = [[aliasOf(rule), group]];
  if (rule.index !== undefined) names.push([rule.index, noOrigin]);
  return withItemOrigin(around, names, { origin: group, shadows: false });
}

/** The scope of one partner's key: its item under its name. */
export function partnerScope(join: NonNullable<LoopRule['join']>[number], around: NameScope): NameScope {
  const origin = bareOrigin(itemOrigin(originOfText(join.in, around)));
  return withItemOrigin(around, [[join.as, origin]], { origin, shadows: false });
}

const recentRoots: { readonly view: Pick<MappingView, 'sources' | 'bundle'>; readonly scope: NameScope }[] = [];

const sameSources = (left: readonly ViewSource[], right: readonly ViewSource[]): boolean =>
  left === right ||
  (left.length === right.length &&
    left.every((source, position) => {
      const other = right[position];
      return (
        other !== undefined &&
        source.root === other.root &&
        source.schema === other.schema &&
        source.role === other.role
      );
    }));

/** The outermost scope of a view: its sources. */
export function rootScopeOf({ sources, bundle }: Pick<MappingView, 'sources' | 'bundle'>): NameScope {
  const known = recentRoots.find(
    ({ view }) => view.bundle.mappings === bundle.mappings && sameSources(view.sources, sources),
  );
  if (known !== undefined) return known.scope;
  const scope = { names: new Map<string, Origin>(), roots: new SourceRoots(sources, bundle) };
  recentRoots.unshift({ view: { sources, bundle }, scope });
  recentRoots.length = Math.min(recentRoots.length, 8);
  return scope;
}

/** The rules from the root to the one at the path, as far as there are some, each with the scope that it stands in. */
export function rulesAlong(
  doc: MappingDocument,
  path: string,
  root: NameScope,
): { readonly rule: MappingRule; readonly scope: NameScope }[] {
  const along: { rule: MappingRule; scope: NameScope }[] = [{ rule: doc.root, scope: root }];
  let rule: MappingRule = doc.root;
  let scope = root;
  for (const name of pathNames(path)) {
    if (!isStructure(rule)) break;
    scope = structureScopes(rule, scope).fields;
    const child: MappingRule | undefined = Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
    if (child === undefined) break;
    rule = child;
    along.push({ rule, scope });
  }
  return along;
}

/**
 * What the texts of the rule at a path see; where there is no rule, what a rule there would see. `part` is what follows
 * `#` in the places of diagnostics: `for`, `where`, `let.price`, `join.0.key`; without one it is the rule's own text.
 */
export function scopeAt(view: MappingView, path: string, part = ''): NameScope {
  const names = pathNames(path);
  const along = rulesAlong(view.doc, path, rootScopeOf(view));
  const last = along.at(-1);
  if (last === undefined) return rootScopeOf(view);
  const isThere = along.length === names.length + 1;
  if (!isStructure(last.rule)) return last.scope;
  const scopes = structureScopes(last.rule, last.scope);
  return isThere ? partScope(last.rule, scopes, part) : scopes.fields;
}

function partScope(rule: ObjectRule | LoopRule, scopes: StructureScopes, part: string): NameScope {
  const [name = '', detail = '', side] = part.split('.');
  switch (name) {
    case 'when':
    case 'for':
    case 'limit':
      return scopes.around;
    case 'where':
    case 'distinct':
    case 'groupBy':
      return scopes.item;
    case 'orderBy':
      return scopes.group;
    case 'join': {
      const join = isLoop(rule) ? rule.join?.[Number(detail)] : undefined;
      if (join === undefined || side === 'in') return scopes.around;
      return side === 'item' ? partnerScope(join, scopes.around) : scopes.item;
    }
    case 'let':
      return scopes.lets[Object.keys(rule.let ?? {}).indexOf(part.slice('let.'.length))] ?? scopes.fields;
    default:
      return scopes.fields;
  }
}
