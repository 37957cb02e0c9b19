// A large body on its way in: counted and checked as it comes, held while it is small enough to be looked into, else written to the blob
// store, which asks for the next part when it has written the last one.
import { checkBodyType, heldBodyBytes } from '@patchbay/engine';
import type { StoredContent } from '@patchbay/model/run';
import type { FastifyRequest } from 'fastify';
import type { OpenBody } from './body.ts';
import { keyedBytesOf, limitOf, tooLarge } from './body-limit.ts';
import type { DeliveryCheck } from './delivery-check.ts';
import type { IngressParts, SettledHook } from './ingress-parts.ts';

/** What goes on as a stream takes no more memory than this, however long it is under way. */
const streamBytes = 131_072;

export interface Upload {
  readonly request: FastifyRequest;
  readonly hook: SettledHook;
  /** Null: anybody may send. */
  readonly check: DeliveryCheck | null;
  readonly body: OpenBody;
}

export interface Received {
  readonly body: Buffer | StoredContent;
  /** Gives back the memory that was set aside for it. */
  readonly leave: () => void;
}

/** Rejects with AppError, before anything is read where that can be told by the head; then nothing of it is kept. */
export async function receiveUpload({ request, hook, check, body }: Upload, parts: IngressParts): Promise<Received> {
  const { headers } = request;
  const { workspaceId } = hook.deployment;
  checkBodyType(headers['content-type'] ?? '', { asFile: !hook.readsBody, reading: hook.trigger.reading });
  parts.backlog.refuseWhenFull(workspaceId);
  const declared = Number(headers['content-length'] ?? 0);
  parts.strain.refuseWithoutRoom(declared);
  const heldBytes = hook.trigger.keysReadBody ? keyedBytesOf(hook) : heldBodyBytes;
  const isHeld = declared <= heldBytes;
  let leave = parts.room.enter(isHeld ? declared || heldBytes : streamBytes);
  try {
    const checked = checkedParts({ body, hook, check }, parts);
    // Of what is known to be larger nothing is held.
    const begun = isHeld ? await hold(checked, { body, most: heldBytes }) : [];
    if (Buffer.isBuffer(begun)) return { body: begun, leave };
    const narrow = (): void => {
      leave();
      leave = parts.room.enter(streamBytes);
    };
    const stored = await parts.putStream(workspaceId, goOn(begun, checked, narrow));
    leave();
    return { body: stored, leave };
  } catch (error) {
    leave();
    throw error;
  }
}

interface Checked {
  readonly body: OpenBody;
  readonly hook: SettledHook;
  readonly check: DeliveryCheck | null;
}

/** The last part comes to its end only when the whole is as it should be: until then nobody keeps any of it. */
async function* checkedParts({ body, hook, check }: Checked, parts: IngressParts): AsyncGenerator<Buffer> {
  const limit = limitOf(hook, parts);
  let size = 0;
  for await (const part of body.parts()) {
    size += part.length;
    if (size > limit.bytes) throw tooLarge(null, limit);
    parts.strain.refuseWithoutRoom(0);
    check?.update(part);
    yield part;
  }
  check?.end();
}

interface Holding {
  readonly body: OpenBody;
  readonly most: number;
}

/** All of it, or its parts so far where it is larger. Its sender has little time: nobody else has that memory meanwhile. */
async function hold(parts: AsyncGenerator<Buffer>, { body, most }: Holding): Promise<Buffer | Buffer[]> {
  const held: Buffer[] = [];
  let size = 0;
  const unhurry = body.hurry();
  try {
    while (size <= most) {
      const next = await parts.next();
      if (next.done === true) return Buffer.concat(held, size);
      held.push(next.value);
      size += next.value.length;
    }
    return held;
  } finally {
    unhurry();
  }
}

async function* goOn(held: Buffer[], rest: AsyncGenerator<Buffer>, onHeldGone: () => void): AsyncGenerator<Buffer> {
  for (let part = held.shift(); part !== undefined; part = held.shift()) yield part;
  onHeldGone();
  yield* rest;
}
