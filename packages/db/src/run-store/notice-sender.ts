// Notices after the commit, batched: replies for the server that waits, and word of progress for who watches. Losing one
// costs a look at the database, nothing else.
import type { RunId } from '@patchbay/model/identity';
import type { Reply } from '@patchbay/model/run';
import { Batcher } from './batcher.ts';
import { HotConnection } from './hot-connection.ts';
import { textArray } from './wire-arrays.ts';

export interface OutgoingReply {
  /** Session of the waiting server. */
  readonly session: number;
  readonly runId: RunId;
  readonly reply: Reply;
}

interface Announcement {
  readonly announced: RunId;
}

/** Where live views listen: `[topic, note]` as JSON. */
export const liveChannel = 'patchbay_live';
/** PostgreSQL refuses notifications of 8,000 bytes and more. */
const maxChunkBytes = 7_000;
const notifySql = 'SELECT count(pg_notify(c, p)) FROM unnest($1::text[], $2::text[]) AS n(c, p)';

export const replyChannel = (session: number): string => `patchbay_reply_${session}`;

/** One notification: replies that fit are inline, larger ones are named only and read from the database. */
export type ReplyNotice = readonly (readonly [runId: string, reply: Reply | null])[];

export class NoticeSender {
  readonly #connection: HotConnection;
  readonly #batcher: Batcher<OutgoingReply | Announcement, undefined, HotConnection>;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url, asynchronousCommit: true });
    this.#batcher = new Batcher({
      maxItems: 256,
      delayMs: 0,
      connections: [this.#connection],
      flush: async (connection, items) => {
        const announced = new Set(items.flatMap((item) => ('announced' in item ? [item.announced] : [])));
        const notices = [
          ...chunkReplies(items.filter((item) => 'reply' in item)),
          ...[...announced].map((runId) => ({ channel: liveChannel, payload: JSON.stringify([`run:${runId}`, '']) })),
        ];
        const channels = textArray(notices.map((notice) => notice.channel));
        await connection.run('notify', notifySql, [channels, textArray(notices.map((notice) => notice.payload))]);
        return items.map(() => undefined);
      },
    });
  }

  reply(reply: OutgoingReply): void {
    this.#send(reply);
  }

  announce(runId: RunId): void {
    this.#send({ announced: runId });
  }

  #send(item: OutgoingReply | Announcement): void {
    // What is stored is the promise; a lost notice is made good by the reader's own look.
    this.#batcher.push(item).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#batcher.drain();
    await this.#connection.close();
  }
}

export function chunkReplies(replies: readonly OutgoingReply[]): { channel: string; payload: string }[] {
  const open = new Map<number, { parts: string[]; bytes: number }>();
  const notices: { channel: string; payload: string }[] = [];
  const close = (session: number, parts: readonly string[]): void => {
    notices.push({ channel: replyChannel(session), payload: `[${parts.join(',')}]` });
  };
  for (const { session, runId, reply } of replies) {
    let part = JSON.stringify([runId, reply]);
    if (Buffer.byteLength(part) > maxChunkBytes) part = JSON.stringify([runId, null]);
    const bytes = Buffer.byteLength(part) + 1;
    let chunk = open.get(session);
    if (chunk !== undefined && chunk.bytes + bytes > maxChunkBytes) {
      close(session, chunk.parts);
      chunk = undefined;
    }
    if (chunk === undefined) {
      chunk = { parts: [], bytes: 2 };
      open.set(session, chunk);
    }
    chunk.parts.push(part);
    chunk.bytes += bytes;
  }
  for (const [session, { parts }] of open) close(session, parts);
  return notices;
}
