// What an expression at a node would read: the last test run where it went, the trigger's sample and what can be worked
// out from it elsewhere. Values for the eye only; a run makes its own.
import {
  bodyTypesOf,
  compileExpression,
  compileMapping,
  outputTypeOf,
  partnerTypesAt,
  scopeTypesAt,
} from '@patchbay/mapping';
import type { Scope, ScopeTypes } from '@patchbay/mapping';
import { flowBodies, itemName, orderedWays, takesPartners, worksOnRecords } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { nodeIcon, operationOf } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { stream } from '../canvas/walk.ts';
import { isStale, stepOf } from '../test-run.store.ts';
import type { TestRun } from '../test-run.store.ts';
import { previewContext, safely } from './evaluate-safely.ts';
import { namesShape } from './names-shape.ts';
import { partnerInto, recordInto } from './preview-record.ts';
import type { PreviewRecord } from './preview-record.ts';
import { exampleOf, triggerValue } from './trigger-sample.ts';

export type SourceOrigin = 'run' | 'staleRun' | 'sample' | 'computed' | 'example' | 'shape' | 'environment';

/** One place that data comes from, as the picker shows it. */
export interface DataSource {
  /** `trigger`, `steps.<name>` or `vars`. */
  readonly root: string;
  readonly nodeId: string;
  readonly label: string;
  readonly icon: string;
  readonly value: Json;
  readonly origin: SourceOrigin;
}

export interface PreviewScope {
  readonly scope: Scope;
  /** The shapes that are known, for completion. */
  readonly types: ScopeTypes;
  readonly sources: readonly DataSource[];
  /** Of a join that takes partners from another step: what the key of a partner reads. */
  readonly partner?: PreviewScope;
}

export const originWords: Readonly<Record<SourceOrigin, string>> = {
  run: 'last test run',
  staleRun: 'last test run, settings changed since',
  sample: 'sample',
  computed: 'worked out from the sample',
  example: 'example of its connector',
  shape: 'made up from its shape',
  environment: 'as set in the environment',
};

/** The nodes that run before this one, in an order in which each comes after those it depends on. */
export function upstreamOf(doc: FlowDocument, nodeId: string): FlowNode[] {
  const before = new Set(stream(doc, [nodeId], 'upstream'));
  before.delete(nodeId);
  const ordered: FlowNode[] = [];
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const edge of doc.edges) if (edge.to.node === id) visit(edge.from.node);
    const node = doc.nodes.find((candidate) => candidate.id === id);
    if (node !== undefined && before.has(id)) ordered.push(node);
  };
  for (const id of before) visit(id);
  return ordered;
}

export function previewScope(given: {
  doc: FlowDocument;
  catalogue: Catalogue;
  run: TestRun;
  nodeId: string;
  /** At the end of the container's body, where its output is worked out. */
  atBodyEnd?: boolean;
}): PreviewScope {
  const { doc, catalogue, run, nodeId, atBodyEnd = false } = given;
  const self = doc.nodes.find((node) => node.id === nodeId);
  const around = containersAround(doc, nodeId, atBodyEnd);
  const upstream = atBodyEnd ? withBody(doc, nodeId) : upstreamOf(doc, nodeId);
  // A trigger's own expressions (its deduplication key) read what it received.
  const nodes = self?.kind === 'trigger' ? [self] : upstream;
  const trigger = nodes.find((node) => node.kind === 'trigger');
  const steps: Record<string, Json> = {};
  const vars = catalogue.variables ?? {};
  const scope: Record<string, unknown> = { trigger: null, steps, errors: {}, vars };
  const sources: DataSource[] = [];
  for (const node of nodes) {
    if (node.kind === 'trigger' && node !== trigger) continue;
    if (around.has(node.id)) {
      if (node.kind !== 'forEach') continue;
      const value = firstItem(node, {
        scope,
        recordOf: (loop) => recordInto(loop, { doc, catalogue, run, scope, types: {} }),
      });
      scope[itemName(node)] = value;
      const label = `Item of ${node.label}`;
      sources.push({ root: itemName(node), nodeId: node.id, label, icon: 'repeat', value, origin: 'computed' });
      continue;
    }
    const { value, origin } = valueOf(node, { doc, catalogue, run, scope });
    const root = node.kind === 'trigger' ? 'trigger' : `steps.${node.name}`;
    if (node.kind === 'trigger') scope['trigger'] = value;
    else steps[node.name] = value;
    if (handsOnNothing.has(node.kind)) continue;
    sources.push({ root, nodeId: node.id, label: node.label, icon: nodeIcon(node, catalogue), value, origin });
  }
  // A trigger's own expressions read what comes in, and nothing besides.
  if (self?.kind !== 'trigger' && Object.keys(vars).length > 0) sources.push(variablesSource(vars));
  const types = atBodyEnd ? bodyTypesOf(doc, nodeId, catalogue) : scopeTypesAt(doc, nodeId, catalogue);
  // What code reads beside its record is worked out before the first one.
  const isPlain = self === undefined || atBodyEnd || self.kind === 'code' || self.kind === 'forEach';
  const record = isPlain ? null : recordInto(self, { doc, catalogue, run, scope, types });
  if (record !== null) {
    const { value, origin, from } = record;
    scope['item'] = value;
    const label = from.id === nodeId ? 'A record of the list' : `A record of ${from.label}`;
    sources.unshift({ root: 'item', nodeId: from.id, label, icon: nodeIcon(from, catalogue), value, origin });
  }
  if (self?.kind !== 'join' || !takesPartners(self)) return { scope, types, sources };
  const own = partnerTypesAt(doc, nodeId, catalogue);
  const partner = partnerInto(self, { doc, catalogue, run, scope, types: own });
  return { scope, types, sources, partner: withPartner({ scope, types: own, sources }, partner, catalogue) };
}

const variablesSource = (value: JsonObject): DataSource => ({
  root: 'vars',
  nodeId: 'vars',
  label: 'Variables',
  icon: 'variable',
  value,
  origin: 'environment',
});

/** The same place with a partner as `item`. */
function withPartner(
  { scope, types, sources }: PreviewScope,
  partner: PreviewRecord | null,
  catalogue: Catalogue,
): PreviewScope {
  const others = sources.filter(({ root }) => root !== 'item');
  if (partner === null) return { scope: { ...scope, item: null }, types, sources: others };
  const { value, origin, from } = partner;
  const label = `A record of ${from.label}`;
  const source: DataSource = { root: 'item', nodeId: from.id, label, icon: nodeIcon(from, catalogue), value, origin };
  return { scope: { ...scope, item: value }, types, sources: [source, ...others] };
}

export function valueOf(
  node: FlowNode,
  given: { doc: FlowDocument; catalogue: Catalogue; run: TestRun; scope: Scope },
): { value: Json; origin: SourceOrigin } {
  const { catalogue, run, scope } = given;
  const step = stepOf(run, node.id);
  if (step?.status === 'succeeded' && step.output !== undefined) {
    const stale = isStale(run, node);
    if (!stale || (node.kind !== 'map' && node.kind !== 'trigger')) {
      return { value: step.output, origin: stale ? 'staleRun' : 'run' };
    }
  }
  // Once its records have gone through, it says how many they were, or holds the list that they became.
  if (worksOnRecords(node)) {
    return {
      value: exampleOf(outputTypeOf(given.doc, node.id, catalogue)),
      origin: 'shape',
    };
  }
  switch (node.kind) {
    case 'trigger':
      return { value: triggerValue(node, catalogue), origin: 'sample' };
    case 'map':
      return {
        value: safely(() => compileMapping(node.mapping).run(scope, previewContext).output),
        origin: 'computed',
      };
    case 'filter':
      return {
        value:
          node.items === undefined
            ? null
            : safely(() => compileExpression(node.items ?? '').evaluate(scope, previewContext)),
        origin: 'computed',
      };
    case 'action': {
      const operation = operationOf(catalogue, node.operation);
      if (namesShape(node, operation)) {
        return { value: exampleOf(outputTypeOf(given.doc, node.id, catalogue)), origin: 'shape' };
      }
      const example = node.outputSchema ?? operation?.output;
      const sample = operation?.samples[0]?.output;
      return { value: sample ?? (example === undefined ? null : exampleOf(example)), origin: 'example' };
    }
    case 'sort':
    case 'deduplicate':
      return { value: safely(() => compileExpression(node.items).evaluate(scope, previewContext)), origin: 'computed' };
    case 'aggregate':
    case 'join':
    case 'validate': {
      const type = outputTypeOf(given.doc, node.id, catalogue);
      return { value: exampleOf(type), origin: 'shape' };
    }
    case 'forEach':
    case 'try':
    case 'delay':
    case 'callback':
    case 'approval':
    case 'subflow':
      return {
        value: exampleOf(outputTypeOf(given.doc, node.id, catalogue)),
        origin: 'shape',
      };
    case 'code':
      return {
        value: node.outputSchema === undefined ? null : exampleOf(node.outputSchema),
        origin: 'shape',
      };
    case 'merge':
      return { value: mergePreview(node, given), origin: 'computed' };
    case 'branch':
    case 'respond':
    case 'stop':
    case 'fail':
      return { value: null, origin: 'computed' };
  }
}

/** The containers around a node; with `itself`, that one too. */
function containersAround(doc: FlowDocument, nodeId: string, itself: boolean): ReadonlySet<string> {
  const { of } = flowBodies(doc);
  const found = new Set<string>(itself ? [nodeId] : []);
  for (let id = of.get(nodeId); id !== undefined && id !== null; id = of.get(id)) found.add(id);
  return found;
}

/** What comes before a container, the container, and the steps of its body, each after those it depends on. */
function withBody(doc: FlowDocument, containerId: string): FlowNode[] {
  const { of } = flowBodies(doc);
  const own = doc.nodes.filter((node) => of.get(node.id) === containerId);
  const container = doc.nodes.filter((node) => node.id === containerId);
  const ordered = new Set([...upstreamOf(doc, containerId), ...container]);
  for (const node of own) for (const step of [...upstreamOf(doc, node.id), node]) ordered.add(step);
  return [...ordered];
}

function firstItem(
  node: Extract<FlowNode, { kind: 'forEach' }>,
  { scope, recordOf }: { readonly scope: Scope; readonly recordOf: (loop: FlowNode) => PreviewRecord | null },
): Json {
  if (node.records !== undefined) {
    const record = recordOf(node)?.value ?? null;
    return node.batchSize === undefined ? record : [record];
  }
  const list = safely(() => compileExpression(node.items).evaluate(scope, previewContext));
  if (!Array.isArray(list)) return null;
  return node.batchSize === undefined ? (list[0] ?? null) : list.slice(0, node.batchSize);
}

/** Steps whose output nobody reads. */
const handsOnNothing: ReadonlySet<FlowNode['kind']> = new Set(['branch', 'respond', 'stop', 'fail']);

/** As if every way had arrived. */
function mergePreview(
  node: Extract<FlowNode, { kind: 'merge' }>,
  { doc, scope }: { readonly doc: FlowDocument; readonly scope: Scope },
): Json {
  const arrived = orderedWays(
    doc.edges.filter((edge) => edge.to.node === node.id),
    node.order ?? [],
  ).flatMap(({ from }) => {
    const source = doc.nodes.find((other) => other.id === from.node);
    if (source === undefined) return [];
    const steps = scope['steps'] as Readonly<Record<string, Json>>;
    const value = source.kind === 'trigger' ? (scope['trigger'] as Json) : (steps[source.name] ?? null);
    return [{ name: source.name, value }];
  });
  switch (node.mode) {
    case 'all':
      return Object.fromEntries(arrived.map(({ name, value }) => [name, value]));
    case 'any':
      return arrived[0]?.value ?? null;
    case 'combine':
      return arrived.flatMap(({ value }) => value);
  }
}
