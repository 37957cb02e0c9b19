import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { WebhookSettings } from './settings.ts';
import { checkDelivery } from './check-delivery.ts';
import type { DeliveryHead } from './delivery-head.ts';

const secret = 'shop-secret-for-tests';
const rawBody = Buffer.from('{"id":5871340126401}');
const nowMs = 1_700_000_000_000;
const base64 = createHmac('sha256', secret).update(rawBody).digest('base64');

const settings = (parts: object) => WebhookSettings.parse({ auth: 'hmac', ...parts });
const shop = settings({ signatureHeader: 'X-Shop-Signature', encoding: 'base64' });

interface Given extends Omit<Partial<DeliveryHead>, 'proof'> {
  readonly secret?: string | undefined;
  readonly username?: string;
  readonly rawBody?: Buffer;
}

const head = ({ secret: held = secret, username, ...parts }: Given & { secret?: string }): DeliveryHead => ({
  settings: shop,
  proof: { settings: username === undefined ? {} : { username }, credential: { secret: held } },
  headers: { 'x-shop-signature': base64 },
  nowMs,
  ...parts,
});

async function reasonOf({ rawBody: body = rawBody, ...given }: Given): Promise<string> {
  const withoutSecret = 'secret' in given && given.secret === undefined;
  const { secret: held = secret, ...rest } = given;
  const check = await checkDelivery({
    ...head({ ...rest, secret: held }),
    ...(withoutSecret ? { proof: undefined } : {}),
  });
  if (!check.ok) return check.because;
  check.update(body);
  const end = check.end();
  return end.ok ? 'ok' : end.because;
}

describe('checkDelivery of a signed body', () => {
  it('accepts the right signature, in base64 and in hexadecimal with a prefix', async () => {
    expect(await reasonOf({})).toBe('ok');
    const hex = createHmac('sha512', secret).update(rawBody).digest('hex').toUpperCase();
    const prefixed = settings({ signatureHeader: 'X-Hub-Signature', algorithm: 'sha512', prefix: 'sha512=' });
    expect(await reasonOf({ settings: prefixed, headers: { 'x-hub-signature': `sha512=${hex}` } })).toBe('ok');
  });

  it.each([
    ['a changed body', { rawBody: Buffer.from('{"id":5871340126402}') }, 'wrongSignature'],
    ['another secret', { secret: 'another-secret' }, 'wrongSignature'],
    ['a missing header', { headers: {} }, 'missingSignature'],
    ['a header that came twice', { headers: { 'x-shop-signature': [base64, base64] } }, 'missingSignature'],
    ['a cut signature', { headers: { 'x-shop-signature': base64.slice(0, 10) } }, 'wrongSignature'],
    ['no secret', { secret: undefined }, 'missingSecret'],
    ['a blank secret', { secret: '  ' }, 'missingSecret'],
  ])('refuses %s', async (_name, parts, because) => {
    expect(await reasonOf(parts)).toBe(because);
  });

  it('checks a body part by part, and what the head tells before it', async () => {
    const check = (signature: string | undefined) =>
      checkDelivery(head({ headers: { 'x-shop-signature': signature } }));
    const outcome = async (signature: string, parts: Buffer[]) => {
      const begun = await check(signature);
      if (!begun.ok) return begun.because;
      for (const part of parts) begun.update(part);
      const end = begun.end();
      return end.ok ? 'ok' : end.because;
    };
    const halves = [rawBody.subarray(0, 5), rawBody.subarray(5)];
    expect(await outcome(base64, halves)).toBe('ok');
    expect(await outcome(base64, halves.toReversed())).toBe('wrongSignature');
    expect(await outcome(base64, [])).toBe('wrongSignature');
    expect(await check(undefined)).toMatchObject({ ok: false, because: 'missingSignature' });
  });

  it('refuses a blank secret even when the body was signed with it', async () => {
    const signature = createHmac('sha256', '').update(rawBody).digest('base64');
    expect(await reasonOf({ secret: '', headers: { 'x-shop-signature': signature } })).toBe('missingSecret');
  });

  it('refuses a replay: the signed time counts, and cannot be changed', async () => {
    const timed = settings({ timestampHeader: 'X-Time', prefix: 'v1=' });
    const sign = (time: string) =>
      `v1=${createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest('hex')}`;
    const now = String(nowMs / 1_000);
    const old = String(nowMs / 1_000 - 600);
    const at = (time: string, signed: string) =>
      reasonOf({ settings: timed, headers: { 'x-time': time, 'x-signature': sign(signed) } });
    expect(await at(now, now)).toBe('ok');
    expect(await at(old, old)).toBe('staleTimestamp');
    expect(await at(now, old)).toBe('wrongSignature');
    expect(await at('soon', now)).toBe('missingTimestamp');
  });
});

describe('checkDelivery of a head', () => {
  it('checks an API key, and lets anybody in only when open is chosen', async () => {
    const keyed = settings({ auth: 'apiKey' });
    expect(await reasonOf({ settings: keyed, headers: { 'x-api-key': secret } })).toBe('ok');
    expect(await reasonOf({ settings: keyed, headers: { 'x-api-key': 'guess' } })).toBe('wrongSignature');
    expect(await reasonOf({ settings: keyed, headers: {}, secret: undefined })).toBe('missingSecret');
    expect(await reasonOf({ settings: settings({ auth: 'open' }), headers: {}, secret: undefined })).toBe('ok');
    expect(WebhookSettings.parse({}).auth).toBe('hmac');
  });

  const basic = (pair: string, scheme = 'Basic') => `${scheme} ${Buffer.from(pair).toString('base64')}`;
  const login = (authorization: string | string[] | undefined, parts: Given = {}) =>
    reasonOf({ settings: settings({ auth: 'basic' }), headers: { authorization }, username: 'shop', ...parts });

  it('knows a user name and password, whatever the case of “Basic” and whatever letters they have', async () => {
    expect(await login(basic(`shop:${secret}`))).toBe('ok');
    expect(await login(basic(`shop:${secret}`, 'bASIC'))).toBe('ok');
    expect(await login(basic('Åse:pass:wörd'), { username: 'Åse', secret: 'pass:wörd' })).toBe('ok');
  });

  it.each([
    ['another password', basic('shop:guess'), {}, 'wrongSignature'],
    ['another user', basic(`shop2:${secret}`), {}, 'wrongSignature'],
    ['a longer user name', basic(`shop:x:${secret}`), {}, 'wrongSignature'],
    ['no password', basic('shop:'), {}, 'wrongSignature'],
    ['the pair in clear', `Basic shop:${secret}`, {}, 'wrongSignature'],
    ['another scheme', basic(`shop:${secret}`, 'Bearer'), {}, 'missingSignature'],
    ['more behind it', `${basic(`shop:${secret}`)} x`, {}, 'missingSignature'],
    ['a header that came twice', [basic(`shop:${secret}`), basic(`shop:${secret}`)], {}, 'missingSignature'],
    ['no header', undefined, {}, 'missingSignature'],
    ['a connection without a user name', basic(`:${secret}`), { username: '' }, 'missingSecret'],
    ['a connection with a blank password', basic('shop: '), { secret: ' ' }, 'missingSecret'],
    ['no connection', basic('shop:'), { secret: undefined }, 'missingSecret'],
  ])('refuses %s', async (_name, header, parts, because) => {
    expect(await login(header, parts)).toBe(because);
  });
});
