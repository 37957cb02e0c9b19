// The bytes of a delivery. What fits into an event is read at once; of what is larger no more is read than has come already, until
// somebody says that it may come.
import type { IncomingMessage } from 'node:http';
import { inlineBodyBytes } from '@patchbay/engine/accept';

/** A small body has so long to arrive. */
const smallBodyMs = 120_000;
/** The least pace of a large body: who takes longer for so many bytes is cut off. */
const pace = { bytes: 65_536, ms: 60_000 };
/** So long the rest of a body that nobody wants is taken off the wire, for its sender to read why. */
const lingerMs = 2_000;

/** A body that is larger than what an event holds. */
export class OpenBody {
  readonly #begun: Buffer[];
  readonly #rest: IncomingMessage;

  constructor(begun: Buffer[], rest: IncomingMessage) {
    this.#begun = begun;
    this.#rest = rest;
  }

  /** While it is held in memory it has no longer than a small body. Hands back what ends that. */
  hurry(): () => void {
    const timer = setTimeout(() => this.#rest.destroy(new Error('the body took too long')), smallBodyMs);
    return () => clearTimeout(timer);
  }

  /** Each part once, as fast as they are taken. Fails when the sender is cut off, goes or is too slow. */
  async *parts(): AsyncGenerator<Buffer> {
    for (let part = this.#begun.shift(); part !== undefined; part = this.#begun.shift()) yield part;
    const rest = this.#rest;
    // Whoever stops in the middle has something to answer.
    const coming = rest.iterator({ destroyOnReturn: false });
    // Only the time that the sender takes counts: whoever writes the parts may be slow.
    let came = { bytes: 0, ms: 0 };
    try {
      for (;;) {
        const asked = performance.now();
        const timer = setTimeout(() => rest.destroy(new Error('the sender was too slow')), pace.ms - came.ms);
        const next = await coming.next().finally(() => clearTimeout(timer));
        if (next.done === true) break;
        const part = next.value as Buffer;
        came = { bytes: came.bytes + part.length, ms: came.ms + performance.now() - asked };
        if (came.bytes >= pace.bytes) came = { bytes: 0, ms: 0 };
        yield part;
      }
    } finally {
      await coming.return?.();
    }
    if (!rest.complete) throw new Error('the body was cut off');
  }
}

type Done = (error: Error | null, body?: Buffer | OpenBody) => void;

export function takeBody(payload: IncomingMessage, done: Done): void {
  if (Number(payload.headers['content-length'] ?? 0) > inlineBodyBytes) {
    done(null, new OpenBody([], payload));
    return;
  }
  const parts: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => payload.destroy(new Error('the body took too long')), smallBodyMs);
  const end = (error: Error | null, body?: Buffer | OpenBody): void => {
    clearTimeout(timer);
    payload.off('data', onData);
    payload.off('end', onEnd);
    payload.off('error', end);
    done(error, body);
  };
  const onData = (part: Buffer): void => {
    parts.push(part);
    size += part.length;
    if (size <= inlineBodyBytes) return;
    payload.pause();
    end(null, new OpenBody(parts, payload));
  };
  // A copy: the parts are views of a larger buffer.
  const onEnd = (): void => end(null, Buffer.concat(parts, size));
  payload.on('data', onData);
  payload.on('end', onEnd);
  payload.on('error', end);
}

/** After the answer. */
export function letGo(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), lingerMs);
  for (const over of ['end', 'close']) request.once(over, () => clearTimeout(timer));
  request.on('error', () => undefined);
  request.resume();
}
