// A document with what it uses of the library in its bundle, so that it runs anywhere and stays what it was.
import type { Transaction } from '@patchbay/db/client';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { MappingBundle, MappingDocument } from '@patchbay/model/mapping';
import type { LibraryNeed } from './load-library.ts';
import { loadLibrary } from './load-library.ts';
import { refsOfFlow, refsOfMapping, refsOfNode } from './library-refs.ts';

/**
 * Which wins where both have something under a reference. library: drafts, whose references mean this workspace's library;
 * own: what was published or sent whole, and is to stay what it was.
 */
export type BundleSource = 'library' | 'own';

const partOf = (bundle: MappingBundle, kind: LibraryNeed['kind']): Readonly<Record<string, unknown>> =>
  (kind === 'schema' ? bundle.schemas : kind === 'lookup' ? bundle.lookups : bundle.mappings) ?? {};

export const hasPart = (bundle: MappingBundle | undefined, { kind, ref }: LibraryNeed): boolean =>
  bundle !== undefined && Object.hasOwn(partOf(bundle, kind), ref);

/** What the needs name, of the first bundle that has it; what nobody has is left out. */
export function pickBundle(needs: readonly LibraryNeed[], bundles: readonly MappingBundle[]): MappingBundle {
  const sorted = [...needs].sort((left, right) => (left.ref < right.ref ? -1 : 1));
  const part = <Value>(kind: LibraryNeed['kind'], of: (bundle: MappingBundle) => Record<string, Value> | undefined) => {
    const entries = sorted.flatMap((need): [string, Value][] => {
      const found = need.kind === kind ? bundles.find((bundle) => hasPart(bundle, need)) : undefined;
      const value = found === undefined ? undefined : of(found)?.[need.ref];
      return value === undefined ? [] : [[need.ref, value]];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  const schemas = part('schema', (bundle) => bundle.schemas);
  const lookups = part('lookup', (bundle) => bundle.lookups);
  const mappings = part('mapping', (bundle) => bundle.mappings);
  return {
    ...(schemas === undefined ? {} : { schemas }),
    ...(lookups === undefined ? {} : { lookups }),
    ...(mappings === undefined ? {} : { mappings }),
  };
}

export interface BundleWish {
  readonly source: BundleSource;
  /** Schemas that a request names besides. */
  readonly also?: readonly string[];
}

export async function bundledMapping(
  tx: Transaction,
  workspaceId: string,
  document: MappingDocument,
  { source, also = [] }: BundleWish,
): Promise<MappingDocument> {
  const { bundle: own = {}, ...rest } = document;
  const needs: LibraryNeed[] = [...refsOfMapping(rest), ...also.map((ref) => ({ kind: 'schema' as const, ref }))];
  const library = await loadLibrary(
    tx,
    workspaceId,
    source === 'own' ? needs.filter((need) => !hasPart(own, need)) : needs,
  );
  return { ...rest, bundle: pickBundle(needs, source === 'own' ? [own, library] : [library, own]) };
}

/** The flow with a bundle in each map node that uses anything of the library; nothing else of it changes. */
export async function bundledFlow(tx: Transaction, workspaceId: string, doc: FlowDocument): Promise<FlowDocument> {
  const needs = refsOfFlow(doc);
  const library = needs.length === 0 ? {} : await loadLibrary(tx, workspaceId, needs);
  return { ...doc, nodes: doc.nodes.map((node) => bundledNode(node, library)) };
}

function bundledNode(node: FlowNode, library: MappingBundle): FlowNode {
  if (node.kind !== 'map') return node;
  const needs = refsOfNode(node);
  const { bundle: own = {}, ...mapping } = node.mapping;
  if (needs.length === 0) return { ...node, mapping };
  return { ...node, mapping: { ...mapping, bundle: pickBundle(needs, [library, own]) } };
}

/** The flow as it is edited: bundles are made anew when it is published. */
export const withoutBundles = (doc: FlowDocument): FlowDocument => ({
  ...doc,
  nodes: doc.nodes.map((node) => {
    if (node.kind !== 'map' || node.mapping.bundle === undefined) return node;
    const { bundle: _made, ...mapping } = node.mapping;
    return { ...node, mapping };
  }),
});
