import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { sideEffectOf } from '@patchbay/connector-sdk';
import type { BatchWriter, Json } from '@patchbay/connector-sdk';
import { testContext } from '@patchbay/connector-sdk/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestService } from '../testing/test-service.ts';
import type { TestService } from '../testing/test-service.ts';
import { httpWriteRecords } from './write-records.ts';

let service: TestService;
let status = 200;
const came: { method: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  service = await openTestService((request, response) => {
    void text(request).then((body) => {
      came.push({ method: request.method, headers: request.headers, body });
      response.writeHead(status).end('{}');
    });
  });
});
afterAll(() => service[Symbol.asyncDispose]());
beforeEach(() => {
  status = 200;
  came.length = 0;
});

const open = async (input: Record<string, Json>): Promise<BatchWriter> => {
  const context = testContext(service.egress);
  const writer = await httpWriteRecords.open?.(context, { url: `${service.origin}/bulk`, ...input });
  if (writer?.type !== 'batches') throw new Error('it writes batches');
  return writer;
};
const rows = [{ id: 1 }, { id: 2 }];
const batch = { rows, number: 0, idempotencyKey: 'K0' };

describe('http.writeRecords', () => {
  it.each<[string, Record<string, Json>, string, string]>([
    ['a list', {}, 'application/json', '[{"id":1},{"id":2}]'],
    ['a list in a field', { field: 'orders' }, 'application/json', '{"orders":[{"id":1},{"id":2}]}'],
    ['lines', { format: 'lines' }, 'application/x-ndjson', '{"id":1}\n{"id":2}\n'],
  ])('sends a batch as %s', async (_what, input, type, body) => {
    await (await open(input)).write(batch);
    expect(came).toMatchObject([{ method: 'POST', headers: { 'content-type': type }, body }]);
    expect(came[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  it('sends one record a request, under the key of its batch', async () => {
    const writer = await open({ format: 'one', method: 'PUT', repeat: 'key', idempotencyHeader: 'X-Once' });
    expect(writer.batchSize).toBe(1);
    await writer.write({ rows: [{ id: 1 }], number: 0, idempotencyKey: 'K0' });
    expect(came).toMatchObject([{ method: 'PUT', headers: { 'x-once': 'K0' }, body: '{"id":1}' }]);
  });

  it('is unsafe unless the service says that it may be repeated', () => {
    const { sideEffect } = httpWriteRecords.manifest;
    expect(['never', 'key', 'safe'].map((repeat) => sideEffectOf(sideEffect, { repeat }))).toEqual([
      'unsafe',
      'keyed',
      'keyed',
    ]);
    expect(sideEffectOf(sideEffect, {})).toBe('unsafe');
  });

  it.each([
    ['never', false],
    ['key', false],
    ['safe', true],
  ])('takes other records under a number that it knows only where requests are safe: %s', async (repeat, isByKey) => {
    expect((await open({ repeat })).writesByKey).toBe(isByKey);
  });

  it.each([
    [422, 'invalidInput', 'none'],
    [429, 'rateLimited', 'none'],
    [503, 'transient', 'unknown'],
  ])('says what a %d means for the batch', async (answered, kind, effect) => {
    status = answered;
    await expect((await open({})).write(batch)).rejects.toMatchObject({ kind, effect });
  });

  it('refuses settings that do not fit', async () => {
    await expect(open({ batchSize: 0 })).rejects.toMatchObject({ kind: 'invalidInput' });
  });
});
