// Drift: what a new version of a schema changes, which fields may be re-linked, and which rules would break by it.
import type { Transaction } from '@patchbay/db/client';
import type { UserRow } from '@patchbay/db/repositories';
import type { Diagnostic } from '@patchbay/model/errors';
import { readStoredFlow } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, SchemaChange as ModelChange } from '@patchbay/model/schema';
import { compareSchemas } from '@patchbay/model/schema';
import { bundledMapping } from '../library/bundles.ts';
import { refOf } from '../library/library-ref.ts';
import { usersOf } from '../library/library-use.ts';
import { readStoredMapping } from '../library/stored-documents.ts';
import { checkDocument } from '../mapping/check-document.ts';
import type { Caller } from '../trpc/caller.ts';
import type { SchemaChange, SchemaImpact } from './schema.contract.ts';

const placesShown = 20;

export interface ComparedVersion {
  readonly name: string;
  readonly number: number;
  readonly schema: DataSchema;
}

/** What changed, and whom it hurts; the re-links are worked out apart, since they may take a while. */
export async function compareWithLibrary(
  tx: Transaction,
  caller: Caller,
  before: ComparedVersion,
  after: DataSchema,
): Promise<{ changes: readonly ModelChange[]; impact: SchemaImpact[] }> {
  return { changes: compareSchemas(before.schema, after), impact: await impactOf(tx, caller, before, after) };
}

export const changeView = (change: ModelChange): SchemaChange => {
  const { kind, path, severity, message, before, after, candidates, within } = change;
  return {
    kind,
    path,
    severity,
    message,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(candidates === undefined ? {} : { candidates: [...candidates] }),
    ...(within === undefined ? {} : { within }),
  };
};

/** Every document that refers to this version, checked with the old and with the new shape: what is said only now, breaks. */
async function impactOf(
  tx: Transaction,
  caller: Caller,
  { name, number }: ComparedVersion,
  after: DataSchema,
): Promise<SchemaImpact[]> {
  const ref = refOf(name, number);
  const users = await usersOf(tx, caller.workspaceId, { kind: 'schema', name });
  const impact: SchemaImpact[] = [];
  for (const { row, refs } of users) {
    const own = refs.filter((found) => found.ref === ref);
    if (own.length === 0) continue;
    const broken: Diagnostic[] = [];
    const source = row.where === 'draft' ? 'library' : 'own';
    for (const { document, label } of mappingsOf(row)) {
      const { doc: whole } = await bundledMapping(tx, caller.workspaceId, document, { source });
      for (const diagnostic of brokenBy(whole, ref, after)) broken.push(withLabel(diagnostic, label));
    }
    const { kind, id, name: userName, where } = row;
    const places = own.map((found) => found.place).slice(0, placesShown);
    impact.push({ kind, id, name: userName, where, ref, places, broken });
  }
  return impact;
}

function mappingsOf(row: UserRow): { document: MappingDocument; label: string | null }[] {
  if (row.kind === 'mapping') return [{ document: readStoredMapping(row.document), label: null }];
  return readStoredFlow(row.document).nodes.flatMap((node) =>
    node.kind === 'map' ? [{ document: node.mapping, label: node.id }] : [],
  );
}

function brokenBy(document: MappingDocument, ref: string, after: DataSchema): Diagnostic[] {
  const { bundle } = document;
  const changed = { ...document, bundle: { ...bundle, schemas: { ...bundle?.schemas, [ref]: after } } };
  const keyOf = ({ code, at, message }: Diagnostic): string => JSON.stringify([code, at.field, message]);
  const known = new Set(checkDocument(document).diagnostics.map(keyOf));
  return checkDocument(changed).diagnostics.filter(
    (diagnostic) => diagnostic.severity !== 'info' && !known.has(keyOf(diagnostic)),
  );
}

const withLabel = (diagnostic: Diagnostic, nodeId: string | null): Diagnostic =>
  nodeId === null ? diagnostic : { ...diagnostic, at: { ...diagnostic.at, nodeId } };
