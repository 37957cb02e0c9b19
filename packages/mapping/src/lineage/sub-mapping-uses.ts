// A mapping of the library is looked through: what its rules read of its sources is what they were given.
import { isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, SubMappingRule } from '@patchbay/model/mapping';
import { recordOrigin } from './name-scope.ts';
import type { NameScope } from './name-scope.ts';
import { originOfText } from './origin-of.ts';
import { usesOf } from './origin.ts';
import type { Origin, Use, UseKind } from './origin.ts';
import { structureScopes } from './rule-scope.ts';
import type { StructureScopes } from './rule-scope.ts';

/** Mappings inside mappings are followed so deep. */
const maxDepth = 8;
const maxUses = 2_000;

/** What the mapping reads of what the rule gives it; all of it, when the mapping is not at hand. */
export function subMappingUses(rule: SubMappingRule, scope: NameScope, depth = 0): Use[] {
  const given = givenOrigins(rule, scope);
  const { mappings } = scope.roots.bundle;
  const doc = mappings !== undefined && Object.hasOwn(mappings, rule.map) ? mappings[rule.map] : undefined;
  if (doc === undefined || depth >= maxDepth)
    return [...given.values()].flatMap((origin) => usesOf(origin, 'formula', rule.map));
  const inner: NameScope = {
    names: new Map(namesOf(doc, given)),
    roots: scope.roots,
    isClosed: true,
    lookupSources: lookupSourcesOf(doc),
  };
  const uses: Use[] = [];
  gather(doc.root, { scope: inner, depth: depth + 1, uses });
  return uses.map((use) => ({ ...use, functions: [...use.functions, rule.map] }));
}

/** By name; under the empty name what is given to whatever the only source is called. */
function givenOrigins({ with: given }: SubMappingRule, scope: NameScope): Map<string, Origin> {
  if (typeof given === 'string') return new Map([['', originOfText(given, scope)]]);
  return new Map(Object.entries(given).map(([name, text]) => [name, originOfText(text, scope)]));
}

function namesOf(doc: MappingDocument, given: ReadonlyMap<string, Origin>): [string, Origin][] {
  const only = given.get('');
  if (only === undefined) return [...given];
  const [name] = Object.keys(doc.sources ?? {});
  return name === undefined ? [] : [[name, only]];
}

const lookupSourcesOf = ({ sources = {} }: MappingDocument): Set<string> =>
  new Set(Object.keys(sources).filter((name) => sources[name]?.role === 'lookup'));

interface Gathering {
  readonly scope: NameScope;
  readonly depth: number;
  readonly uses: Use[];
}

function gather(rule: MappingRule, { scope, depth, uses }: Gathering): void {
  if (uses.length > maxUses) return;
  if (isStructure(rule)) {
    const scopes = structureScopes(rule, scope);
    if ('for' in rule) uses.push(...loopUses(rule, scopes));
    for (const child of Object.values(rule.fields)) gather(child, { scope: scopes.fields, depth, uses });
  } else if ('expr' in rule) uses.push(...usesOf(originOfText(rule.expr, scope), 'formula'));
  else if ('lookup' in rule) {
    const record = recordOrigin(scope, rule.lookup);
    if (record !== undefined) uses.push(...usesOf(record, 'lookup'));
    uses.push(...usesOf(originOfText(rule.key, scope), 'lookup'));
  } else if ('map' in rule) uses.push(...subMappingUses(rule, scope, depth));
  else if ('switch' in rule) {
    for (const { when, then } of rule.switch) {
      uses.push(...usesOf(originOfText(then, scope), 'formula'), ...usesOf(originOfText(when, scope), 'condition'));
    }
    if (rule.otherwise !== undefined) uses.push(...usesOf(originOfText(rule.otherwise, scope), 'formula'));
  }
  if (rule.when !== undefined) uses.push(...usesOf(originOfText(rule.when, scope), 'condition'));
}

/** The lists that a loop goes through, and what decides which of their items are made, and in which order. */
function loopUses(rule: LoopRule, scopes: StructureScopes): Use[] {
  const { around, item, group } = scopes;
  const uses = (text: string | undefined, scope: NameScope, kind: UseKind): Use[] =>
    text === undefined ? [] : usesOf(originOfText(text, scope), kind);
  const joins = (rule.join ?? []).flatMap((join, at) => {
    const before = scopes.partners[at] ?? item;
    const keys = [...uses(join.on?.key, before, 'join'), ...uses(join.on?.item, scopes.keys[at] ?? before, 'join')];
    return [...uses(join.in, before, 'join'), ...keys];
  });
  const order = (rule.orderBy ?? []).map((key) => (typeof key === 'string' ? key : key.by));
  return [
    ...uses(rule.for, around, 'formula'),
    ...joins,
    ...uses(rule.groupBy, item, 'formula'),
    ...uses(rule.where, item, 'condition'),
    ...uses(rule.distinct, item, 'condition'),
    ...uses(rule.limit, around, 'condition'),
    ...order.flatMap((text) => uses(text, group, 'condition')),
  ];
}
