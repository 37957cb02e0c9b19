// The names that the parts of a rule see. Scopes with the same content are the same object, so that what was worked out
// in one stays known after an edit elsewhere.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { pathNames } from '../rules/rule-path.ts';
import { groupsOf } from './call-origin.ts';
import type { MappingView, ViewSource } from './mapping-view.ts';
import { resolveOrigin, SourceRoots, withItemOrigin, withOrigins } from './name-scope.ts';
import type { NameScope } from './name-scope.ts';
import { bareOrigin, itemOrigin, listOrigin, noOrigin, structureOrigin } from './origin.ts';
import type { Origin } from './origin.ts';
import { originOfText } from './origin-of.ts';

/** What the texts of a rule with rules inside see. */
export interface StructureScopes {
  /** `when`, `for`, `limit`. */
  readonly around: NameScope;
  /** What each partner's list and key see, in order: the loop's item and the partners before. */
  readonly partners: readonly NameScope[];
  /** What each partner's own key sees: the partner under its name, and what stands around the loop. */
  readonly keys: readonly NameScope[];
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
  if (!isLoop(rule) && rule.let === undefined)
    return { around, partners: [], keys: [], item: around, group: around, lets: [], fields: around };
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
  const { partners, keys, item } = isLoop(rule) ? itemScopes(rule, around) : { partners: [], keys: [], item: around };
  const group = isLoop(rule) && rule.groupBy !== undefined ? groupScope(rule, around, item) : item;
  const lets: NameScope[] = [];
  let fields = group;
  for (const [name, text] of Object.entries(rule.let ?? {})) {
    lets.push(fields);
    fields = withOrigins(fields, [[name, originOfText(text, fields)]]);
  }
  return { around, partners, keys, item, group, lets, fields };
}

export const aliasOf = (rule: LoopRule): string => rule.as ?? 'item';

const itemOfText = (text: string, scope: NameScope): Origin => bareOrigin(itemOrigin(originOfText(text, scope)));

type ItemScopes = Pick<StructureScopes, 'partners' | 'keys' | 'item'>;

function itemScopes(rule: LoopRule, around: NameScope): ItemScopes {
  const origin = itemOfText(rule.for, around);
  const names: [string, Origin][] = rule.index === undefined ? [] : [[rule.index, noOrigin]];
  let item = withItemOrigin(around, [...names, [aliasOf(rule), origin]], { origin, shadows: false });
  const partners: NameScope[] = [];
  const keys: NameScope[] = [];
  for (const join of rule.join ?? []) {
    const partner = itemOfText(join.in, item);
    partners.push(item);
    keys.push(withItemOrigin(around, [[join.as, partner]], { origin: partner, shadows: false }));
    item = withOrigins(item, [[join.as, partner]]);
  }
  return { partners, keys, item };
}

/** After grouping, the alias is `{ key, items }`; with partners, the items are structures of item and partners by name. */
function groupScope(rule: LoopRule, around: NameScope, item: NameScope): NameScope {
  const one = itemOfText(rule.for, around);
  const paired = new Map<string, Origin>([[aliasOf(rule), one]]);
  for (const { as } of rule.join ?? []) paired.set(as, resolveOrigin(item, as));
  const items = listOrigin(rule.join === undefined ? one : structureOrigin(paired));
  const group = itemOrigin(groupsOf(items, originOfText(rule.groupBy ?? '', item)));
  const names: [string, Origin][] = rule.index === undefined ? [] : [[rule.index, noOrigin]];
  return withItemOrigin(around, [...names, [aliasOf(rule), group]], { origin: group, shadows: false });
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
      const before = scopes.partners[Number(detail)] ?? scopes.item;
      return side === 'item' ? (scopes.keys[Number(detail)] ?? before) : before;
    }
    case 'let':
      return scopes.lets[Object.keys(rule.let ?? {}).indexOf(part.slice('let.'.length))] ?? scopes.fields;
    default:
      return scopes.fields;
  }
}
