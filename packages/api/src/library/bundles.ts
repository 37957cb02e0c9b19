// Documents with what they use of the library in their bundles, so that they run anywhere and stay what they were.
import type { Transaction } from '@patchbay/db/client';
import { bundleFlow, bundleMapping, missingUses, usesOf, usesOfFlow } from '@patchbay/mapping';
import type { BundledFlow, BundledMapping } from '@patchbay/mapping';
import type { FlowDocument } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
import { isJsonObject } from '@patchbay/model/schema';
import { loadLibrary } from './load-library.ts';

/**
 * Which wins where the library and the document's own bundle have something under one reference. library: drafts, whose
 * references mean this workspace; own: what was published or sent whole, and is to stay what it was.
 */
export type BundleSource = 'library' | 'own';

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
): Promise<BundledMapping> {
  const extra = also.map((ref) => ({ kind: 'schema' as const, ref, field: 'mapping' }));
  const needs = source === 'own' ? missingUses(document, {}, extra) : [...usesOf(document), ...extra];
  return bundleMapping(document, await loadLibrary(tx, workspaceId, needs), extra);
}

export async function bundledFlow(tx: Transaction, workspaceId: string, doc: FlowDocument): Promise<BundledFlow> {
  return bundleFlow(doc, await loadLibrary(tx, workspaceId, usesOfFlow(doc)));
}

/**
 * The text of a stored flow without the bundles of its mappings and the content of the schemas that it names: they are made anew when it is published, so they are no
 * edit. For comparing; constants of a mapping that look like a mapping lose theirs too.
 */
export const textWithoutBundles = (document: string): string =>
  JSON.stringify(
    JSON.parse(document, (_name, value: unknown) => {
      if (!isJsonObject(value)) return value;
      // Of a call, the server fills in the version’s id and contract.
      if (value['kind'] === 'subflow' && isJsonObject(value['call'])) {
        const { flowId, version } = value['call'];
        return { ...value, call: { flowId, version } };
      }
      if (value['mode'] === 'schema' && typeof value['schema'] === 'string') return { ...value, content: undefined };
      if (value['map'] !== 1 || value['root'] === undefined) return value;
      const { bundle: _made, ...mapping } = value;
      return mapping;
    }),
  );
