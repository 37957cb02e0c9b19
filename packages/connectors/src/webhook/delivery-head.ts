// What is known of a delivery before its body, and how it is refused.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { CallerProof } from './caller-proof.ts';
import type { WebhookSettings } from './settings.ts';

export type RefusedBecause =
  | 'missingSecret'
  | 'missingSignature'
  | 'wrongSignature'
  | 'missingTimestamp'
  | 'staleTimestamp'
  | 'foreignToken';

export interface Refusal {
  readonly ok: false;
  readonly because: RefusedBecause;
  /** For the operator's log; the caller is told only that the delivery was refused. Holds nothing of what was sent. */
  readonly message: string;
}

export type Verification = { readonly ok: true } | Refusal;

/** Takes the body as it comes and says at its end whether it is the one that was signed. */
export type BodyCheck = { readonly ok: true; update(part: Uint8Array): void; end(): Verification } | Refusal;

export interface DeliveryHead {
  readonly settings: WebhookSettings;
  /** The connection in the trigger's slot; undefined without one. */
  readonly proof: CallerProof | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly nowMs: number;
}

export const refuse = (because: RefusedBecause, message: string): Refusal => ({ ok: false, because, message });

/** For callers of whom all is known by the head. */
export const anyBody: BodyCheck = { ok: true, update: () => undefined, end: () => ({ ok: true }) };

/** Hashing both first makes the comparison take the same time whatever their lengths are. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A header that came twice is no header: which one counts would be the sender's choice. */
export function headerOf({ headers }: Pick<DeliveryHead, 'headers'>, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' && value !== '' ? value.trim() : undefined;
}

/** What stands behind `Basic` or `Bearer`, whose case does not matter. */
export function authorizationOf(
  delivery: Pick<DeliveryHead, 'headers'>,
  scheme: 'Basic' | 'Bearer',
): string | undefined {
  const [given, value, ...more] = headerOf(delivery, 'authorization')?.split(/ +/) ?? [];
  return given?.toLowerCase() === scheme.toLowerCase() && more.length === 0 ? value : undefined;
}
