// Which flows and mappings read the variables of the environment.
import type { Transaction } from '@patchbay/db/client';
import type { UserRow, VariablePlace } from '@patchbay/db/repositories';
import { listDocumentsWith, listVariables } from '@patchbay/db/repositories';
import { variablesOfFlow, variablesOfMapping } from '@patchbay/mapping';
import type { VariablesRead } from '@patchbay/mapping';
import { readStoredFlow } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { readStoredMapping } from '../library/stored-documents.ts';
import type { VariableUser } from './variable.contract.ts';

/** The values by name: what `vars` holds. */
export async function variablesOf(tx: Transaction, at: VariablePlace): Promise<Record<string, Json>> {
  const rows = await listVariables(tx, at);
  return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as Json]));
}

interface Reader {
  readonly row: UserRow;
  readonly reads: VariablesRead;
}

const readsOf = ({ kind, document }: UserRow): VariablesRead =>
  kind === 'flow' ? variablesOfFlow(readStoredFlow(document)) : variablesOfMapping(readStoredMapping(document));

/** Who reads a variable, by its name. Drafts, live versions of flows and the newest versions of mappings are looked through. */
export async function variableUsers(tx: Transaction, workspaceId: string): Promise<(name: string) => VariableUser[]> {
  const readers: Reader[] = (await listDocumentsWith(tx, workspaceId, 'vars')).map((row) => ({
    row,
    reads: readsOf(row),
  }));
  return (name) => {
    const users = new Map<string, VariableUser>();
    for (const { row, reads } of readers) {
      if (!reads.has(name) && !reads.has(null)) continue;
      const { kind, id, name: title } = row;
      const live = row.where === 'live' || users.get(id)?.live === true;
      users.set(id, { kind, id, name: title, live });
    }
    return [...users.values()];
  };
}
