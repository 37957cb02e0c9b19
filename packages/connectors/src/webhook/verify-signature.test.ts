import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { WebhookSettings } from './settings.ts';
import { checkDelivery, verifySignature } from './verify-signature.ts';
import type { Delivery } from './verify-signature.ts';

const secret = 'shop-secret-for-tests';
const rawBody = Buffer.from('{"id":5871340126401}');
const nowMs = 1_700_000_000_000;
const base64 = createHmac('sha256', secret).update(rawBody).digest('base64');

const settings = (parts: object) => WebhookSettings.parse({ auth: 'hmac', ...parts });
const shop = settings({ signatureHeader: 'X-Shop-Signature', encoding: 'base64' });
const verify = (parts: Partial<Delivery>) =>
  verifySignature({ settings: shop, secret, headers: { 'x-shop-signature': base64 }, rawBody, nowMs, ...parts });
const reasonOf = (parts: Partial<Delivery>): string => {
  const result = verify(parts);
  return result.ok ? 'ok' : result.because;
};

describe('verifySignature', () => {
  it('accepts the right signature, in base64 and in hexadecimal with a prefix', () => {
    expect(reasonOf({})).toBe('ok');
    const hex = createHmac('sha512', secret).update(rawBody).digest('hex').toUpperCase();
    const prefixed = settings({ signatureHeader: 'X-Hub-Signature', algorithm: 'sha512', prefix: 'sha512=' });
    expect(reasonOf({ settings: prefixed, headers: { 'x-hub-signature': `sha512=${hex}` } })).toBe('ok');
  });

  it.each([
    ['a changed body', { rawBody: Buffer.from('{"id":5871340126402}') }, 'wrongSignature'],
    ['another secret', { secret: 'another-secret' }, 'wrongSignature'],
    ['a missing header', { headers: {} }, 'missingSignature'],
    ['a header that came twice', { headers: { 'x-shop-signature': [base64, base64] } }, 'missingSignature'],
    ['a cut signature', { headers: { 'x-shop-signature': base64.slice(0, 10) } }, 'wrongSignature'],
    ['no secret', { secret: undefined }, 'missingSecret'],
    ['a blank secret', { secret: '  ' }, 'missingSecret'],
  ])('refuses %s', (_name, parts, because) => {
    expect(reasonOf(parts)).toBe(because);
  });

  it('checks a body part by part, and what the head tells before it', () => {
    const check = (signature: string | undefined) =>
      checkDelivery({ settings: shop, secret, nowMs, headers: { 'x-shop-signature': signature } });
    const outcome = (signature: string, parts: Buffer[]) => {
      const begun = check(signature);
      if (!begun.ok) return begun.because;
      for (const part of parts) begun.update(part);
      const end = begun.end();
      return end.ok ? 'ok' : end.because;
    };
    const halves = [rawBody.subarray(0, 5), rawBody.subarray(5)];
    expect(outcome(base64, halves)).toBe('ok');
    expect(outcome(base64, halves.toReversed())).toBe('wrongSignature');
    expect(outcome(base64, [])).toBe('wrongSignature');
    expect(check(undefined)).toMatchObject({ ok: false, because: 'missingSignature' });
  });

  it('refuses a blank secret even when the body was signed with it', () => {
    const signature = createHmac('sha256', '').update(rawBody).digest('base64');
    expect(reasonOf({ secret: '', headers: { 'x-shop-signature': signature } })).toBe('missingSecret');
  });

  it('refuses a replay: the signed time counts, and cannot be changed', () => {
    const timed = settings({ timestampHeader: 'X-Time', prefix: 'v1=' });
    const sign = (time: string) =>
      `v1=${createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest('hex')}`;
    const now = String(nowMs / 1_000);
    const old = String(nowMs / 1_000 - 600);
    const at = (time: string, signed: string) =>
      reasonOf({ settings: timed, headers: { 'x-time': time, 'x-signature': sign(signed) } });
    expect(at(now, now)).toBe('ok');
    expect(at(old, old)).toBe('staleTimestamp');
    expect(at(now, old)).toBe('wrongSignature');
    expect(at('soon', now)).toBe('missingTimestamp');
  });

  it('checks an API key, and lets anybody in only when open is chosen', () => {
    const keyed = settings({ auth: 'apiKey' });
    expect(reasonOf({ settings: keyed, headers: { 'x-api-key': secret } })).toBe('ok');
    expect(reasonOf({ settings: keyed, headers: { 'x-api-key': 'guess' } })).toBe('wrongSignature');
    expect(reasonOf({ settings: keyed, headers: {}, secret: undefined })).toBe('missingSecret');
    expect(reasonOf({ settings: settings({ auth: 'open' }), headers: {}, secret: undefined })).toBe('ok');
    expect(WebhookSettings.parse({}).auth).toBe('hmac');
  });
});
