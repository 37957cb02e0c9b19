import type { Database } from '@patchbay/db/client';
import { belongsTo } from '@patchbay/db/repositories';
import * as z from 'zod';
import type { Ownership } from './ownership.ts';

const isUuid = (text: string): boolean => z.uuid().safeParse(text).success;

/** Asks the database, inside the workspace: what is no id of the right form is nobody's. */
export const workspaceOwnership = (db: Database): Ownership => ({
  belongs: async (workspaceId, kind, id) => {
    if (kind !== 'member' && !isUuid(id)) return false;
    return db.inWorkspace(workspaceId, (tx) => belongsTo(tx, { workspaceId, kind, id }));
  },
});
