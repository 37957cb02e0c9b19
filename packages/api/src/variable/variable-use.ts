// Which flows and mappings read the variables of the environment.
import type { Transaction } from '@patchbay/db/client';
import type { VariablePlace } from '@patchbay/db/repositories';
import { listDocumentsWith, listVariables } from '@patchbay/db/repositories';
import { variablesOfFlow, variablesOfMapping } from '@patchbay/mapping';
import type { VariablesRead } from '@patchbay/mapping';
import { readStoredFlow } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { calledVersions } from '../flow/flow-calls.ts';
import { readStoredMapping } from '../library/stored-documents.ts';
import type { Caller } from '../trpc/caller.ts';
import type { VariableUser } from './variable.contract.ts';

/** The values by name: what `vars` holds. */
export async function variablesOf(tx: Transaction, at: VariablePlace): Promise<Record<string, Json>> {
  const rows = await listVariables(tx, at);
  return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as Json]));
}

interface Reader extends Omit<VariableUser, 'reads'> {
  readonly names: VariablesRead;
}

/**
 * Who reads a variable, by its name. Drafts, live versions of flows, the versions that live flows call, and the newest versions of
 * mappings are looked through.
 */
export async function variableUsers(
  tx: Transaction,
  at: Pick<Caller, 'workspaceId' | 'environmentId'>,
): Promise<(name: string) => VariableUser[]> {
  const readers = await readersIn(tx, at);
  return (name) => {
    const users = new Map<string, VariableUser>();
    for (const { names, ...user } of readers) {
      if (!names.has(name) && !names.has(null)) continue;
      const found: VariableUser = { ...user, reads: names.has(name) ? 'named' : 'any' };
      const known = users.get(user.id);
      if (known === undefined || weightOf(found) > weightOf(known)) users.set(user.id, found);
    }
    return [...users.values()];
  };
}

/** Of one flow, what is live says more than its draft, and what names the variable more than what may read any. */
const weightOf = ({ live, reads }: VariableUser): number => (live ? 2 : 0) + (reads === 'named' ? 1 : 0);

async function readersIn(tx: Transaction, at: Pick<Caller, 'workspaceId' | 'environmentId'>): Promise<Reader[]> {
  const rows = await listDocumentsWith(tx, at.workspaceId, 'vars');
  const called = await calledVersions(tx, at);
  return [
    ...rows.map(({ kind, id, name, where, document }): Reader => {
      const names =
        kind === 'flow' ? variablesOfFlow(readStoredFlow(document)) : variablesOfMapping(readStoredMapping(document));
      return { kind, id, name, live: where === 'live', names };
    }),
    ...called.map(({ flowId, name, doc }): Reader => ({
      kind: 'flow',
      id: flowId,
      name,
      live: true,
      names: variablesOfFlow(doc),
    })),
  ].toSorted((left, right) => left.kind.localeCompare(right.kind) || left.name.localeCompare(right.name));
}
