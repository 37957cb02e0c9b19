// Callers of synchronous webhooks wait here. A reply may come before anyone waits for it; a lost one is looked up.
import type { BlobStore } from '@patchbay/db/blob-store';
import { listen, replyChannel } from '@patchbay/db/run-store';
import type { NotificationListener, ReplyNotice, RunReader } from '@patchbay/db/run-store';
import { finishedReply } from '@patchbay/engine/accept';
import type { RunId } from '@patchbay/model/identity';
import { openReply } from '@patchbay/model/run';
import type { Reply } from '@patchbay/model/run';

/** How long a reply is kept for somebody who is not waiting yet. */
const earlyMs = 5_000;
const maxEarly = 20_000;
const duplicatePollMs = 250;

export class ReplyWaiter {
  readonly #reader: RunReader;
  readonly #readBlob: BlobStore['getBlob'];
  readonly #waiting = new Map<string, (reply: Reply | null) => void>();
  readonly #early = new Map<string, { readonly reply: Reply | null; readonly until: number }>();
  #listener: NotificationListener | undefined;
  #isClosed = false;

  /** `readBlob`: large replies stand in the blob store. */
  constructor(reader: RunReader, readBlob: BlobStore['getBlob']) {
    this.#reader = reader;
    this.#readBlob = readBlob;
  }

  async start({ url, session }: { url: string; session: number }): Promise<void> {
    this.#listener = await listen({
      url,
      channels: [replyChannel(session)],
      onNotice: (_channel, payload) => this.#receive(JSON.parse(payload) as ReplyNotice),
      onReconnect: () => {
        for (const [runId, resolve] of this.#waiting)
          void this.#lookUp(runId as RunId).then(
            (reply) => reply && resolve(reply),
            // Whoever waits looks once more, and is told.
            () => resolve(null),
          );
      },
    });
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** The reply of a run that this server accepted; null when the time is over first. */
  async replyOf(runId: RunId, timeoutMs: number): Promise<Reply | null> {
    const early = this.#early.get(runId);
    this.#early.delete(runId);
    if (early !== undefined) return early.reply ?? (await this.#lookUp(runId)) ?? null;
    if (this.#isClosed) return null;
    const received = await new Promise<Reply | null>((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(runId);
        resolve(null);
      }, timeoutMs);
      this.#waiting.set(runId, (reply) => {
        clearTimeout(timer);
        this.#waiting.delete(runId);
        resolve(reply);
      });
    });
    return received ?? (await this.#lookUp(runId)) ?? null;
  }

  /** The stored reply of a run that somebody else started (a duplicate); null when the time is over first. */
  async storedReply(runId: RunId, timeoutMs: number): Promise<Reply | null> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const reply = await this.#lookUp(runId);
      // The run of a key that is still remembered may have been removed, and its reply with it.
      if (reply === undefined) return null;
      if (reply !== null || performance.now() >= until) return reply;
      await new Promise((resolve) => setTimeout(resolve, duplicatePollMs));
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#listener?.close();
    for (const resolve of this.#waiting.values()) resolve(null);
  }

  #receive(notice: ReplyNotice): void {
    for (const [runId, reply] of notice) {
      const resolve = this.#waiting.get(runId);
      if (resolve === undefined) this.#keep(runId, reply);
      else resolve(reply);
    }
  }

  #keep(runId: string, reply: Reply | null): void {
    const now = performance.now();
    for (const [id, { until }] of this.#early) {
      if (until > now && this.#early.size < maxEarly) break;
      this.#early.delete(id);
    }
    this.#early.set(runId, { reply, until: now + earlyMs });
  }

  /** Undefined: there is no such run. */
  async #lookUp(runId: RunId): Promise<Reply | null | undefined> {
    const stored = await this.#reader.reply(runId);
    if (stored === null) return undefined;
    if (stored.reply !== null) return openReply(stored.reply, (name) => this.#readBlob(stored.workspaceId, name));
    switch (stored.status) {
      case 'succeeded':
      case 'failed':
      case 'cancelled':
        return finishedReply(runId, stored.status);
      case 'queued':
      case 'running':
      case 'waiting':
      case 'compensating':
        return null;
    }
  }
}
