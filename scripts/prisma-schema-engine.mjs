#!/usr/bin/env node
// Prisma's command line starts a native "schema-engine" program, which it would download. This one takes its place: the same
// arguments and the same JSON-RPC lines on standard input and output, answered by the WebAssembly engine that npm carries.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import enginesVersion from '@prisma/engines-version';
import pg from 'pg';
import { connectionConfig } from '../packages/db/src/connection-config.ts';
import { openSchemaEngine } from '../packages/db/src/migrate/schema-engine.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'boolean' },
    datasource: { type: 'string' },
    datamodels: { type: 'string', multiple: true },
    'extension-types': { type: 'string' },
    'enabled-preview-features': { type: 'string' },
  },
});
const url = values.datasource === undefined ? undefined : JSON.parse(values.datasource).url;

if (values.version) console.log(`schema-engine-wasm ${enginesVersion.enginesVersion}`);
else if (positionals[0] === 'cli') await databaseCommand(positionals[1]);
else await serve();

async function databaseCommand(command) {
  const config = connectionConfig(url);
  const name = pg.escapeIdentifier(config.database);
  try {
    if (command === 'can-connect-to-database') await run(config);
    else if (command === 'create-database') await run({ ...config, database: 'postgres' }, `CREATE DATABASE ${name}`);
    else if (command === 'drop-database')
      await run({ ...config, database: 'postgres' }, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    else throw new Error(`unknown command ${command}`);
  } catch (error) {
    logError(error);
    process.exitCode = 1;
  }
}

async function run(config, sql) {
  const client = new pg.Client(config);
  await client.connect();
  try {
    if (sql !== undefined) await client.query(sql);
  } finally {
    await client.end();
  }
}

function logError(error) {
  const codes = { ECONNREFUSED: 'P1001', '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' };
  const fields = { message: error.message, ...(codes[error.code] ? { error_code: codes[error.code] } : {}) };
  const line = { timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' };
  process.stderr.write(`\n${JSON.stringify(line)}\n`);
}

async function serve() {
  const datamodels = (values.datamodels ?? []).map((path) => [path, readFileSync(path, 'utf8')]);
  let opened;
  let calls = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const message = JSON.parse(line);
    // Without a method it is the answer to a `print` of ours.
    if (message.method === undefined) continue;
    try {
      opened ??= await openSchemaEngine({ url, datamodels: datamodels.length > 0 ? datamodels : undefined });
      const method = message.method === 'getDatabaseVersion' ? 'version' : message.method;
      const result = await opened.engine[method](message.params);
      if (method === 'diff' && result.stdout) {
        send({ id: (calls += 1), method: 'print', params: { content: result.stdout.replace(/\n$/, '') } });
      }
      send({ id: message.id, result: result ?? {} });
    } catch (error) {
      const data = { is_panic: false, message: error?.message ?? String(error), error_code: error?.code };
      send({
        id: message.id,
        error: { code: 4466, message: 'An error happened. Check the data field for details.', data },
      });
    }
  }
  await opened?.close();
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
