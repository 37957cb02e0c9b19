import { MappingDocument } from '@patchbay/model/mapping';
import * as z from 'zod';
import { trpcClient } from '../../app/api-client.ts';
import { errorWords, notSavedWords } from '../../app/error-words.ts';
import type { SendResult } from '../draft/draft-saving.ts';

const Conflict = z.object({
  document: MappingDocument,
  revision: z.int(),
  updatedBy: z.string(),
  updatedAt: z.string(),
});

/** One attempt to save a draft, and what became of it. */
export async function sendDraft(mappingId: string, revision: number, document: MappingDocument): Promise<SendResult> {
  try {
    const saved = await trpcClient.mapping.saveDraft.mutate({ mappingId, revision, document });
    return { kind: 'saved', revision: saved.revision };
  } catch (error) {
    const words = errorWords(error);
    if (words.code === undefined || words.retryable) return { kind: 'unreachable' };
    const conflict = Conflict.safeParse(words.details);
    if (words.code === 'conflict' && conflict.success) return { kind: 'conflict', other: conflict.data };
    return { kind: 'refused', message: notSavedWords(words) };
  }
}
