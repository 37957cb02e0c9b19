// The body of an event that is large: read when a step looks into it, and not at all when it only goes on as bytes.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { BodyReading } from './body-reading.ts';
import { isJsonType, parseBody, triggerValue } from './trigger-value.ts';

export interface ArrivedEvent {
  /** As JSON text, or read already. */
  readonly meta: string | JsonObject;
  readonly contentType: string;
  readonly body: Uint8Array | null;
  /** Nothing looks into the body: a file of records stays as it came. */
  readonly asFile?: boolean | undefined;
}

/** Bodies up to this size are read at once: it takes less than to put it off. */
const readAtOnceBytes = 64 * 1024;

export class EventBody {
  /** What expressions see as `trigger`. */
  readonly trigger: Json;
  #unread: Uint8Array | null = null;

  /** `reading`: how its trigger reads it. @throws AppError as `parseBody` does; of a large body, when it is read. */
  constructor(event: ArrivedEvent, reading: BodyReading | null = null) {
    const { body, contentType, meta, asFile = false } = event;
    if (body === null || body.length <= readAtOnceBytes) {
      this.trigger = triggerValue(event, reading);
      return;
    }
    const parsed: unknown = typeof meta === 'string' ? JSON.parse(meta) : meta;
    const trigger: Record<string, Json> = { ...(isJsonObject(parsed) ? parsed : {}) };
    const set = (value: Json): Json => {
      this.#unread = null;
      Object.defineProperty(trigger, 'body', { value, enumerable: true });
      return value;
    };
    Object.defineProperty(trigger, 'body', {
      enumerable: true,
      configurable: true,
      get: () => set(parseBody(body, contentType, { asFile, reading })),
    });
    if (reading === null && isJsonType(contentType)) this.#unread = body;
    this.trigger = trigger;
  }

  /** Its bytes, JSON, as long as nobody has read them. */
  get unread(): Uint8Array | null {
    return this.#unread;
  }
}
