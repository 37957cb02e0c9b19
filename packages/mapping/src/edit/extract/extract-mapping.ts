// A part of a mapping as a mapping of its own: what it reads becomes its sources, and a rule that uses it takes its place.
import { isStructure, LibraryRef } from '@patchbay/model/mapping';
import type {
  LoopRule,
  MappingDocument,
  MappingRule,
  MappingSource,
  ObjectRule,
  SubMappingRule,
} from '@patchbay/model/mapping';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { resolveOrigin } from '../../lineage/name-scope.ts';
import type { NameScope } from '../../lineage/name-scope.ts';
import { originOf } from '../../lineage/origin.ts';
import { refuse } from '../edit.ts';
import type { Edit, Refusal } from '../edit.ts';
import { wholeSchema } from '../drop/goes-whole.ts';
import { mapTexts } from '../map-texts.ts';
import { rebasedText } from '../rebase-text.ts';
import { homeOf } from '../rule-home.ts';
import { isInside, ruleAt, shownPath } from '../rule-at.ts';
import { withoutMeta } from '../rule-meta.ts';
import { setRule } from '../set-rule.ts';
import { targetShape } from '../shapes.ts';
import { orderedDocument } from '../stored-order.ts';
import { retargetText } from '../target-references.ts';
import { parametersOf } from './part-parameters.ts';
import type { Parameter } from './part-parameters.ts';
import { readsAround } from './part-reads.ts';
import { tablesOf } from './part-tables.ts';

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
  const tables = tablesOf(view, rule, { path, scope });
  const hidden = tables.hidden ?? tables.given.find(({ name }) => reads.names.has(name))?.name;
  if (hidden !== undefined)
    return refuse(
      `${shownPath(path)} looks up in the source “${hidden}”, but that name means something else there: rename it, then take the part out.`,
    );
  const parameters = parametersOf(reads, tables.given, scope);
  const inner = innerDocument(view, { path, rule, scope, parameters, lookups: tables.lookups });
  const { when } = rule;
  const use: SubMappingRule = { ...(when === undefined ? {} : { when }), map: ref, with: withOf(parameters) };
  const bundle = { ...view.doc.bundle, mappings: { ...view.doc.bundle?.mappings, [ref]: inner } };
  const said = `Made a mapping ${ref} of ${shownPath(path)}; it reads ${parameters.map(({ name }) => name).join(', ') || 'nothing'}.`;
  const inside = Object.keys(view.doc.meta?.rules ?? {}).filter((key) => key !== path && isInside(key, path));
  const doc = withoutMeta(orderedDocument({ ...setRule(view.doc, path, use), bundle: { ...bundle } }), inside);
  return { doc, path, said, mapping: inner };
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
  /** The tables that it takes along. */
  readonly lookups: ReadonlySet<string>;
}

function innerDocument(view: MappingView, { path, rule, scope, parameters, lookups: tables }: Part): MappingDocument {
  const names = parameters.map(
    ({ name, place }) => [name, place === undefined ? resolveOrigin(scope, name) : originOf(place)] as const,
  );
  const there: NameScope = { names: new Map(names), roots: scope.roots, isClosed: true };
  const rebase = { from: scope, to: there, lets: new Map(), letsThere: new Map(), exact: true };
  const { when: _when, ...own } = rule;
  const head: MappingRule = own;
  const root = mapTexts(head, { path, scope }, (text, at) =>
    retargetText(rebasedText(text, at.scope, rebase), path, ''),
  );
  const sources = parameters.map((parameter): [string, MappingSource] => [parameter.name, sourceOf(parameter)]);
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

function sourceOf({ place, lookedUp }: Parameter): MappingSource {
  const schema = place?.schema === undefined ? {} : { schema: wholeSchema(place) };
  return lookedUp === undefined
    ? schema
    : { ...schema, role: 'lookup', ...(lookedUp.key === undefined ? {} : { key: lookedUp.key }) };
}
