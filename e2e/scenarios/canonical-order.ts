// The canonical order of the shop: a flow with a map step without a rule, and what its mapping must make of the sample.
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublicApi } from '../fixtures/public-api.ts';
import { sampleOrder } from './shop.ts';

const data = join(import.meta.dirname, '../fixtures/ecommerce');

/** The target's shape, as text to be pasted. */
export const canonicalSchema = (): Promise<string> => readFile(join(data, 'canonical-order.schema.json'), 'utf8');

/** The shop's countries, a line each: `DK,DNK`. */
export async function countryLines(): Promise<string[]> {
  const text = await readFile(join(data, 'countries.csv'), 'utf8');
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',').slice(0, 2).join(','));
}

const nothing = { map: 1, root: { fields: {} } };

/**
 * A flow of a trigger with the sample order, and what is given besides, and a map step, `map`, that has no target and no
 * rule where no mapping is given.
 */
export async function flowToMap(
  api: PublicApi,
  name: string,
  besides: object = {},
  mapping: object = nothing,
): Promise<string> {
  const order = { ...(JSON.parse(await sampleOrder()) as object), ...besides };
  const trigger = {
    id: 'order',
    name: 'order',
    label: 'Order created',
    position: { x: 0, y: 0 },
    kind: 'trigger',
    operation: 'webhook.receive',
    input: {},
    sample: order,
  };
  const map = {
    id: 'map',
    name: 'map',
    label: 'Map to canonical order',
    position: { x: 0, y: 120 },
    kind: 'map',
    mapping,
  };
  const document = {
    schemaVersion: 1,
    name,
    nodes: [trigger, map],
    edges: [{ id: 'e1', from: { node: 'order', port: 'out' }, to: { node: 'map', port: 'in' } }],
    slots: [],
    settings: { level: 'durable', replyTimeoutMs: 30_000 },
    notes: [],
  };
  return (await api.request<{ id: string }>('POST', '/flows', { name, document })).id;
}

interface StoredFlow {
  readonly document: { readonly nodes: readonly { readonly id: string; readonly mapping?: unknown }[] };
}

/** The stored mapping, run by the server, makes exactly the canonical order of the sample: the same fields in the same order. */
export async function expectCanonicalOrder(api: PublicApi, flowId: string): Promise<void> {
  const flow = await api.request<StoredFlow>('GET', `/flows/${flowId}`);
  const mapping = flow.document.nodes.find(({ id }) => id === 'map')?.mapping;
  const order = JSON.parse(await sampleOrder()) as unknown;
  const made = await api.request<{ output: unknown; problems: unknown[] }>('POST', '/mappings/evaluate', {
    document: mapping,
    input: { trigger: { body: order } },
  });
  expect(made.problems).toEqual([]);
  const canonical = JSON.parse(await readFile(join(data, 'canonical-order.json'), 'utf8')) as unknown;
  expect(made.output).toStrictEqual(canonical);
  expect(JSON.stringify(made.output)).toBe(JSON.stringify(canonical));
}
