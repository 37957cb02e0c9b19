import type { Database } from '@patchbay/db/client';
import { belongsTo, findRetention, listFlowRetention } from '@patchbay/db/repositories';
import * as z from 'zod';
import { removedRun } from '../retention/removed-run.ts';
import type { Ownership } from './ownership.ts';

const isUuid = (text: string): boolean => z.uuid().safeParse(text).success;

/** Asks the database, inside the workspace: what is no id of the right form is nobody's. */
export const workspaceOwnership = (db: Database, nowMs: () => number): Ownership => ({
  belongs: async (workspaceId, kind, id) => {
    if (kind !== 'member' && !isUuid(id)) return false;
    return db.inWorkspace(workspaceId, (tx) => belongsTo(tx, { workspaceId, kind, id }));
  },
  farewell: async (workspaceId, kind, id) => {
    if (kind !== 'run') return null;
    const rules = await db.inWorkspace(workspaceId, async (tx) => [
      await findRetention(tx, workspaceId),
      ...(await listFlowRetention(tx, workspaceId)),
    ]);
    return removedRun(id, { rules, nowMs: nowMs() });
  },
});
