// Fields of one structure matched with the fields of another: by their names, unless a better judge is given.
import { quoteMember, quoteName } from '@patchbay/model/expression';
import { fieldEntries, isStructure, withFieldEntries } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { scopeAt, structureScopes } from '../lineage/rule-scope.ts';
import { eachStep } from '../lineage/source-path.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { childPath, pathNames } from '../rules/rule-path.ts';
import { bestPairs } from './best-pairs.ts';
import { converted } from './conversion.ts';
import type { MatchScorer } from './drop/drop-choice.ts';
import { pathTextIn } from './expression-for.ts';
import { itemName, namesIn } from './free-name.ts';
import { structureAt } from './rule-at.ts';
import { setRule } from './set-rule.ts';
import { fieldsOf, itemShape, sourceShape, targetShape } from './shapes.ts';
import type { FieldShape, Shape } from './shapes.ts';

const maxDepth = 8;
const maxRules = 5_000;

export interface Matched {
  readonly view: MappingView;
  /** Paths of the rules that were made, containers left out. */
  readonly paths: readonly string[];
  /** Target fields that have none. */
  readonly left: readonly string[];
}

export interface MatchOptions {
  readonly scorer?: MatchScorer | undefined;
  /** The name of an intermediate value that is one item of the source: fields are read through it. */
  readonly through?: string | undefined;
}

/** Rules for the fields of a target structure (or of the items of a looping list) from the fields of a source; rules that are there stay. */
export function matchChildren(
  view: MappingView,
  { source, target }: { readonly source: SourcePath; readonly target: string },
  options: MatchOptions = {},
): Matched {
  const structure = structureAt(view.doc, target) ?? { fields: {} };
  const matching = new Matching(options);
  const made = matching.fields(structure, {
    source,
    from: sourceShape(view, source),
    path: target,
    to: targetShape(view, target),
    scope: scopeAt(view, target),
    depth: 0,
  });
  const doc = made === structure ? view.doc : setRule(view.doc, target, made);
  return { view: withDocument(view, doc), paths: matching.paths, left: matching.left };
}

interface Ends {
  readonly source: SourcePath;
  readonly from: Shape;
  readonly path: string;
  readonly to: Shape;
  /** What the rules that are made see. */
  readonly scope: NameScope;
  readonly depth: number;
}

class Matching {
  readonly paths: string[] = [];
  readonly left: string[] = [];
  readonly #options: MatchOptions;

  constructor(options: MatchOptions) {
    this.#options = options;
  }

  /** The structure with rules for its fields; the same one when none was made. */
  fields<Rule extends ObjectRule | LoopRule>(rule: Rule, ends: Ends): Rule {
    const { source, path } = ends;
    const from = fieldsOf(ends.from);
    const to = targetFields(ends.to, from);
    const pairs = bestPairs(from, to, {
      scorer: this.#options.scorer,
      source: source.steps.filter((step) => step !== eachStep),
      target: pathNames(path),
    });
    const fields = new Map(fieldEntries(rule));
    let isChanged = false;
    for (const [field, partner] of pairs) {
      const old = fields.get(field.name);
      const at = childPath(path, field.name);
      const made =
        partner === undefined || this.paths.length >= maxRules
          ? undefined
          : this.#pair(old, { ...ends, field, partner, at });
      if (made === undefined && old === undefined) this.left.push(at);
      if (made === undefined || made === old) continue;
      fields.set(field.name, made);
      isChanged = true;
    }
    return isChanged ? withFieldEntries(rule, [...fields]) : rule;
  }

  #pair(old: MappingRule | undefined, pair: Ends & Pair): MappingRule | undefined {
    const { partner, field, depth } = pair;
    const kind = field.kind === 'any' && field.schema === undefined ? partner.kind : field.kind;
    const { through } = this.#options;
    const isValue = partner.kind !== 'structure' && partner.kind !== 'list' && kind !== 'structure' && kind !== 'list';
    if (isValue) return old === undefined ? this.#value(pair, through) : undefined;
    if (through !== undefined || depth >= maxDepth) return undefined;
    if (partner.kind === 'structure' && kind === 'structure') return this.#structure(old, pair);
    return partner.kind === 'list' && kind === 'list' && old === undefined ? this.#list(pair) : undefined;
  }

  #value({ source, partner, field, scope, at }: Ends & Pair, through: string | undefined): MappingRule | undefined {
    const path = through === undefined ? pathTextIn(scope, stepInto(source, partner)) : undefined;
    const text = through === undefined ? path?.text : `${quoteName(through)}.${quoteMember(partner.name)}`;
    if (text === undefined || (path?.lists ?? 0) > 0) return undefined;
    const value = converted(text, partner.schema, field.schema);
    if ('refused' in value) return undefined;
    this.paths.push(at);
    return { expr: value.text };
  }

  #structure(
    old: MappingRule | undefined,
    { source, partner, field, scope, at, depth }: Ends & Pair,
  ): MappingRule | undefined {
    if (old !== undefined && (!isStructure(old) || 'for' in old)) return undefined;
    const structure: ObjectRule = old ?? { fields: {} };
    const inner = structureScopes(structure, scope).fields;
    const made = this.fields(structure, {
      source: stepInto(source, partner),
      from: partner,
      path: at,
      to: field,
      scope: inner,
      depth: depth + 1,
    });
    return made === structure ? old : made;
  }

  #list({ source, partner, field, scope, at, depth }: Ends & Pair): MappingRule | undefined {
    const item = itemShape(partner);
    const wanted = field.schema === undefined ? item : itemShape(field);
    const list = stepInto(source, partner);
    const text = pathTextIn(scope, list);
    if (text === undefined) return undefined;
    if (item.kind !== 'structure') {
      const each = wanted.kind === 'structure' ? undefined : valueItems(text.text, item.schema, wanted.schema);
      if (each === undefined) return undefined;
      this.paths.push(at);
      return { expr: each };
    }
    if (text.lists > 0 || wanted.kind === 'value') return undefined;
    const loop: LoopRule = { for: text.text, as: itemName(partner.name, namesIn(scope)), fields: {} };
    const inside = { root: list.root, steps: [...list.steps, eachStep] };
    const inner = structureScopes(loop, scope).fields;
    const made = this.fields(loop, { source: inside, from: item, path: at, to: field, scope: inner, depth: depth + 1 });
    return made === loop ? undefined : made;
  }
}

interface Pair {
  readonly field: FieldShape;
  readonly partner: FieldShape;
  /** The path of the field. */
  readonly at: string;
}

const stepInto = ({ root, steps }: SourcePath, { name }: FieldShape): SourcePath => ({ root, steps: [...steps, name] });

/** What the target has; where it has no schema, the same as the source. */
function targetFields(to: Shape, from: readonly FieldShape[]): readonly FieldShape[] {
  const known = fieldsOf(to);
  if (known.length > 0 || to.schema !== undefined) return known;
  return from.map((field) => ({ ...field, schema: undefined }));
}

/** A list of plain values, each converted where the types ask for it. */
export function valueItems(text: string, from: DataSchema | undefined, to: DataSchema | undefined): string | undefined {
  const value = converted('value', from, to);
  if ('refused' in value) return undefined;
  return value.by === undefined ? text : `MAP(${text}, value -> ${value.text})`;
}
