// Two drafts that began as one, laid together: rules by target path, other parts by name. Where both changed the same thing
// otherwise, the own one stands and the place is named.
import { isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, MappingSample, ObjectRule } from '@patchbay/model/mapping';
import { childPath } from '@patchbay/mapping';

export interface MergedMapping {
  readonly doc: MappingDocument;
  /** What both changed, each otherwise: target paths, or names of parts such as `source order`. */
  readonly clashes: readonly string[];
}

export interface Drafts {
  readonly base: MappingDocument;
  readonly mine: MappingDocument;
  readonly theirs: MappingDocument;
}

export function mergeMappings({ base, mine, theirs }: Drafts): MergedMapping {
  const clashes: string[] = [];
  const named = <Value>(what: string, sides: Sides<Readonly<Record<string, Value>>>): Record<string, Value> =>
    merged({ sides: mapSides(sides, (record) => entriesOf(record)), place: (name) => `${what} ${name}`, clashes });
  const one = <Value>(what: string, sides: Sides<Value>): Value | undefined => chosen(sides, what, clashes);
  const root = mergedRule({ base: base.root, mine: mine.root, theirs: theirs.root }, '', clashes);
  const parts: Partial<MappingDocument> = {
    sources: named('source', { base: base.sources, mine: mine.sources, theirs: theirs.sources }),
    target: one('target', { base: base.target, mine: mine.target, theirs: theirs.target }),
    lookups: named('table', { base: base.lookups, mine: mine.lookups, theirs: theirs.lookups }),
    samples: Object.values(
      named('sample', { base: samplesOf(base), mine: samplesOf(mine), theirs: samplesOf(theirs) }),
    ),
    meta: metaOf(named('remark on', { base: base.meta?.rules, mine: mine.meta?.rules, theirs: theirs.meta?.rules })),
    bundle: one('bundle', { base: base.bundle, mine: mine.bundle, theirs: theirs.bundle }),
  };
  const present = Object.entries(parts).filter(([, part]) => part !== undefined && Object.keys(part).length > 0);
  const doc = { map: 1, ...Object.fromEntries(present), root: root as ObjectRule | LoopRule } as MappingDocument;
  return { doc, clashes };
}

type MappingMeta = NonNullable<MappingDocument['meta']>;

interface Sides<Value> {
  readonly base: Value | undefined;
  readonly mine: Value | undefined;
  readonly theirs: Value | undefined;
}

const mapSides = <From, To>(sides: Sides<From>, map: (side: From) => To): Sides<To> => ({
  base: sides.base === undefined ? undefined : map(sides.base),
  mine: sides.mine === undefined ? undefined : map(sides.mine),
  theirs: sides.theirs === undefined ? undefined : map(sides.theirs),
});

const entriesOf = <Value>(record: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> =>
  new Map(Object.entries(record));
const samplesOf = (doc: MappingDocument): Record<string, MappingSample> =>
  Object.fromEntries((doc.samples ?? []).map((sample) => [sample.name, sample]));
const metaOf = (rules: MappingMeta['rules']): MappingMeta | undefined =>
  Object.keys(rules).length === 0 ? undefined : { rules };
const isSame = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** A value that is not looked into: the side that changed it wins. */
function chosen<Value>({ base, mine, theirs }: Sides<Value>, place: string, clashes: string[]): Value | undefined {
  if (isSame(mine, theirs) || isSame(theirs, base)) return mine;
  if (isSame(mine, base)) return theirs;
  clashes.push(place);
  return mine;
}

interface Merging<Value> {
  readonly sides: Sides<ReadonlyMap<string, Value>>;
  readonly place: (name: string) => string;
  readonly clashes: string[];
  readonly inner?: (sides: Sides<Value>, name: string) => Value | undefined;
}

/** Names in the order of the others' draft, own ones behind the neighbour that they stood behind. */
function merged<Value>({ sides, place, clashes, inner }: Merging<Value>): Record<string, Value> {
  const { base, mine, theirs } = sides;
  const order = [...(theirs?.keys() ?? [])];
  let behind = -1;
  for (const name of mine?.keys() ?? []) {
    const at = order.indexOf(name);
    if (at >= 0) behind = at;
    else {
      behind += 1;
      order.splice(behind, 0, name);
    }
  }
  const found: [string, Value][] = [];
  for (const name of order) {
    const own = { base: base?.get(name), mine: mine?.get(name), theirs: theirs?.get(name) };
    const value = inner === undefined ? chosen(own, place(name), clashes) : inner(own, name);
    if (value !== undefined) found.push([name, value]);
  }
  return Object.fromEntries(found);
}

/** Structures are merged field by field and setting by setting; any other rule is one thing. */
function mergedRule(sides: Sides<MappingRule>, path: string, clashes: string[]): MappingRule | undefined {
  const { base, mine, theirs } = sides;
  const place = path === '' ? 'the root' : path;
  if (mine === undefined || theirs === undefined || !isStructure(mine) || !isStructure(theirs))
    return chosen(sides, place, clashes);
  const before = base !== undefined && isStructure(base) ? base : undefined;
  const settings = merged({
    sides: {
      base: before === undefined ? undefined : settingsOf(before),
      mine: settingsOf(mine),
      theirs: settingsOf(theirs),
    },
    place: (name) => `${place}#${name}`,
    clashes,
  });
  const fields = merged({
    sides: { base: entriesOf(before?.fields ?? {}), mine: entriesOf(mine.fields), theirs: entriesOf(theirs.fields) },
    place: (name) => childPath(path, name),
    clashes,
    inner: (own, name) => mergedRule(own, childPath(path, name), clashes),
  });
  return { ...settings, fields } as ObjectRule | LoopRule;
}

function settingsOf(rule: ObjectRule | LoopRule): ReadonlyMap<string, unknown> {
  const { fields: _, ...settings } = rule;
  return new Map<string, unknown>(Object.entries(settings));
}
