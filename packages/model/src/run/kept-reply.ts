// A reply as whoever waits for it gets it, wherever it stands.
import { Reply } from './run.ts';
import type { KeptReply } from './run.ts';

/** `read`: the content of that name in the blob store of the run's workspace. Rejects as that does, where it is missing or damaged. */
export async function openReply(
  reply: Reply | KeptReply,
  read: (sha256: string) => Promise<Uint8Array>,
): Promise<Reply> {
  if (!('kept' in reply)) return reply;
  return Reply.parse(JSON.parse(new TextDecoder().decode(await read(reply.kept.sha256))));
}
