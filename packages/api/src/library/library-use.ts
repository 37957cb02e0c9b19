// Who uses something of the library: drafts and newest versions of mappings, drafts and live versions of flows.
import type { Transaction } from '@patchbay/db/client';
import type { LibraryKind, UserRow } from '@patchbay/db/repositories';
import { listDocumentsWith } from '@patchbay/db/repositories';
import { usesOf as usesOfMapping, usesOfFlow } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import { readStoredFlow } from '@patchbay/model/flow';
import type { LibraryUse } from './library.contract.ts';
import { partsOfRef } from './library-ref.ts';
import { readStoredMapping } from './stored-documents.ts';

export interface UsedThing {
  readonly kind: LibraryKind;
  readonly name: string;
}

const placesShown = 20;

/** How JSON text begins a reference to it: what the database looks for. */
const markOf = (name: string): string => `${JSON.stringify(name).slice(0, -1)}@`;

export interface FoundUse {
  readonly kind: LibraryKind;
  readonly ref: string;
  /** As in diagnostics; of a flow behind the name of its node: `reshape: mapping#source.order`. */
  readonly place: string;
}

function usesIn(row: UserRow): FoundUse[] {
  if (row.kind === 'mapping') {
    return usesOfMapping(readStoredMapping(row.document)).map(({ kind, ref, field }) => ({ kind, ref, place: field }));
  }
  const flow = readStoredFlow(row.document);
  const names = new Map<string, string>(flow.nodes.map((node) => [node.id, node.name]));
  return usesOfFlow(flow).map(({ kind, ref, field, nodeId }) => ({
    kind,
    ref,
    place: `${names.get(nodeId) ?? nodeId}: ${field}`,
  }));
}

/** Each document that refers to it, with its references to it. */
export async function usersOf(
  tx: Transaction,
  workspaceId: string,
  { kind, name }: UsedThing,
): Promise<{ row: UserRow; refs: FoundUse[] }[]> {
  const rows = await listDocumentsWith(tx, workspaceId, markOf(name));
  return rows
    .map((row) => ({
      row,
      refs: usesIn(row).filter((found) => found.kind === kind && partsOfRef(found.ref)?.name === name),
    }))
    .filter(({ refs }) => refs.length > 0);
}

export async function usesOf(tx: Transaction, workspaceId: string, thing: UsedThing): Promise<LibraryUse[]> {
  return (await usersOf(tx, workspaceId, thing)).flatMap(({ row, refs }) =>
    [...new Set(refs.map((found) => found.ref))].map((ref) => ({
      kind: row.kind,
      id: row.id,
      name: row.name,
      where: row.where,
      ref,
      places: refs
        .filter((found) => found.ref === ref)
        .map((found) => found.place)
        .slice(0, placesShown),
    })),
  );
}

/** @throws AppError `conflict` with the list when anything uses it. `wish` is what cannot be done: `deleted`, `renamed`. */
export async function refuseUsed(
  tx: Transaction,
  workspaceId: string,
  thing: UsedThing,
  wish: 'deleted' | 'renamed',
): Promise<void> {
  const uses = await usesOf(tx, workspaceId, thing);
  if (uses.length === 0) return;
  const names = [...new Set(uses.map((use) => `the ${use.kind} “${use.name}”`))];
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
  throw AppError.because(
    'conflict',
    `“${thing.name}” cannot be ${wish}: ${shown} ${names.length === 1 ? 'uses' : 'use'} it. Take it out there first.`,
    { uses },
  );
}
