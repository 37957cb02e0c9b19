// Drafts that use one version of a schema, moved to another with the fields that people said are the same. Each in a
// transaction of its own: that one cannot be moved stops no other.
import type { Transaction } from '@patchbay/db/client';
import { findFlow, findMapping } from '@patchbay/db/repositories';
import { usesOf, usesOfFlow, viewOf } from '@patchbay/mapping';
import { movedFlowToVersion, movedToVersion } from '@patchbay/mapping/edit';
import type { VersionMove } from '@patchbay/mapping/edit';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import { readStoredFlow } from '@patchbay/model/flow';
import { FlowId, roleAllows } from '@patchbay/model/identity';
import { editFlow, refuseRejected } from '../flow/edit-flow.ts';
import type { FlowCheck } from '../flow/flow-problems.ts';
import { bundledFlow } from '../library/bundles.ts';
import { loadLibrary } from '../library/load-library.ts';
import { readStoredMapping } from '../library/stored-documents.ts';
import { checkDocument } from '../mapping/check-document.ts';
import { saveDraft } from '../mapping/save-draft.ts';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { DraftMove, DraftMoved } from './schema.contract.ts';

export interface Mover {
  readonly caller: Caller;
  readonly move: VersionMove;
  readonly checkFlow: FlowCheck;
}

type Outcome = Omit<DraftMoved, 'kind' | 'id' | 'refusal'>;

/** @throws AppError when the draft cannot be moved; nothing of it is changed then. */
export function moveDraft(tx: Transaction, mover: Mover, { kind, id }: DraftMove): Promise<Outcome> {
  return kind === 'mapping' ? moveMapping(tx, mover, id) : moveFlow(tx, mover, id);
}

/** What stands in the answer when a draft could not be moved. Faults of ours go on. */
export function refusedDraft({ kind, id }: DraftMove, thrown: unknown): DraftMoved {
  if (!(thrown instanceof AppError) || thrown.userMessage === undefined) throw thrown;
  return { kind, id, name: null, said: [], left: 0, refusal: thrown.userMessage };
}

async function moveMapping(tx: Transaction, { caller, move }: Mover, mappingId: string): Promise<Outcome> {
  const { workspaceId } = caller;
  const row = await findMapping(tx, workspaceId, mappingId);
  if (row === null) throw notThere();
  const draft = readStoredMapping(row.draft);
  const uses = usesOf(draft);
  refuseUnused(uses, move, row.name);
  const library = await loadLibrary(tx, workspaceId, uses);
  const schemas = { ...library.schemas, [move.from]: move.before, [move.to]: move.after };
  const { doc, said, refused } = movedToVersion(viewOf(draft, { library: { ...library, schemas } }), move);
  const { whole } = await saveDraft(tx, caller, { mappingId, revision: row.revision, document: doc });
  const { diagnostics } = checkDocument(whole);
  return { name: row.name, said: [...said, ...refused], left: leftOf(diagnostics) };
}

async function moveFlow(tx: Transaction, { caller, move, checkFlow }: Mover, flowId: string): Promise<Outcome> {
  const { workspaceId, actor } = caller;
  if (!roleAllows(actor.role, 'flow.edit')) {
    throw AppError.because(
      'forbidden',
      `The role “${actor.role}” may not change flows (it needs “flow.edit”). Ask an admin of the workspace for another role.`,
    );
  }
  const row = await findFlow(tx, workspaceId, flowId);
  if (row === null) throw notThere();
  const draft = readStoredFlow(row.draft);
  const uses = usesOfFlow(draft);
  refuseUnused(uses, move, row.name);
  const { nodes, said, refused } = movedFlowToVersion(draft, await loadLibrary(tx, workspaceId, uses), move);
  const commands = nodes.map((node) => ({ type: 'updateNode' as const, node }));
  const outcome = await editFlow(tx, caller, {
    flowId: FlowId.parse(flowId),
    baseRevision: row.revision,
    commands: [{ type: 'batch', commands }],
    clientId: `schema ${move.to}`.slice(0, 80),
  });
  refuseRejected(outcome);
  const { doc } = await bundledFlow(tx, workspaceId, outcome.document);
  return { name: row.name, said: [...said, ...refused], left: leftOf(checkFlow(doc)) };
}

function refuseUnused(uses: readonly { kind: string; ref: string }[], { from }: VersionMove, name: string): void {
  if (uses.some(({ kind, ref }) => kind === 'schema' && ref === from)) return;
  throw AppError.because('conflict', `The draft of “${name}” does not use ${from}: somebody has moved it already.`);
}

const leftOf = (diagnostics: readonly Diagnostic[]): number =>
  diagnostics.filter(({ severity }) => severity !== 'info').length;
