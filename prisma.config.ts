// Read by Prisma's command line, which developers use to draft migrations; the product itself never starts it.
import { join } from 'node:path';
import { defineConfig } from 'prisma/config';

// Its native engine would be downloaded; ours is the WebAssembly one of npm behind the same protocol (POSIX only).
if (process.platform !== 'win32') {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(import.meta.dirname, 'scripts/prisma-schema-engine.mjs');
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://patchbay@localhost:5432/patchbay' },
});
