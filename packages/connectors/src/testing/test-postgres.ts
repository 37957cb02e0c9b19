// A database of its own for a test of the PostgreSQL connector, and a connection to it through the egress client.
import { randomBytes } from 'node:crypto';
import type { OperationContext } from '@patchbay/connector-sdk';
import { createEgress } from '@patchbay/connector-sdk/egress';
import type { Egress } from '@patchbay/connector-sdk/egress';
import { testContext } from '@patchbay/connector-sdk/testing';
import { Client } from 'pg';
import { inject } from 'vitest';

export interface TestPostgres extends AsyncDisposable {
  readonly port: number;
  /** As its owner, around the connector. */
  readonly direct: Client;
  readonly egress: Egress;
  readonly settings: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly tls: 'off';
  };
  readonly credential: { readonly password: string };
  readonly context: OperationContext;
}

export async function openTestPostgres(): Promise<TestPostgres> {
  const serverUrl = new URL(inject('databaseServerUrl'));
  const database = `connector_${randomBytes(6).toString('hex')}`;
  const port = Number(serverUrl.port);
  const admin = new Client({ connectionString: serverUrl.href });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  const direct = new Client({ connectionString: Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href });
  await direct.connect();
  const egress = createEgress({
    allow: [
      { kind: 'cidr', cidr: '127.0.0.0/8', port },
      { kind: 'host', host: 'localhost', port },
    ],
  });
  const settings = {
    host: serverUrl.hostname,
    port,
    database,
    user: decodeURIComponent(serverUrl.username),
    tls: 'off',
  } as const;
  const credential = { password: decodeURIComponent(serverUrl.password) };
  const context = testContext(egress, { settings, credential });
  return {
    port,
    direct,
    egress,
    settings,
    credential,
    context,
    [Symbol.asyncDispose]: async () => {
      await context[Symbol.asyncDispose]();
      await egress.close();
      await direct.end();
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.end();
    },
  };
}
