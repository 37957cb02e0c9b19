// Fields of one structure matched with the fields of another: by their names, unless a better judge is given.
import { quoteMember, quoteName } from '@patchbay/model/expression';
import type { MappingRule, ObjectRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import type { MappingView } from '../lineage/mapping-view.ts';
import { withDocument } from '../lineage/mapping-view.ts';
import { eachStep } from '../lineage/source-path.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { childPath, pathNames } from '../rules/rule-path.ts';
import { converted } from './conversion.ts';
import type { MatchEnd, MatchScorer } from './drop/drop-choice.ts';
import { pathTextIn } from './expression-for.ts';
import { itemName, namesIn } from './free-name.ts';
import { ruleAt } from './rule-at.ts';
import { scopeAt } from '../lineage/rule-scope.ts';
import { setRule } from './set-rule.ts';
import { fieldsOf, itemShape, sourceShape, targetShape } from './shapes.ts';
import type { FieldShape, Shape } from './shapes.ts';

/** A name without what spellings differ in: `ship_to`, `shipTo` and `Ship-To` are the same. */
export const sameName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

export const byName: MatchScorer = (source, target) =>
  sameName(source.name) !== '' && sameName(source.name) === sameName(target.name) ? 1 : 0;

const leastScore = 0.7;
const maxDepth = 8;
const maxRules = 2_000;

export interface Matched {
  readonly view: MappingView;
  /** Paths of the rules that were made, containers left out. */
  readonly paths: readonly string[];
  /** Target fields that got none. */
  readonly left: readonly string[];
}

interface Matching {
  readonly scorer: MatchScorer;
  readonly depth: number;
  /** The name of an intermediate value that is one item of the source: fields are read through it. */
  readonly through?: string | undefined;
}

/** Rules for the fields of a target structure (or of the items of a looping list) from the fields of a source; rules that are there stay. */
export function matchChildren(
  view: MappingView,
  { source, target }: { readonly source: SourcePath; readonly target: string },
  matching: Matching = { scorer: byName, depth: 0 },
): Matched {
  const from = fieldsOf(sourceShape(view, source));
  const to = targetFields(view, target, from);
  const paths: string[] = [];
  const left: string[] = [];
  let now = view;
  for (const [field, partner] of bestPairs({ from, to, source, target, scorer: matching.scorer })) {
    const path = childPath(target, field.name);
    const made =
      partner === undefined || paths.length >= maxRules
        ? undefined
        : pairRule(now, { source: stepInto(source, partner), path, name: partner.name }, matching);
    if (made === undefined) {
      if (ruleAt(now.doc, path) === undefined) left.push(path);
      continue;
    }
    now = made.view;
    paths.push(...made.paths);
    left.push(...made.left);
  }
  return { view: now, paths, left };
}

const stepInto = ({ root, steps }: SourcePath, { name }: FieldShape): SourcePath => ({ root, steps: [...steps, name] });

/** What the target has; where it has no schema, the same as the source. */
function targetFields(view: MappingView, target: string, from: readonly FieldShape[]): readonly FieldShape[] {
  const shape = targetShape(view, target);
  const known = fieldsOf(shape);
  if (known.length > 0 || shape.schema !== undefined) return known;
  return from.map((field) => ({ ...field, schema: undefined }));
}

interface Ends {
  readonly from: readonly FieldShape[];
  readonly to: readonly FieldShape[];
  readonly source: SourcePath;
  readonly target: string;
  readonly scorer: MatchScorer;
}

/** Each target field with its best source field, each source field used once: the best pairs first, ties in order. */
function bestPairs({ from, to, source, target, scorer }: Ends): (readonly [FieldShape, FieldShape | undefined])[] {
  const end = (field: FieldShape, path: readonly string[]): MatchEnd => ({
    name: field.name,
    path,
    schema: field.schema,
  });
  const around = source.steps.filter((step) => step !== eachStep);
  const names = pathNames(target);
  const scored = to.flatMap((field, at) =>
    from.map((partner, order) => ({ at, order, partner, score: scorer(end(partner, around), end(field, names)) })),
  );
  const chosen = new Map<number, FieldShape>();
  const used = new Set<FieldShape>();
  const good = scored
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score || a.at - b.at || a.order - b.order);
  for (const { at, partner } of good) {
    if (chosen.has(at) || used.has(partner)) continue;
    chosen.set(at, partner);
    used.add(partner);
  }
  return to.map((field, at) => [field, chosen.get(at)]);
}

interface Pair {
  readonly source: SourcePath;
  readonly path: string;
  readonly name: string;
}

function pairRule(
  view: MappingView,
  { source, path, name }: Pair,
  { scorer, depth, through }: Matching,
): Matched | undefined {
  const from = sourceShape(view, source);
  const to = targetShape(view, path);
  const kind = to.kind === 'any' && to.schema === undefined ? from.kind : to.kind;
  const isTaken = to.rule !== undefined && !('fields' in to.rule);
  if (isTaken || depth >= maxDepth) return undefined;
  const deeper = { scorer, depth: depth + 1 };
  if (through !== undefined && (from.kind === 'structure' || from.kind === 'list')) return undefined;
  if (from.kind === 'structure' && kind === 'structure') return structureRule(view, { source, path }, deeper);
  if (from.kind === 'list' && kind === 'list') return listRule(view, { source, path, from, to }, deeper);
  if (from.kind === 'structure' || from.kind === 'list' || kind === 'structure' || kind === 'list') return undefined;
  const text =
    through === undefined
      ? pathTextIn(scopeAt(view, path), source)
      : { text: `${quoteName(through)}.${quoteMember(name)}`, lists: 0 };
  const value = text === undefined ? undefined : converted(text.text, from.schema, to.schema);
  if (text === undefined || text.lists > 0 || value === undefined || 'refused' in value) return undefined;
  return withRule(view, path, { expr: value.text });
}

const withRule = (view: MappingView, path: string, rule: MappingRule): Matched => ({
  view: withDocument(view, setRule(view.doc, path, rule)),
  paths: [path],
  left: [],
});

function structureRule(
  view: MappingView,
  at: { source: SourcePath; path: string },
  matching: Matching,
): Matched | undefined {
  const old = ruleAt(view.doc, at.path);
  const empty: ObjectRule = { fields: {} };
  const opened = old === undefined ? withDocument(view, setRule(view.doc, at.path, empty)) : view;
  const inner = matchChildren(opened, { source: at.source, target: at.path }, matching);
  return inner.paths.length === 0 ? undefined : inner;
}

function listRule(
  view: MappingView,
  at: { source: SourcePath; path: string; from: Shape; to: Shape },
  matching: Matching,
): Matched | undefined {
  const item = itemShape(at.from);
  const scope = scopeAt(view, at.path);
  const list = pathTextIn(scope, at.source);
  if (list === undefined || ruleAt(view.doc, at.path) !== undefined) return undefined;
  const wanted = at.to.schema === undefined ? item : itemShape(at.to);
  if (item.kind !== 'structure') {
    const each = valueItems(list.text, item.schema, wanted.schema);
    return wanted.kind === 'structure' || each === undefined ? undefined : withRule(view, at.path, { expr: each });
  }
  if (list.lists > 0 || wanted.kind === 'value') return undefined;
  const as = itemName(at.source.steps.at(-1) ?? at.source.root, namesIn(scope));
  const opened = withDocument(view, setRule(view.doc, at.path, { for: list.text, as, fields: {} }));
  const inner = matchChildren(
    opened,
    { source: { root: at.source.root, steps: [...at.source.steps, eachStep] }, target: at.path },
    matching,
  );
  return inner.paths.length === 0 ? undefined : inner;
}

/** A list of plain values, each converted where the types ask for it. */
export function valueItems(text: string, from: DataSchema | undefined, to: DataSchema | undefined): string | undefined {
  const value = converted('value', from, to);
  if ('refused' in value) return undefined;
  return value.by === undefined ? text : `MAP(${text}, value -> ${value.text})`;
}
