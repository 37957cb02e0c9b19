// For a command beside a running Patchbay: uses the server that is there, and starts one only when nobody has.
import { resolve } from 'node:path';
import { readHomeFile } from './home-file.ts';
import { lockHolder } from './launcher-lock.ts';
import { ownerUrl } from './owner.ts';
import { findPostmaster } from './postmaster.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './start-embedded-postgres.ts';

/** As `startEmbeddedPostgres`; where another launcher holds the folder, its server is used and `stop` leaves it running. */
export async function reachEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dir);
  const home = lockHolder(dir) === undefined ? undefined : readHomeFile(dir);
  if (home === undefined) return startEmbeddedPostgres(options);
  const server = await findPostmaster(home.dataDir);
  if (server === undefined) return startEmbeddedPostgres(options);
  return {
    url: ownerUrl(server.port, home.ownerPassword),
    pid: server.pid,
    port: server.port,
    adopted: true,
    // Whoever holds the folder sees to that.
    revive: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
