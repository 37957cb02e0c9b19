import { AppError } from '@patchbay/model/errors';
import { openReply } from '@patchbay/model/run';
import type { KeptReply, Reply } from '@patchbay/model/run';

/** The reply as the page of its run shows it: one that is lost from the blob store keeps no page from being shown, and says so. */
export async function shownReply(
  reply: Reply | KeptReply,
  read: (sha256: string) => Promise<Uint8Array>,
): Promise<Reply> {
  try {
    return await openReply(reply, read);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'gone') throw thrown;
    return { status: reply.status, headers: {}, body: thrown.userMessage ?? null };
  }
}
