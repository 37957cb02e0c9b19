// What tests of records share: a database that flows reach, a file of orders, a service that takes batches, and the one run as it went.
import { expect, inject } from 'vitest';
import pg from 'pg';
import { postEvent } from '../fixtures/live-flow.ts';
import { newDatabase } from '../fixtures/rig/postgres.ts';
import type { Lab } from './lab.ts';
import { silentTarget } from './silent-target.ts';

export interface StepView {
  readonly path: string;
  readonly status: string;
  readonly records?: { in: number; out: number; failed: number; batches?: number; first?: unknown[] };
  readonly error?: { code: string; message: string };
  readonly output?: unknown;
}

/** A database beside the product's, reachable for flows. */
export async function shopDatabase(): Promise<{
  address: string;
  allow: string;
  sql: pg.Client;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const address = await newDatabase(inject('databaseServerUrl'), 'template0');
  const sql = new pg.Client({ connectionString: address });
  await sql.connect();
  const { hostname, port } = new URL(address);
  return { address, allow: `${hostname}:${port}`, sql, [Symbol.asyncDispose]: () => sql.end() };
}

export async function start(lab: Lab, hook: string): Promise<void> {
  const answer = await postEvent(`${lab.doors[0]?.url}${hook}`, {});
  expect(answer.status).toBe(202);
}

export const onlyRun = async (lab: Lab): Promise<{ status: string; steps: Map<string, StepView> }> => {
  const [item] = await lab.rig.api.all<{ id: string }>('/runs');
  const view = await lab.rig.api.request<{ run: { status: string }; steps: StepView[] }>('GET', `/runs/${item?.id}`);
  return { status: view.run.status, steps: new Map(view.steps.map((step) => [step.path, step])) };
};

/** Orders as a CSV file: some cancelled, some invalid; and what is right for each customer. */
export function orderFile(count: number) {
  const lines = ['id,customer,first,last,email,zip,city,country,quantity,price,vat,status,created'];
  const right = new Map<string, { orders: number; gross: number }>();
  const wrong = { invalid: 0, cancelled: 0 };
  for (let at = 1; at <= count; at += 1) {
    const customer = `C${(at * 7919) % 3_000}`;
    const [quantity, price, vat] = [1 + (at % 7), (10 + (at % 900)) / 2, at % 2 === 0 ? 25 : 12];
    const email = at % 97 === 0 ? 'no address' : `c${at}@example.com`;
    const status = at % 10 === 0 ? 'cancelled' : 'paid';
    const cells = [
      at,
      customer,
      'Ada',
      `L${at % 89}`,
      email,
      10_000 + (at % 5_000),
      'Oslo',
      'NO',
      quantity,
      price,
      vat,
    ];
    lines.push([...cells, status, `2026-03-1${at % 10}T08:00:00Z`].join(','));
    if (at % 97 === 0) wrong.invalid += 1;
    else if (status === 'cancelled') wrong.cancelled += 1;
    else {
      const group = right.get(customer) ?? { orders: 0, gross: 0 };
      right.set(customer, {
        orders: group.orders + 1,
        gross: group.gross + Math.round(quantity * price * (100 + vat)),
      });
    }
  }
  return { text: `${lines.join('\n')}\n`, right, wrong };
}

/** A web service that takes batches of records; told to fall silent, it counts batches anew. */
export async function batchTarget() {
  const target = await silentTarget((body) => (body as { id: string }[]).map(({ id }) => id));
  return {
    ...target,
    silentFrom: (batch: number): void => {
      target.came.length = 0;
      target.silentFrom(batch);
    },
  };
}
