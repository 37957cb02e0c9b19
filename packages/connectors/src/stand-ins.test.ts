// The HTTP connector against the scenario's payment and parcel services, with their faults.
import { createEgress } from '@patchbay/connector-sdk/egress';
import { testContext } from '@patchbay/connector-sdk/testing';
import type { Json, JsonObject } from '@patchbay/connector-sdk';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parcelKey, startParcelApi } from '../../../e2e/fixtures/parcel-api.ts';
import { paymentToken, startPaymentApi } from '../../../e2e/fixtures/payment-api.ts';
import { httpRequest } from './http/request.ts';

const payment = await startPaymentApi();
const parcel = await startParcelApi();
const egress = createEgress({
  allow: [payment, parcel].map(({ port }) => ({ kind: 'cidr' as const, cidr: '127.0.0.1/32', port })),
});

afterAll(async () => {
  await egress.close();
  await payment.close();
  await parcel.close();
});
beforeEach(() => {
  payment.reset();
  parcel.reset();
});

const paymentSettings = { settings: { baseUrl: payment.url, auth: 'bearer' }, credential: { token: paymentToken } };
const charge = (idempotencyKey: string, token = 'tok_4f1d0c'): Promise<Json> =>
  httpRequest.call(testContext(egress, { ...paymentSettings, idempotencyKey }), {
    method: 'POST',
    url: '/charges',
    repeat: 'key',
    acceptStatus: '201, 402',
    body: { amountMinor: 18_460, currency: 'EUR', token, reference: '1042' },
  });
const address = {
  name: 'Solheim & Søn AS',
  lines: ['Lærkevej 3'],
  postcode: '2400',
  city: 'København NV',
  countryIso3: 'DNK',
};
const parcelSettings = {
  settings: { baseUrl: `${parcel.url}/v1`, auth: 'apiKeyHeader', apiKeyName: 'X-Api-Key' },
  credential: { apiKey: parcelKey },
};
const book = (parts: JsonObject = {}): Promise<Json> =>
  httpRequest.call(testContext(egress, { ...parcelSettings, idempotencyKey: 'unused' }), {
    method: 'POST',
    url: '/parcels',
    notExecutedStatus: '503',
    timeoutMs: 500,
    body: { to: address, weightGrams: 3_820, service: 'std', reference: '1042', ...parts },
  });

describe('charging', () => {
  it('charges once for one key, even when the first answer was lost', async () => {
    payment.fail({ reset: true, when: 'after' });
    await expect(charge('key-1')).rejects.toMatchObject({ kind: 'transient', effect: 'unknown' });
    const first = await charge('key-1');
    expect(first).toMatchObject({ status: 201, body: { status: 'captured', amountMinor: 18_460 } });
    expect(await charge('key-1')).toMatchObject({ body: (first as JsonObject)['body'] });
    expect(payment.state()).toMatchObject({ charges: [{ reference: '1042' }], calls: 3, repeated: 2 });
  });

  it('hands a declined card back to be branched on', async () => {
    expect(await charge('key-2', 'tok_declined')).toMatchObject({
      status: 402,
      body: { declineCode: 'insufficient_funds' },
    });
    expect(payment.state()).toMatchObject({ charges: [], declined: ['1042'] });
  });

  it('waits as long as it is asked to', async () => {
    payment.fail({ status: 429, retryAfterSeconds: 3 });
    await expect(charge('key-3')).rejects.toMatchObject({ kind: 'rateLimited', retryAfterMs: 3_000, effect: 'none' });
    expect(payment.state().charges).toEqual([]);
  });

  it('refunds in full, once', async () => {
    const { id } = ((await charge('key-4')) as { body: { id: string } }).body;
    const refund = (idempotencyKey: string) =>
      httpRequest.call(testContext(egress, { ...paymentSettings, idempotencyKey }), {
        method: 'POST',
        url: `/charges/${id}/refunds`,
        repeat: 'key',
      });
    expect(await refund('r-1')).toMatchObject({ body: { status: 'refunded' } });
    expect(await refund('r-1')).toMatchObject({ body: { status: 'refunded' } });
    await expect(refund('r-2')).rejects.toMatchObject({ kind: 'conflict', effect: 'none' });
  });
});

describe('booking a parcel', () => {
  it('sends no key, and books one parcel a call', async () => {
    expect(await book()).toMatchObject({ status: 201, body: { trackingNo: 'PX0000000001' } });
    expect(await book()).toMatchObject({ body: { trackingNo: 'PX0000000002' } });
  });

  it('knows when nothing was booked, and when nobody can know', async () => {
    await expect(book({ weightGrams: 0 })).rejects.toMatchObject({ kind: 'invalidInput', effect: 'none' });
    parcel.fail({ status: 503 });
    await expect(book()).rejects.toMatchObject({ kind: 'transient', effect: 'none' });
    expect(parcel.state().parcels).toEqual([]);
    parcel.fail({ reset: true, when: 'after' });
    await expect(book()).rejects.toMatchObject({ kind: 'transient', effect: 'unknown' });
    parcel.fail({ delayMs: 5_000, when: 'after' });
    await expect(book()).rejects.toMatchObject({ kind: 'transient', effect: 'unknown' });
    expect(parcel.state().parcels).toHaveLength(2);
  });
});
