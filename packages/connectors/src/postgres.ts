import { defineConnector } from '@patchbay/connector-sdk';
import { discoverColumns, discoverTables } from './postgres/catalogue.ts';
import { postgresNewRows } from './postgres/new-rows.ts';
import { postgresQuery } from './postgres/query.ts';
import { postgresReadRecords } from './postgres/read-records.ts';
import { inTransaction } from './postgres/transaction-scope.ts';
import { postgresTransaction } from './postgres/transaction.ts';
import { postgresInsertRecords, postgresUpsertRecords } from './postgres/write-records.ts';
import { postgresInsert, postgresUpdate, postgresUpsert } from './postgres/write-rows.ts';

/** Databases of PostgreSQL 13 and later. Values are bound, names come from the catalogue. */
export const postgres = defineConnector({
  id: 'postgres',
  name: 'PostgreSQL',
  description: 'Reads and writes tables of a PostgreSQL database.',
  icon: 'database',
  category: 'connector',
  connection: {
    fields: [
      { name: 'host', label: 'Host', control: 'text', required: true, placeholder: 'db.example.com' },
      {
        name: 'port',
        label: 'Port',
        control: 'number',
        default: 5432,
        schema: { type: 'integer', minimum: 1, maximum: 65_535 },
      },
      { name: 'database', label: 'Database', control: 'text', required: true },
      { name: 'user', label: 'User', control: 'text', required: true },
      { name: 'password', label: 'Password', control: 'secret' },
      {
        name: 'tls',
        label: 'Encryption',
        control: 'select',
        default: 'verify',
        options: [
          { value: 'verify', label: 'TLS, with a certificate that is checked' },
          { value: 'require', label: 'TLS, whatever the certificate' },
          { value: 'off', label: 'None' },
        ],
      },
      {
        name: 'ca',
        label: 'Certificate authority (PEM)',
        description: 'Only if the server’s certificate comes from an authority of your own.',
        control: 'multiline',
        advanced: true,
        showWhen: { field: 'tls', in: ['verify'] },
      },
      {
        name: 'poolSize',
        label: 'Most connections at a time',
        description: 'Of each worker process.',
        control: 'number',
        default: 10,
        advanced: true,
        schema: { type: 'integer', minimum: 1, maximum: 100 },
      },
    ],
  },
  operations: [
    postgresNewRows,
    postgresQuery,
    postgresInsert,
    postgresUpsert,
    postgresUpdate,
    postgresTransaction,
    postgresReadRecords,
    postgresInsertRecords,
    postgresUpsertRecords,
  ],
  test: async (context) => {
    const statement = {
      text: `SELECT format('PostgreSQL %s, signed in as %s.', current_setting('server_version'), current_user) AS "answer"`,
      values: [],
    };
    const { rows } = await inTransaction(context, { mode: 'read', timeoutMs: 10_000, maxRows: 1 }, (scope) =>
      scope.execute(statement),
    );
    const answer = rows[0]?.['answer'];
    return typeof answer === 'string' ? answer : 'The database answered.';
  },
  discover: { tables: discoverTables, columns: discoverColumns },
});
