// A part of a mapping as a mapping of its own: what it reads becomes its sources, and a rule that uses it takes its place.
import { quoteName } from '@patchbay/model/expression';
import { isStructure, LibraryRef } from '@patchbay/model/mapping';
import type {
  LoopRule,
  MappingDocument,
  MappingRule,
  MappingSource,
  ObjectRule,
  SubMappingRule,
} from '@patchbay/model/mapping';
import type { MappingView } from '../lineage/mapping-view.ts';
import { binderOf, itemOriginAt, resolveOrigin } from '../lineage/name-scope.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { originOf } from '../lineage/origin.ts';
import { originOfNode, treeOf } from '../lineage/origin-of.ts';
import { placeAt } from '../lineage/place.ts';
import type { Place } from '../lineage/place.ts';
import { eachStep } from '../lineage/source-path.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
import { refuse } from './edit.ts';
import type { Edit, Refusal } from './edit.ts';
import { wholeSchema } from './drop/goes-whole.ts';
import { exactPlace } from './exact-place.ts';
import { pathTextIn } from './expression-for.ts';
import { bareName, itemName } from './free-name.ts';
import { mapTexts, visitTexts } from './map-texts.ts';
import { rebasedText } from './rebase-text.ts';
import { homeOf } from './rule-home.ts';
import { isInside, ruleAt, shownPath } from './rule-at.ts';
import { withoutMeta } from './rule-meta.ts';
import { setRule } from './set-rule.ts';
import { targetShape } from './shapes.ts';
import { orderedDocument } from './stored-order.ts';
import { tablesUsed } from './tables-used.ts';
import { retargetText, targetsRead } from './target-references.ts';

export interface ExtractEdit extends Edit {
  /** The mapping to be kept in the library under the reference; the document's bundle has it too. */
  readonly mapping: MappingDocument;
}

/** The structure or list at a path as a mapping `ref` (`Address@1`). */
export function extractMapping(view: MappingView, path: string, ref: string): ExtractEdit | Refusal {
  const rule = ruleAt(view.doc, path);
  if (!LibraryRef.safeParse(ref).success) return refuse(`“${ref}” is no name and version, such as Address@1.`);
  if (path === '' || rule === undefined || !isStructure(rule))
    return refuse(`${shownPath(path)} is no structure or list: choose one.`);
  const { scope } = homeOf(view, path);
  const reads = readsAround(rule, { path, scope });
  if (reads.mistake !== undefined) return refuse(reads.mistake);
  const { lookups = {}, sources = {} } = view.doc;
  const isSourceTable = (name: string): boolean => !Object.hasOwn(lookups, name) && Object.hasOwn(sources, name);
  const table = [...tablesUsed(rule, { path, scope })].find(isSourceTable);
  if (table !== undefined)
    return refuse(
      `It looks up in the source “${table}”, which a mapping of its own is not given: find the value with XLOOKUP, or keep the part here.`,
    );
  const parameters = parametersOf(reads, scope);
  const inner = innerDocument(view, { path, rule, scope, parameters });
  const { when } = rule;
  const use: SubMappingRule = { ...(when === undefined ? {} : { when }), map: ref, with: withOf(parameters) };
  const bundle = { ...view.doc.bundle, mappings: { ...view.doc.bundle?.mappings, [ref]: inner } };
  const said = `Made a mapping ${ref} of ${path}; it reads ${parameters.map(({ name }) => name).join(', ') || 'nothing'}.`;
  const inside = Object.keys(view.doc.meta?.rules ?? {}).filter((key) => key !== path && isInside(key, path));
  const doc = withoutMeta(orderedDocument({ ...setRule(view.doc, path, use), bundle: { ...bundle } }), inside);
  return { doc, path, said, mapping: inner };
}

/** What the new mapping is given. */
interface Parameter {
  readonly name: string;
  /** The text that fills it. */
  readonly text: string;
  readonly place?: Place | undefined;
}

interface Reads {
  /** The places that are read as they are. */
  readonly places: readonly Place[];
  /** Names whose values are worked out around it. */
  readonly names: ReadonlySet<string>;
  readonly mistake?: string | undefined;
}

function readsAround(rule: ObjectRule | LoopRule, { path, scope }: { path: string; scope: NameScope }): Reads {
  const places: Place[] = [];
  const names = new Set<string>();
  let mistake: string | undefined;
  visitTexts(rule, { path, scope }, (text, at) => {
    if (at.path === path && at.part === 'when') return;
    if (targetsRead(text).some((read) => !isInside(read, path)))
      mistake ??= `${shownPath(at.path)} reads $target outside of ${path}.`;
    const inner = new Set<unknown>();
    visitNodes(treeOf(text), at.scope, (node, seen) => {
      if (node.kind === 'special' && isItemAround(node.name, seen, scope))
        mistake ??= `${shownPath(at.path)} reads $${node.name} of a loop outside of ${path}: name the item instead.`;
      // In the new mapping it would be the first of that one's own sources.
      if (node.kind === 'special' && node.name === 'source')
        mistake ??= `${shownPath(at.path)} reads $source, the first source of this mapping: name the source instead.`;
      if (node.kind === 'member' || node.kind === 'name') addRead(node, seen, { around: scope, places, names, inner });
    });
  });
  return { places, names, mistake };
}

interface Gathering {
  readonly around: NameScope;
  readonly places: Place[];
  readonly names: Set<string>;
  /** Nodes inside a longer path that is gathered. */
  readonly inner: Set<unknown>;
}

function addRead(
  node: Parameters<typeof originOfNode>[0],
  seen: NameScope,
  { around, places, names, inner }: Gathering,
): void {
  if (inner.has(node)) return;
  let base = node;
  while (base.kind === 'member') {
    base = base.object;
    inner.add(base);
  }
  if (base.kind !== 'name' || binderOf(seen, base.name) !== binderOf(around, base.name)) return;
  const place = exactPlace(originOfNode(node, seen));
  if (place !== undefined) places.push(place);
  else if (binderOf(around, base.name) !== undefined) names.add(base.name);
}

/** `$`, `$index` or `$parent` of a loop around the part that is taken out. */
function isItemAround(name: string, seen: NameScope, around: NameScope): boolean {
  if (name !== '' && name !== 'index' && name !== 'parent') return false;
  const level = name === 'parent' ? 1 : 0;
  let left = level;
  for (let at: NameScope | undefined = seen; at !== undefined && at !== around; at = at.outer) {
    if (at.item === undefined) continue;
    if (left === 0) return false;
    left -= 1;
  }
  return itemOriginAt(seen, level) !== undefined;
}

/** One parameter for each structure that is read: the longest path that all readings below one name have in common. */
function parametersOf({ places, names }: Reads, scope: NameScope): Parameter[] {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const start = pathTextIn(scope, place)?.through ?? [];
    const key = JSON.stringify([place.root, start]);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  const taken = new Set(names);
  const parameters: Parameter[] = [];
  for (const [key, group] of groups) {
    const [, start] = JSON.parse(key) as [string, string[]];
    const place = commonPlace(group, start.length, scope);
    const text = place === undefined ? undefined : pathTextIn(scope, place);
    if (place === undefined || text === undefined) continue;
    const last = place.steps.findLast((step) => step !== eachStep) ?? place.root.split('.').at(-1) ?? place.root;
    const name = place.steps.at(-1) === eachStep ? itemName(last, taken) : bareName(last, taken);
    taken.add(name);
    parameters.push({ name, text: text.text, place });
  }
  return [...parameters, ...[...names].map((name) => ({ name, text: quoteName(name) }))];
}

/** The structure around all of the places, not below the first list that is mapped over; a value that stands alone is itself. */
function commonPlace(group: readonly Place[], least: number, scope: NameScope): Place | undefined {
  const [first] = group;
  if (first === undefined) return undefined;
  const { steps } = first;
  let length = 0;
  while (length < steps.length && group.every((place) => place.steps[length] === steps[length])) length += 1;
  const list = steps.indexOf(eachStep, least);
  const end = Math.max(least, Math.min(length, list === -1 ? length : list));
  return placeAt(scope.roots.placeOfRoot(first.root), steps.slice(0, end));
}

function withOf(parameters: readonly Parameter[]): SubMappingRule['with'] {
  const [only] = parameters;
  if (parameters.length === 1 && only !== undefined) return only.text;
  return Object.fromEntries(parameters.map(({ name, text }) => [name, text]));
}

interface Part {
  readonly path: string;
  readonly rule: ObjectRule | LoopRule;
  readonly scope: NameScope;
  readonly parameters: readonly Parameter[];
}

function innerDocument(view: MappingView, { path, rule, scope, parameters }: Part): MappingDocument {
  const names = parameters.map(
    ({ name, place }) => [name, place === undefined ? resolveOrigin(scope, name) : originOf(place)] as const,
  );
  const there: NameScope = { names: new Map(names), roots: scope.roots, isClosed: true };
  const rebase = { from: scope, to: there, lets: new Map<string, string>(), letsThere: new Map<string, string>() };
  const { when: _when, ...own } = rule;
  const head: MappingRule = own;
  const root = mapTexts(head, { path, scope }, (text, at) =>
    retargetText(rebasedText(text, at.scope, rebase), path, ''),
  );
  const sources = parameters.map(({ name, place }): [string, MappingSource] => [name, sourceOf(place)]);
  const tables = tablesUsed(rule, { path, scope });
  const lookups = Object.entries(view.doc.lookups ?? {}).filter(([name]) => tables.has(name));
  const shape = targetShape(view, path);
  const target = shape.schema === undefined ? undefined : wholeSchema(shape);
  return {
    map: 1,
    ...(sources.length === 0 ? {} : { sources: Object.fromEntries(sources) }),
    ...(target === undefined ? {} : { target: { schema: target } }),
    ...(lookups.length === 0 ? {} : { lookups: Object.fromEntries(lookups) }),
    root: isStructure(root) ? root : { fields: {} },
  };
}

function sourceOf(place: Place | undefined): MappingSource {
  return place?.schema === undefined ? {} : { schema: wholeSchema(place) };
}
