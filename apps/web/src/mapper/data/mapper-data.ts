// Everything that the screen shows besides its own state, as pure functions of the host and that state.
import { inputScope, sourceKey, viewOf } from '@patchbay/mapping';
import type { Line, MappingView, RowResult } from '@patchbay/mapping';
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument, MappingSample } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import type { MapperHost, MapperSample, MapperSource, SourceRole } from '../mapper-host.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { SourceNode, TargetNode } from '../rows/tree-node.ts';

export interface MapperData {
  /** The document as the host has it, and the shapes at both sides: what edits and lineage work on. */
  readonly view: MappingView;
  /** The document with what it uses of the library in its bundle, and the target that is given from outside: what runs. */
  readonly resolved: MappingDocument;
  readonly sources: readonly MapperSource[];
  /** The sources and, below them, the document's lookup tables: what the tree at the left shows. */
  readonly panels: readonly MapperSource[];
  readonly sourceNodes: readonly SourceNode[];
  readonly targetNodes: readonly TargetNode[];
  /** Index in the nodes, by key. */
  readonly sourceAt: ReadonlyMap<string, number>;
  readonly targetAt: ReadonlyMap<string, number>;
  readonly samples: readonly MapperSample[];
  readonly sample: MapperSample | undefined;
  readonly results: ReadonlyMap<string, RowResult>;
  readonly diagnostics: readonly Diagnostic[];
  readonly problemsAt: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly lines: readonly Line[];
  /** Leaves of the sources that no rule reads. */
  readonly unused: ReadonlySet<string>;
  readonly meter: Meter;
  /** Results and problems are those of an earlier state; new ones are on their way. */
  readonly stale: boolean;
}

export interface Meter {
  /** Fields without fields below them that have a rule, their own or one above. */
  readonly mapped: number;
  readonly total: number;
  /** Required fields without a rule, by path. */
  readonly missing: ReadonlySet<string>;
}

/** The document's own sources first, then those of its surroundings. */
export function mapperView(host: Pick<MapperHost, 'doc' | 'library' | 'sources' | 'givenTarget'>): MappingView {
  const own = viewOf(host.doc, { library: host.library.loaded });
  const known = new Set(own.sources.map((source) => source.root));
  const around = host.sources
    .filter((source) => !known.has(source.root))
    .map(
      ({ root, label, schema, role }) => ({ root, label, schema, role: isOfFlow(role) ? 'payload' : role }) as const,
    );
  return { ...own, sources: [...own.sources, ...around], target: host.givenTarget?.schema ?? own.target };
}

const isOfFlow = (role: SourceRole): role is 'step' | 'tables' => role === 'step' || role === 'tables';

const givenUses = new WeakMap<object, { readonly schema: DataSchema }>();

/** The same object for the same target, so that nobody takes it for a new one. */
function givenUse(given: NonNullable<MapperHost['givenTarget']>): { readonly schema: DataSchema } {
  let use = givenUses.get(given);
  if (use === undefined) {
    use = { schema: given.schema };
    givenUses.set(given, use);
  }
  return use;
}

/** The document as it runs. */
export function resolvedDocument(view: MappingView, givenTarget: MapperHost['givenTarget']): MappingDocument {
  const target = givenTarget === undefined ? view.doc.target : givenUse(givenTarget);
  return { ...view.doc, bundle: view.bundle, ...(target === undefined ? {} : { target }) };
}

/** The sources as trees: those of the view, with the words that the host has for them. */
export function mapperSources(view: MappingView, host: Pick<MapperHost, 'doc' | 'sources'>): MapperSource[] {
  const named = new Map(host.sources.map((source) => [source.root, source]));
  return view.sources.map((source) => {
    const known = named.get(source.root);
    if (known !== undefined) return known;
    const declared = Object.hasOwn(host.doc.sources ?? {}, source.label) ? host.doc.sources?.[source.label] : undefined;
    return {
      root: source.root,
      label: source.label,
      detail: typeof declared?.schema === 'string' ? declared.schema.replace('@', ', version ') : source.schema?.title,
      role: source.role,
      schema: source.schema,
    };
  });
}

/** Samples of the document are known by their names. */
export const sampleId = (name: string): string => `sample:${name}`;

/** The document's named samples, then the data at hand. */
export function mapperSamples(host: Pick<MapperHost, 'doc' | 'samples'>): MapperSample[] {
  const own = (host.doc.samples ?? []).map((sample) => namedSample(host.doc, sample));
  return [...host.samples, ...own];
}

const named = new WeakMap<
  MappingSample,
  { readonly sources: MappingDocument['sources']; readonly made: MapperSample }
>();

/** The same object while sample and sources stay: results are worked out anew when the data are other ones. */
function namedSample(doc: MappingDocument, sample: MappingSample): MapperSample {
  const known = named.get(sample);
  if (known !== undefined && known.sources === doc.sources) return known.made;
  const made: MapperSample = {
    id: sampleId(sample.name),
    name: sample.name,
    detail: sample.out === undefined ? undefined : 'test',
    scope: scopeOfSample(doc, sample),
  };
  named.set(sample, { sources: doc.sources, made });
  return made;
}

/** What expressions read on a sample of the document; nothing where its input is none for the mapping. */
function scopeOfSample(doc: MappingDocument, sample: MappingSample): MapperSample['scope'] {
  const read = inputScope(doc, sample.in);
  return 'mistake' in read ? {} : read.scope;
}

export const indexOfKeys = (nodes: readonly { readonly key: string }[]): ReadonlyMap<string, number> =>
  new Map(nodes.map((node, index) => [node.key, index]));

/** Problems by the row that shows them: the rule's path and, for parts with rows of their own, the part. */
export function problemsByRow(
  diagnostics: readonly Diagnostic[],
  targetAt: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = rowOfProblem(diagnostic, targetAt);
    const list = found.get(key);
    if (list === undefined) found.set(key, [diagnostic]);
    else list.push(diagnostic);
  }
  return found;
}

/** `mapping/lines/sku#when` stands at the row `/lines/sku`; what has no row at the nearest one above. */
export function rowOfProblem(diagnostic: Diagnostic, targetAt: ReadonlyMap<string, number>): string {
  let key = (diagnostic.at.field ?? '').replace(/^mapping/, '');
  if (targetAt.has(key)) return key;
  // `#case.0.when` stands at the row of its case.
  const above = key.replace(/\.(when|then)$/, '');
  if (targetAt.has(above)) return above;
  key = key.split('#', 1)[0] ?? '';
  while (key !== '' && !targetAt.has(key)) key = key.slice(0, key.lastIndexOf('/'));
  return key;
}

/** A rule that says nothing yet fills nothing. */
const hasRule = ({ rule, isCovered }: TargetNode): boolean =>
  isCovered || (rule !== undefined && !('expr' in rule && rule.expr.trim() === ''));

export function meterOf(nodes: readonly TargetNode[]): Meter {
  let mapped = 0;
  let total = 0;
  const missing = new Set<string>();
  for (const node of nodes) {
    if (node.kind !== 'field') continue;
    const leaf = isLeaf(node);
    if (leaf) {
      total += 1;
      if (hasRule(node)) mapped += 1;
    }
    if (leaf && node.shape?.required === true && !hasRule(node) && isAskedFor(nodes, node)) missing.add(node.path);
  }
  return { mapped, total, missing };
}

/** A required field inside an optional structure is asked for once the structure has a rule. */
function isAskedFor(nodes: readonly TargetNode[], node: TargetNode): boolean {
  for (let at = node.parent; at >= 0;) {
    const above = nodes[at];
    if (above === undefined) return true;
    if (above.kind === 'field' && above.rule === undefined && above.shape?.required !== true) return false;
    at = above.parent;
  }
  return true;
}

/** What is there whether it is wanted or not, and what is no data. */
const isNoField = (source: Pick<MapperSource, 'role'> | undefined): boolean =>
  source?.role === 'headers' || source?.role === 'variables' || source?.role === 'tables';

/** Fields of the sources that go nowhere: no line leaves them or what they lie in or what lies in them. As the checker counts them. */
export function unusedFields(
  nodes: readonly SourceNode[],
  lines: readonly Line[],
  sources: readonly Pick<MapperSource, 'role'>[] = [],
): ReadonlySet<string> {
  const read = new Set(lines.filter((line) => line.kind !== 'loop').map((line) => line.source));
  const unused = new Set<string>();
  const covered = new Uint8Array(nodes.length);
  for (const [at, node] of nodes.entries()) {
    const isRead = read.has(node.key) || (node.parent >= 0 && covered[node.parent] === 1);
    // A structure that is read as a whole counts for all its fields.
    if (isRead) covered[at] = 1;
    else if (isLeaf(node) && !isNoField(sources[node.source])) unused.add(node.key);
  }
  return unused;
}

export const headKey = (source: MapperSource): string => sourceKey({ root: source.root, steps: [] });
