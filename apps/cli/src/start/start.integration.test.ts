// The launcher as a process of its own, with two small programs in place of server and worker: started, stopped, killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { isAlive, reachEmbeddedPostgres } from '@patchbay/db/embedded';
import { migrateDeploy } from '@patchbay/db/migrate';
import { testDatabase } from '@patchbay/db/testing';

const WAIT = { timeout: 60_000, interval: 25 };
const folders: string[] = [];
const launchers: Launcher[] = [];

afterEach(async () => {
  for (const launcher of launchers.splice(0)) await launcher.stop('SIGTERM');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'patchbay-start-'));
  folders.push(dir);
  return dir;
}

/** Writes its pid and environment to a file, says that it is ready, and ends as our processes do. */
const CHILD = `
  import { appendFileSync, writeFileSync } from 'node:fs';
  import { createServer } from 'node:http';
  const { PATCHBAY_HOME: home, PORT, DIES } = process.env;
  const name = PORT === undefined ? 'worker' : 'server';
  const journal = (what) => appendFileSync(home + '/journal', name + ' ' + what + '\\n');
  writeFileSync(home + '/' + name + '.json', JSON.stringify({ pid: process.pid, env: process.env }));
  journal('started');
  if (DIES === name) { console.log('no database for me'); process.exit(3); }
  const end = (why) => { journal(why); process.exit(0); };
  process.on('SIGTERM', () => end('stopped'));
  process.on('disconnect', () => end('orphaned'));
  const ready = () => process.send({ type: 'ready' });
  if (PORT === undefined) { setInterval(() => {}, 1e6); ready(); }
  else createServer((_, answer) => answer.end('hello')).listen(Number(PORT), '127.0.0.1', ready);
`;

class Launcher {
  readonly process: ChildProcess;
  output = '';
  errors = '';
  readonly home: string;

  constructor(home: string, env: NodeJS.ProcessEnv = {}) {
    this.home = home;
    const child = join(home, '..', `${home.split('/').at(-1)}-child.mjs`);
    writeFileSync(child, CHILD);
    folders.push(child);
    const program = `
      const { readStartEnv, start } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
      try {
        const code = await start({
          env: readStartEnv(), open: false, say: (line) => console.error(line), print: (line) => console.log(line),
          programs: { server: ${JSON.stringify(child)}, worker: ${JSON.stringify(child)} },
          backOff: { firstMs: 10, mostMs: 50, deaths: 3, windowMs: 60000 },
        });
        process.exit(code);
      } catch (error) { console.error(error.userMessage ?? error); process.exit(1); }`;
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    this.process = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { PATH, NODE_COMPILE_CACHE, PATCHBAY_HOME: home, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.process.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    launchers.push(this);
  }

  /** The sign-in link. */
  ready(): Promise<URL> {
    return vi.waitFor(() => {
      if (this.ended()) throw new Error(`the launcher ended: ${this.errors}`);
      const link = /Patchbay is ready: (\S+)\n/.exec(this.output)?.[1];
      if (link === undefined) throw new Error(`not ready yet: ${this.errors}`);
      return new URL(link);
    }, WAIT);
  }

  ended(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** The exit code. */
  async end(): Promise<number | null> {
    if (!this.ended()) await once(this.process, 'exit');
    return this.process.exitCode;
  }

  async stop(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.ended()) this.process.kill(signal);
    return this.end();
  }

  child(name: 'server' | 'worker'): { pid: number; env: Record<string, string> } {
    return JSON.parse(readFileSync(join(this.home, `${name}.json`), 'utf8'));
  }

  journal(): string[] {
    const file = join(this.home, 'journal');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }
}

async function query<Row extends pg.QueryResultRow>(home: string, sql: string): Promise<Row[]> {
  const postgres = await reachEmbeddedPostgres({ dir: join(home, 'postgres') });
  const client = new pg.Client({ connectionString: postgres.url('patchbay') });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('starts everything from nothing, prints a one-time link, and stops in order', async () => {
  const home = join(aFolder(), 'home');
  const launcher = new Launcher(home, { SECRET_OF_THE_SHELL: 'x' });
  const link = await launcher.ready();
  expect(link.pathname).toBe('/start');
  expect(await (await fetch(link)).text()).toBe('hello');

  const token = link.hash.slice(1);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const tokens = await query<{ hash: Buffer; minutes: number }>(
    home,
    `SELECT hash, round(extract(epoch FROM expires_at - now()) / 60)::int AS minutes FROM start_token`,
  );
  expect(tokens).toEqual([{ hash: createHash('sha256').update(token).digest(), minutes: 10 }]);

  const { env } = launcher.child('server');
  expect(env).toMatchObject({ HOST: '127.0.0.1', PORT: link.port, PATCHBAY_BLOB_DIR: join(home, 'blobs') });
  expect(launcher.child('worker').env['METRICS_PORT']).not.toBe(env['METRICS_PORT']);
  expect(Buffer.from(env['PATCHBAY_MASTER_KEY'] ?? '', 'base64')).toHaveLength(32);
  expect(statSync(join(home, 'master.key')).mode & 0o777).toBe(0o600);

  expect(await launcher.stop('SIGINT')).toBe(0);
  expect(launcher.journal().slice(-2)).toEqual(['server stopped', 'worker stopped']);
  expect(existsSync(join(home, 'postgres', 'data', 'postmaster.pid'))).toBe(false);

  const again = new Launcher(home);
  expect((await again.ready()).port).toBe(link.port);
  expect(again.child('worker').env['PATCHBAY_MASTER_KEY']).toBe(env['PATCHBAY_MASTER_KEY']);
});

test('recovers with all data after everything was killed', async () => {
  const home = join(aFolder(), 'home');
  const first = new Launcher(home);
  const link = await first.ready();
  await query(home, `INSERT INTO install_setting VALUES ('kept', 'yes')`);
  const { pid } = await reachEmbeddedPostgres({ dir: join(home, 'postgres') });
  const { pid: server } = first.child('server');
  const { pid: worker } = first.child('worker');
  await first.stop('SIGKILL');
  for (const one of [server, worker, pid]) if (isAlive(one)) process.kill(one, 'SIGKILL');
  const second = new Launcher(home);
  expect((await second.ready()).port).toBe(link.port);
  expect(await query(home, `SELECT value FROM install_setting WHERE name = 'kept'`)).toEqual([{ value: 'yes' }]);
});

test('the processes of a killed launcher end by themselves, and the next start waits for them', async () => {
  const home = join(aFolder(), 'home');
  const first = new Launcher(home);
  const link = await first.ready();
  await first.stop('SIGKILL');
  const second = new Launcher(home);
  expect((await second.ready()).port).toBe(link.port);
  expect(second.journal()).toEqual(expect.arrayContaining(['server orphaned', 'worker orphaned']));
  expect(second.errors).toContain('found PostgreSQL still running');
});

test('refuses a second launcher on the same home, naming the first and its address', async () => {
  const home = join(aFolder(), 'home');
  const first = new Launcher(home);
  const link = await first.ready();
  const second = new Launcher(home);
  expect(await second.end()).toBe(1);
  expect(second.errors).toContain(`process ${first.process.pid}`);
  expect(second.errors).toContain(`http://localhost:${link.port}`);
});

test('starts a child that died again, and the database too', async () => {
  const home = join(aFolder(), 'home');
  const launcher = new Launcher(home);
  await launcher.ready();
  const { pid } = launcher.child('worker');
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(launcher.child('worker').pid).not.toBe(pid), WAIT);
  expect(launcher.errors).toContain('The worker ended with SIGKILL');
  const postgres = await reachEmbeddedPostgres({ dir: join(home, 'postgres') });
  process.kill(postgres.pid, 'SIGKILL');
  await vi.waitFor(async () => {
    const found = await query<{ n: number }>(home, 'SELECT 1 AS n');
    expect(found).toEqual([{ n: 1 }]);
  }, WAIT);
  expect(launcher.errors).toContain('PostgreSQL ended; starting it again');
});

test('gives up with the last words of a child that cannot start, and leaves nothing running', async () => {
  const home = join(aFolder(), 'home');
  const launcher = new Launcher(home, { DIES: 'worker' });
  expect(await launcher.end()).toBe(1);
  expect(launcher.errors).toContain('The worker ended with exit code 3');
  expect(launcher.errors).toContain('no database for me');
  const { children } = JSON.parse(readFileSync(join(home, 'start.json'), 'utf8')) as { children: { pid: number }[] };
  expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(existsSync(join(home, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
});

test('says in one list what is wrong with the settings, before anything is touched', async () => {
  const home = join(aFolder(), 'home');
  const launcher = new Launcher(home, { PORT: 'x', REDIS_URL: 'y', PATCHBAY_MASTER_KEY: 'changeme' });
  expect(await launcher.end()).toBe(1);
  for (const name of ['PORT', 'REDIS_URL', 'PATCHBAY_MASTER_KEY']) expect(launcher.errors).toContain(`- ${name}`);
  expect(existsSync(home)).toBe(false);
});

test('a set PORT that is taken is an error with the remedy', async () => {
  const home = join(aFolder(), 'home');
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as AddressInfo;
  const launcher = new Launcher(home, { PORT: String(port) });
  expect(await launcher.end()).toBe(1);
  expect(launcher.errors).toContain(`PORT is ${port}, and another program already listens there`);
  blocker.close();
});

test('on a server of its own: refuses another master key and a newer database, and changes nothing', async () => {
  await using db = await testDatabase({ migrated: false });
  const home = join(aFolder(), 'home');
  const key = (): string => randomBytes(32).toString('base64');
  const first = new Launcher(home, { DATABASE_URL: db.url, PATCHBAY_MASTER_KEY: key() });
  await first.ready();
  expect(existsSync(join(home, 'postgres'))).toBe(false);
  expect(await first.stop('SIGTERM')).toBe(0);
  expect(await migrateDeploy(db.url)).toEqual([]);

  const other = new Launcher(home, { DATABASE_URL: db.url, PATCHBAY_MASTER_KEY: key() });
  expect(await other.end()).toBe(1);
  expect(other.errors).toContain('master key is not the one');
  const fileKey = new Launcher(home, { DATABASE_URL: db.url });
  expect(await fileKey.end()).toBe(1);
  expect(existsSync(join(home, 'master.key'))).toBe(false);

  await db.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at) VALUES ('x', 'x', '9999_future', now(), now())`,
  );
  const older = new Launcher(home, { DATABASE_URL: db.url });
  expect(await older.end()).toBe(1);
  expect(older.errors).toContain('written by a newer version of Patchbay');
});
