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

export type Verification =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly because: RefusedBecause;
      /** For the operator's log; the caller is told only that the delivery was refused. */
      readonly message: string;
    };

export interface Delivery {
  readonly settings: WebhookSettings;
  /** `secret` of the connection in the trigger's slot; undefined or blank without one. */
  readonly secret: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawBody: Uint8Array;
  readonly nowMs: number;
}

const refuse = (because: RefusedBecause, message: string): Verification => ({ ok: false, because, message });

/** Hashing both first makes the comparison take the same time whatever their lengths are. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A header that came twice is no header: which one counts would be the sender's choice. */
function headerOf(delivery: Delivery, name: string): string | undefined {
  const value = delivery.headers[name.toLowerCase()];
  return typeof value === 'string' && value !== '' ? value.trim() : undefined;
}

function checkTimestamp(delivery: Delivery, header: string): Verification & { readonly text?: string } {
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

function verifyHmac(delivery: Delivery, secret: string): Verification {
  const { settings, rawBody } = delivery;
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
    hmac.update(`${time.text ?? ''}.`);
  }
  const expected = hmac.update(rawBody).digest(settings.encoding);
  const signature = given.slice(settings.prefix.length);
  const isRight = sameText(settings.encoding === 'hex' ? signature.toLowerCase() : signature, expected);
  return isRight
    ? { ok: true }
    : refuse('wrongSignature', `The signature in ${settings.signatureHeader} does not belong to this body and secret.`);
}

export function verifySignature(delivery: Delivery): Verification {
  const { settings, secret } = delivery;
  if (settings.auth === 'open') return { ok: true };
  if (secret === undefined || secret.trim() === '') {
    return refuse(
      'missingSecret',
      'The webhook has no secret. Bind a webhook connection that holds one to the trigger.',
    );
  }
  if (settings.auth === 'hmac') return verifyHmac(delivery, secret);
  const key = headerOf(delivery, settings.apiKeyHeader);
  if (key === undefined) return refuse('missingSignature', `The header ${settings.apiKeyHeader} is missing.`);
  return sameText(key, secret)
    ? { ok: true }
    : refuse('wrongSignature', `The key in ${settings.apiKeyHeader} is not the expected one.`);
}
