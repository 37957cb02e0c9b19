// Prisma's schema engine, as the WebAssembly that npm carries: no program is downloaded, and no process is started.
// The package is internal to Prisma, so its version is pinned to the commit and a test migrates an empty database with it.
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { connectionConfig } from '../connection-config.ts';
import { dropDatabase } from '../drop-database.ts';
import { driverError, PgSqlAdapter } from './pg-sql-adapter.ts';

export interface OpenSchemaEngine {
  readonly url: string;
  /** Path and text of each schema file; not needed to apply migrations. */
  readonly datamodels?: [string, string][];
  readonly onPanic?: (message: string) => void;
}

export interface OpenedSchemaEngine {
  readonly engine: SchemaEngine;
  close(): Promise<void>;
}

type WasmExports = Readonly<Record<string, unknown>>;

interface EngineModule {
  readonly SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WasmExports): void;
}

/** The part of the global WebAssembly that is used; Node's types leave it to the browser's library. */
interface WasmHost {
  readonly WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: WasmExports } }>;
  };
}

let loaded: Promise<EngineModule> | undefined;

export async function openSchemaEngine({ url, datamodels, onPanic }: OpenSchemaEngine): Promise<OpenedSchemaEngine> {
  const module = await (loaded ??= loadEngine());
  // The engine calls this global before it traps; without it a panic would be an unrelated TypeError.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: onPanic ?? raise } });
  const connections: PgSqlAdapter[] = [];
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: 'patchbay-pg',
    connect: async () => {
      const adapter = new PgSqlAdapter(await connect(connectionConfig(url)));
      connections.push(adapter);
      return adapter;
    },
    connectToShadowDb: () => openShadow(url),
  };
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  const close = async (): Promise<void> => {
    for (const connection of connections) await connection.dispose();
  };
  try {
    const engine = await module.SchemaEngine.new({ datamodels }, () => undefined, bound);
    return {
      engine,
      close: async () => {
        engine.free();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function loadEngine(): Promise<EngineModule> {
  const specifier = '@prisma/schema-engine-wasm/schema_engine_bg';
  const glue = (await import(specifier)) as EngineModule;
  const file = join(dirname(createRequire(import.meta.url).resolve(specifier)), 'schema_engine_bg.wasm');
  const { instance } = await (globalThis as unknown as WasmHost).WebAssembly.instantiate(readFileSync(file), {
    './schema_engine_bg.js': glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...config, options: `${config.options ?? ''} -c timezone=UTC`.trim() });
  // A lost connection also rejects the query in flight, which is where it is reported.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw driverError(error);
  }
  return client;
}

/** A throw-away database on the same server, for `migrate dev` and `migrate diff`. */
async function openShadow(url: string): Promise<PgSqlAdapter> {
  const config = connectionConfig(url);
  const name = `patchbay_shadow_${randomUUID().replaceAll('-', '')}`;
  const onServer = async (work: (client: pg.Client) => Promise<unknown>): Promise<void> => {
    const client = await connect(config);
    try {
      await work(client);
    } catch (error) {
      throw driverError(error);
    } finally {
      await client.end();
    }
  };
  await onServer((client) => client.query(`CREATE DATABASE ${name}`));
  const client = await connect({ ...config, database: name });
  return new PgSqlAdapter(client, () => onServer((admin) => dropDatabase(admin, name)));
}

function raise(message: string): never {
  throw new Error(`the schema engine failed: ${message}`);
}
