import { randomUUID } from 'node:crypto';
import type { Transaction } from '@patchbay/db/client';
import {
  appendAudit,
  countSynonymGroups,
  deleteSynonymGroup,
  findSynonymGroup,
  insertSynonymGroup,
  listSynonymGroups,
  updateSynonymGroup,
} from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import { notThere } from '../trpc/procedure.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { WordGroup, WordsService } from './words.contract.ts';
import { WordsKind } from './words.contract.ts';

/** As many as auto-map reads. */
const maxGroups = 2_000;
const kind = 'synonymGroup';

export function createWordsService({ db }: ServiceDeps): WordsService {
  const inside = insideOf({ db });

  return {
    list: (caller) => inside(caller, async (tx) => ({ groups: await wordsOf(tx, caller.workspaceId) })),
    add: (caller, group) =>
      inside(caller, async (tx) => {
        const { workspaceId, actor } = caller;
        if ((await countSynonymGroups(tx, workspaceId)) >= maxGroups) {
          throw AppError.because(
            'unprocessable',
            `The workspace has ${maxGroups} groups of words, which is the most. Join or delete some.`,
          );
        }
        const id = randomUUID();
        const words = JSON.stringify(group.words);
        await insertSynonymGroup(tx, { id, workspaceId, kind: group.kind, words, updatedBy: actor.name });
        await appendAudit(tx, workspaceId, actor, { action: 'words.add', target: { kind, id }, after: group });
        return { id };
      }),
    update: (caller, { groupId, ...group }) =>
      inside(caller, async (tx) => {
        const { workspaceId, actor } = caller;
        const before = await findSynonymGroup(tx, workspaceId, groupId);
        if (before === null) throw notThere();
        const words = JSON.stringify(group.words);
        await updateSynonymGroup(tx, { workspaceId, groupId }, { kind: group.kind, words, updatedBy: actor.name });
        await appendAudit(tx, workspaceId, actor, {
          action: 'words.update',
          target: { kind, id: groupId },
          before: { kind: before.kind, words: JSON.parse(before.words) },
          after: group,
        });
      }),
    delete: (caller, { groupId }) =>
      inside(caller, async (tx) => {
        const { workspaceId, actor } = caller;
        const before = await findSynonymGroup(tx, workspaceId, groupId);
        if (before === null) throw notThere();
        await deleteSynonymGroup(tx, workspaceId, groupId);
        await appendAudit(tx, workspaceId, actor, {
          action: 'words.delete',
          target: { kind, id: groupId },
          before: { kind: before.kind, words: JSON.parse(before.words) },
        });
      }),
  };
}

export async function wordsOf(tx: Transaction, workspaceId: string): Promise<WordGroup[]> {
  return (await listSynonymGroups(tx, workspaceId)).map(({ id, kind: stored, words, updatedBy, updatedAt }) => ({
    id,
    kind: WordsKind.parse(stored),
    words: JSON.parse(words) as string[],
    updatedBy,
    updatedAt: updatedAt.toISOString(),
  }));
}
