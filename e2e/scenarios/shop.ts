// The flagship scenario: a shop, its inventory, a payment API and a carrier, wired to the template "Order to cash".
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../fixtures/child-process.ts';
import type { InventoryDb } from '../fixtures/inventory-db.ts';
import { parcelKey } from '../fixtures/parcel-api.ts';
import { paymentToken } from '../fixtures/payment-api.ts';
import { goLive } from '../fixtures/live-flow.ts';
import type { LiveFlow } from '../fixtures/live-flow.ts';
import type { PublicApi } from '../fixtures/public-api.ts';

export const shopSecret = 'shop-secret-for-tests';
const data = join(import.meta.dirname, '../fixtures/ecommerce');

export const sampleOrder = (): Promise<string> => readFile(join(data, 'order.json'), 'utf8');

export async function orders(count: number, seed: number): Promise<string[]> {
  const out = await run([join(data, 'orders.mjs'), String(count), String(seed)]);
  return out.trim().split('\n');
}

export interface ExpectedOrders {
  readonly distinct: readonly string[];
  readonly valid: readonly string[];
  readonly declined: readonly string[];
  readonly noEmail: readonly string[];
  readonly unknownSku: readonly string[];
}

export async function expectedOrders(count: number, seed: number): Promise<ExpectedOrders> {
  const out = await run([join(data, 'orders.mjs'), String(count), String(seed), '--expected']);
  return JSON.parse(out) as ExpectedOrders;
}

export interface Systems {
  readonly inventory: Pick<InventoryDb, 'host' | 'port' | 'user' | 'password' | 'database'>;
  readonly paymentUrl: string;
  readonly parcelUrl: string;
}

export interface ShopConnections {
  readonly shop: string;
  readonly inventory: string;
  readonly payment: string;
  readonly carrier: string;
}

export async function connectSystems(api: PublicApi, systems: Systems, prefix = ''): Promise<ShopConnections> {
  const create = async (connectorId: string, name: string, given: object): Promise<string> =>
    (await api.request<{ id: string }>('POST', '/connections', { connectorId, name: `${prefix}${name}`, ...given })).id;
  const { host, port, user, password, database } = systems.inventory;
  return {
    shop: await create('webhook', 'Shop', { secrets: { secret: shopSecret } }),
    inventory: await create('postgres', 'Inventory DB', {
      settings: { host, port, database, user, tls: 'off' },
      secrets: { password },
    }),
    payment: await create('http', 'Payment API', {
      settings: { baseUrl: systems.paymentUrl, auth: 'bearer' },
      secrets: { token: paymentToken },
    }),
    carrier: await create('http', 'Parcel API', {
      settings: { baseUrl: systems.parcelUrl, auth: 'apiKeyHeader', apiKeyName: 'X-Api-Key' },
      secrets: { apiKey: parcelKey },
    }),
  };
}

/** The template as a flow of its own, bound and published. */
export const publishOrderToCash = (api: PublicApi, connections: ShopConnections): Promise<LiveFlow> =>
  goLive(api, { name: 'Order to cash', template: 'order-to-cash' }, { ...connections });

export const signature = (body: string): string => createHmac('sha256', shopSecret).update(body).digest('base64');

export interface ShopAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The shop delivers an order, signed. */
export async function deliver(hookUrl: string, body: string): Promise<ShopAnswer> {
  const response = await fetch(hookUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Shop-Signature': signature(body) },
    body,
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

/** Delivers many, `atOnce` at a time, and keeps the order of the answers. */
export async function deliverAll(hookUrl: string, bodies: readonly string[], atOnce: number): Promise<ShopAnswer[]> {
  const answers: ShopAnswer[] = [];
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let index = next++; index < bodies.length; index = next++) {
      answers[index] = await deliver(hookUrl, bodies[index] ?? '');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return answers;
}
