// Decides whether a delivery is who it says it is. Pure: settings, connection, headers, raw bytes and the time come in.
// A missing secret refuses: open is a setting of its own, never a fallback.
import { createHmac } from 'node:crypto';
import { checkToken } from './bearer-token.ts';
import { proofText, secretOf, unfitProof } from './caller-proof.ts';
import { anyBody, authorizationOf, headerOf, refuse, sameText } from './delivery-head.ts';
import type { BodyCheck, DeliveryHead, Refusal } from './delivery-head.ts';

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

function checkApiKey(delivery: DeliveryHead, secret: string): BodyCheck {
  const { apiKeyHeader } = delivery.settings;
  const key = headerOf(delivery, apiKeyHeader);
  if (key === undefined) return refuse('missingSignature', `The header ${apiKeyHeader} is missing.`);
  return sameText(key, secret)
    ? anyBody
    : refuse('wrongSignature', `The key in ${apiKeyHeader} is not the expected one.`);
}

/** User name and password are compared as one, so nobody learns which of them was wrong. */
function checkBasic(delivery: DeliveryHead, expected: string): BodyCheck {
  const given = authorizationOf(delivery, 'Basic');
  if (given === undefined) {
    return refuse('missingSignature', 'There is no user name and password in the header Authorization.');
  }
  return sameText(given, Buffer.from(expected, 'utf8').toString('base64'))
    ? anyBody
    : refuse('wrongSignature', 'The user name or the password is not the expected one.');
}

/** What can be told before the body is there; of the body, part by part. */
export async function checkDelivery(delivery: DeliveryHead): Promise<BodyCheck> {
  const { settings, proof } = delivery;
  const { auth } = settings;
  if (auth === 'open') return anyBody;
  if (auth === 'jwtSecret' || auth === 'jwtKey') return checkToken(delivery);
  const secret = secretOf(proof);
  const unfit = proof === undefined ? null : unfitProof(settings, proof.settings);
  if (proof === undefined || secret === undefined || unfit !== null) {
    const message =
      unfit === null
        ? 'The webhook has no secret. Bind a webhook connection that holds one to the trigger.'
        : `The webhook's connection does not fit: ${unfit}`;
    return refuse('missingSecret', message);
  }
  if (auth === 'hmac') return checkHmac(delivery, secret);
  return auth === 'apiKey'
    ? checkApiKey(delivery, secret)
    : checkBasic(delivery, `${proofText(proof.settings, 'username')}:${secret}`);
}
