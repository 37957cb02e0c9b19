// Drift: what a new version of a schema changes, and which rules of whom would break by it.
import { setImmediate as pause } from 'node:timers/promises';
import type { Transaction } from '@patchbay/db/client';
import type { UserRow } from '@patchbay/db/repositories';
import { bundleFlow, bundleMapping } from '@patchbay/mapping';
import type { MappingLibrary } from '@patchbay/mapping';
import type { Diagnostic } from '@patchbay/model/errors';
import { readStoredFlow } from '@patchbay/model/flow';
import type { DataSchema, SchemaChange as ModelChange } from '@patchbay/model/schema';
import type { FlowCheck } from '../flow/flow-problems.ts';
import { bundledFlow, bundledMapping } from '../library/bundles.ts';
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

/** Somebody who uses the version, and what is said of their document with other parts of the library than it has. */
export interface VersionUser {
  readonly use: Omit<SchemaImpact, 'broken'>;
  readonly problemsWith: (library: MappingLibrary) => Diagnostic[];
}

/** Every document that refers to this version, with all that it uses. */
export async function usersOfVersion(
  tx: Transaction,
  caller: Caller,
  { name, number }: ComparedVersion,
  checkFlow: FlowCheck,
): Promise<VersionUser[]> {
  const ref = refOf(name, number);
  const users: VersionUser[] = [];
  for (const { row, refs } of await usersOf(tx, caller.workspaceId, { kind: 'schema', name })) {
    const places = refs.filter((found) => found.ref === ref).map((found) => found.place);
    if (places.length === 0) continue;
    const { kind, id, name: userName, where } = row;
    const use = { kind, id, name: userName, where, ref, places: places.slice(0, placesShown) };
    users.push({ use, problemsWith: await checkOf(tx, caller, row, checkFlow) });
  }
  return users;
}

async function checkOf(
  tx: Transaction,
  { workspaceId }: Caller,
  row: UserRow,
  checkFlow: FlowCheck,
): Promise<VersionUser['problemsWith']> {
  if (row.kind === 'flow') {
    const flow = readStoredFlow(row.document);
    const { doc } = row.where === 'draft' ? await bundledFlow(tx, workspaceId, flow) : { doc: flow };
    return (library) => checkFlow(bundleFlow(doc, library).doc);
  }
  const source = row.where === 'draft' ? 'library' : 'own';
  const { doc } = await bundledMapping(tx, workspaceId, readStoredMapping(row.document), { source });
  return (library) => checkDocument(bundleMapping(doc, library).doc).diagnostics;
}

/** What is said with the new shape and not with the old one, breaks. Others get their turn between the documents. */
export async function impactOf(users: readonly VersionUser[], after: DataSchema): Promise<SchemaImpact[]> {
  const impact: SchemaImpact[] = [];
  for (const { use, problemsWith } of users) {
    await pause();
    const known = new Set(problemsWith({}).map(keyOf));
    const broken = problemsWith({ schemas: { [use.ref]: after } }).filter(
      (diagnostic) => diagnostic.severity !== 'info' && !known.has(keyOf(diagnostic)),
    );
    impact.push({ ...use, broken });
  }
  return impact;
}

const keyOf = ({ code, at, message }: Diagnostic): string => JSON.stringify([code, at.nodeId, at.field, message]);
