import { AppError } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, test } from 'vitest';
import type { WorkPool } from '../work/work-pool.ts';
import { doWork } from '../work/work.ts';
import type { Work } from '../work/work.ts';
import { checkDocument } from './check-document.ts';
import { createDocumentCheck } from './document-check.ts';

const documentOf = (rules: number): MappingDocument => ({
  map: 1,
  sources: { order: {} },
  root: {
    fields: Object.fromEntries(Array.from({ length: rules }, (_, at) => [`f${at}`, { expr: `order.a + noted${at}` }])),
  },
  samples: [{ name: 'one', in: { order: { note: 'x'.repeat(100_000) } } }],
});

/** A pool that notes what it is given and does it here, or refuses it. */
function aPool(refusal?: AppError): { readonly pool: WorkPool; readonly given: Work[] } {
  const given: Work[] = [];
  const run = async (work: Work): Promise<unknown> => {
    given.push(work);
    if (refusal !== undefined) throw refusal;
    return doWork(work);
  };
  return { given, pool: { run: run as WorkPool['run'], [Symbol.asyncDispose]: () => Promise.resolve() } };
}

describe('the check of a document', () => {
  test('is done here when it is small, whatever its samples weigh, and by a thread when it is large', async () => {
    const { pool, given } = aPool();
    const { check } = createDocumentCheck(pool);
    expect(await check(documentOf(3))).toEqual(checkDocument(documentOf(3)));
    expect(given).toEqual([]);
    expect(await check(documentOf(2_000))).toEqual(checkDocument(documentOf(2_000)));
    expect(given).toMatchObject([{ kind: 'check', document: { map: 1 } }]);
    expect(given[0]).not.toHaveProperty('document.samples');
    const order = {
      type: 'object' as const,
      properties: { a: { type: 'string' as const, description: 'x'.repeat(50_000) } },
    };
    expect(await check(documentOf(1), { order })).toEqual(checkDocument(documentOf(1), { order }));
    expect(given).toHaveLength(2);
  });

  test('says what it could not do where the document is good to have without', async () => {
    const busy = AppError.because('unavailable', 'Too much waits to be worked out here. Try again in a moment.');
    const { check, diagnostics } = createDocumentCheck(aPool(busy).pool);
    await expect(check(documentOf(2_000))).rejects.toBe(busy);
    expect(await diagnostics(documentOf(2_000))).toEqual([
      { severity: 'warning', code: 'mapping.notChecked', message: busy.userMessage, at: { field: 'mapping' } },
    ]);
  });
});
