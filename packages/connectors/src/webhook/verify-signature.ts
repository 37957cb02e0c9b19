// Decides whether a delivery is who it says it is. Pure: settings, secret, headers, raw bytes and the time come in.
// A missing secret refuses: open is a setting of its own, never a fallback.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookSettings } from './settings.ts';

export type RefusedBecause =
  | 'missingSecret'
  | 'missingSignature'
  | 'wrongSignature'
  | 'missingTimestamp'
  | 'staleTimestamp';

export interface Refusal {
  readonly ok: false;
  readonly because: RefusedBecause;
  /** For the operator's log; the caller is told only that the delivery was refused. */
  readonly message: string;
}

export type Verification = { readonly ok: true } | Refusal;

/** Takes the body as it comes and says at its end whether it is the one that was signed. */
export type BodyCheck = { readonly ok: true; update(part: Uint8Array): void; end(): Verification } | Refusal;

export interface DeliveryHead {
  readonly settings: WebhookSettings;
  /** `secret` of the connection in the trigger's slot; undefined or blank without one. */
  readonly secret: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly nowMs: number;
}

export interface Delivery extends DeliveryHead {
  readonly rawBody: Uint8Array;
}

const refuse = (because: RefusedBecause, message: string): Refusal => ({ ok: false, because, message });

/** Hashing both first makes the comparison take the same time whatever their lengths are. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A header that came twice is no header: which one counts would be the sender's choice. */
function headerOf(delivery: DeliveryHead, name: string): string | undefined {
  const value = delivery.headers[name.toLowerCase()];
  return typeof value === 'string' && value !== '' ? value.trim() : undefined;
}

function checkTimestamp(
  delivery: DeliveryHead,
  header: string,
): Refusal | { readonly ok: true; readonly text: string } {
  const text = headerOf(delivery, header);
  if (text === undefined || !/^\d{1,13}$/.test(text)) {
    return refuse('missingTimestamp', `The header ${header} holds no time in Unix seconds.`);
  }
  const ageSeconds = Math.abs(delivery.nowMs / 1_000 - Number(text));
  if (ageSeconds > delivery.settings.toleranceSeconds) {
    return refuse(
      'staleTimestamp',
      `The signed time lies ${Math.round(ageSeconds)} s away from now, beyond the window.`,
    );
  }
  return { ok: true, text };
}

function checkHmac(delivery: DeliveryHead, secret: string): BodyCheck {
  const { settings } = delivery;
  const given = headerOf(delivery, settings.signatureHeader);
  if (given === undefined || !given.startsWith(settings.prefix)) {
    return refuse(
      'missingSignature',
      `The header ${settings.signatureHeader} is missing, or does not start as expected.`,
    );
  }
  const hmac = createHmac(settings.algorithm, secret);
  if (settings.timestampHeader !== '') {
    const time = checkTimestamp(delivery, settings.timestampHeader);
    if (!time.ok) return time;
    hmac.update(`${time.text}.`);
  }
  return {
    ok: true,
    update: (part) => void hmac.update(part),
    end: () => {
      const expected = hmac.digest(settings.encoding);
      const signature = given.slice(settings.prefix.length);
      if (sameText(settings.encoding === 'hex' ? signature.toLowerCase() : signature, expected)) return { ok: true };
      const reason = `The signature in ${settings.signatureHeader} does not belong to this body and secret.`;
      return refuse('wrongSignature', reason);
    },
  };
}

const anyBody: BodyCheck = { ok: true, update: () => undefined, end: () => ({ ok: true }) };

/** What can be told before the body is there; of the body, part by part. */
export function checkDelivery(delivery: DeliveryHead): BodyCheck {
  const { settings, secret } = delivery;
  if (settings.auth === 'open') return anyBody;
  if (secret === undefined || secret.trim() === '') {
    return refuse(
      'missingSecret',
      'The webhook has no secret. Bind a webhook connection that holds one to the trigger.',
    );
  }
  if (settings.auth === 'hmac') return checkHmac(delivery, secret);
  const key = headerOf(delivery, settings.apiKeyHeader);
  if (key === undefined) return refuse('missingSignature', `The header ${settings.apiKeyHeader} is missing.`);
  return sameText(key, secret)
    ? anyBody
    : refuse('wrongSignature', `The key in ${settings.apiKeyHeader} is not the expected one.`);
}

export function verifySignature({ rawBody, ...head }: Delivery): Verification {
  const check = checkDelivery(head);
  if (!check.ok) return check;
  check.update(rawBody);
  return check.end();
}
