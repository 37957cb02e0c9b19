// References that lead nowhere: what they name is not in the library, and the document does not bring it.
import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
import { hasPart } from './bundle.ts';
import type { FoundRef } from './library-refs.ts';
import { refsOfMapping } from './library-refs.ts';

export const missingCode = 'library.missing';
const words = { schema: 'schema', mapping: 'mapping', lookup: 'lookup table' } as const;

/** `sources.order` → `mapping#source.order`, as the other diagnostics of mappings say it. */
const fieldOf = (place: string): string =>
  place.startsWith('/') || place === ''
    ? `mapping${place}`
    : `mapping#${place.replace(/^sources\./, 'source.').replace(/^lookups\./, 'lookup.')}`;

const missing = ({ kind, ref }: Pick<FoundRef, 'kind' | 'ref'>, field: string, nodeId?: string): Diagnostic => ({
  severity: 'error',
  code: missingCode,
  message: `There is no ${words[kind]} “${ref}” in the library. Choose another version, or put it into the library.`,
  at: nodeId === undefined ? { field } : { field, nodeId },
});

export const missingOfMapping = (doc: MappingDocument, nodeId?: string): Diagnostic[] =>
  refsOfMapping(doc)
    .filter((found) => !hasPart(doc.bundle, found))
    .map((found) => missing(found, fieldOf(found.place), nodeId));

/** Of a flow whose map nodes carry their bundles. */
export const missingInLibrary = (doc: FlowDocument): Diagnostic[] =>
  doc.nodes.flatMap((node) => {
    if (node.kind !== 'map') return [];
    const own = missingOfMapping(node.mapping, node.id);
    if (node.use === undefined) return own;
    const used = { kind: 'mapping', ref: node.use.map } as const;
    return hasPart(node.mapping.bundle, used) ? own : [missing(used, 'use', node.id), ...own];
  });
