// The embedded server as a launcher meets it: first start, second start, killed launcher, killed server, second launcher.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import pg from 'pg';
import { freePort } from '../testing/index.ts';
import { chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { hasData, initialise } from './data-dir.ts';
import { isAlive, reachEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './index.ts';
import { startPostmaster, stopPostmaster } from './postmaster.ts';

const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];
const launchers: { launcher: ChildProcess; pid: number }[] = [];
const SETTINGS = ['fsync=off'];

afterEach(async () => {
  for (const { launcher, pid } of launchers.splice(0)) {
    launcher.kill('SIGKILL');
    await stopPostmaster(pid);
  }
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'patchbay-embedded-'));
  folders.push(dir);
  return dir;
}

async function start(dir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dir, settings: SETTINGS });
  servers.push(server);
  return server;
}

async function ask<Row extends pg.QueryResultRow>(server: EmbeddedPostgres, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.url('patchbay') });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Somebody else who listens. */
async function aListener(port = 0): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A launcher in a process of its own, which can be killed. */
async function aLauncher(dir: string): Promise<{ launcher: ChildProcess; pid: number }> {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
    const server = await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, settings: ['fsync=off'] });
    process.send({ pid: server.pid });
    setInterval(() => {}, 1e6);`;
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message] = (await once(launcher, 'message')) as [{ pid: number }];
  const started = { launcher, pid: message.pid };
  launchers.push(started);
  return started;
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('startEmbeddedPostgres', () => {
  test('makes a server at the first start and finds its data at the second', async () => {
    const dir = aFolder();
    const first = await start(dir);
    expect(first.adopted).toBe(false);
    const [facts] = await ask<Record<string, string>>(
      first,
      `SELECT current_user AS who, current_setting('is_superuser') AS super, current_setting('listen_addresses') AS listens, current_setting('max_connections') AS connections,
              current_setting('server_version_num')::int / 10000 AS major,
              (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
    );
    expect(facts).toEqual({
      who: 'patchbay',
      super: 'off',
      listens: '127.0.0.1',
      connections: '200',
      major: 18,
      locale: 'C.UTF-8',
    });
    await ask(first, `CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)`);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start(dir);
    expect(await ask(second, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
    expect(second.port).toBe(first.port);
    expect(statSync(join(dir, 'embedded.json')).mode & 0o777).toBe(0o600);
  });

  test('adopts the server that a killed launcher left behind', async () => {
    const dir = aFolder();
    const { launcher, pid } = await aLauncher(dir);
    await killed(launcher);
    const server = await start(dir);
    expect(server).toMatchObject({ pid, adopted: true });
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('starts again after launcher and server were killed, with what was committed', async () => {
    const dir = aFolder();
    const { launcher, pid } = await aLauncher(dir);
    const beside = await reachEmbeddedPostgres({ dir });
    await ask(beside, `CREATE TABLE kept (id int); INSERT INTO kept VALUES (1), (2)`);
    await killed(launcher);
    process.kill(pid, 'SIGKILL');
    const server = await start(dir);
    expect(server.pid).not.toBe(pid);
    expect(await ask(server, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 2 }]);
  });

  test('refuses a second launcher, naming the first', async () => {
    const dir = aFolder();
    const { launcher } = await aLauncher(dir);
    await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`process ${launcher.pid}`),
    });
  });

  test('lets a command beside a running launcher use its server, and leaves it running', async () => {
    const dir = aFolder();
    const { pid } = await aLauncher(dir);
    const server = await reachEmbeddedPostgres({ dir });
    expect(server.pid).toBe(pid);
    await server.stop();
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is not misled by a pid file that names a stranger', async () => {
    const dir = aFolder();
    const first = await start(dir);
    const file = join(dir, 'data', 'postmaster.pid');
    const lines = readFileSync(file, 'utf8').split('\n');
    await first.stop();
    writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'));
    const second = await start(dir);
    expect(second.adopted).toBe(false);
  });

  test('takes another port when its own is taken', async () => {
    const dir = aFolder();
    const first = await start(dir);
    await first.stop();
    const other = aFolder();
    writeFileSync(
      join(dir, 'embedded.json'),
      JSON.stringify({
        ...JSON.parse(readFileSync(join(dir, 'embedded.json'), 'utf8')),
        port: (await start(other)).port,
      }),
    );
    const second = await start(dir);
    expect(second.port).not.toBe(servers.at(-2)?.port);
    expect(await ask(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('takes another port when its own is taken before the server listens on it', async () => {
    const dir = aFolder();
    await (await start(dir)).stop();
    const blocker = await aListener();
    const account = chooseAccount({ binaries: findBinaries(), dir, isRoot: process.getuid?.() === 0 });
    const port = await freePort();
    const logFile = join(dir, 'postgres.log');
    const otherPort = () => Promise.resolve(port);
    const running = await startPostmaster({ account, port: portOf(blocker), otherPort, logFile, settings: SETTINGS });
    expect(running.port).toBe(port);
    await stopPostmaster(running.pid);
    blocker.close();
  });

  test('comes back on its port when somebody else had it for a moment', async () => {
    const server = await start(aFolder());
    process.kill(server.pid, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(server.pid)).toBe(false), 60_000);
    const blocker = await aListener(server.port);
    const log = join(folders.at(-1) ?? '', 'postgres.log');
    const revived = server.revive();
    await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toContain('could not bind'), 60_000);
    blocker.close();
    await revived;
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('begins afresh after a first start that was interrupted', async () => {
    const dir = aFolder();
    mkdirSync(join(dir, 'data.tmp', 'base'), { recursive: true });
    const server = await start(dir);
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(dir, 'data.tmp'))).toBe(false);
  });

  test.each(['19', '17'])('touches nothing of a data directory that PostgreSQL %s wrote', async (major) => {
    const dir = aFolder();
    mkdirSync(join(dir, 'data'));
    writeFileSync(join(dir, 'data', 'PG_VERSION'), `${major}\n`);
    await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        new RegExp(`written by PostgreSQL ${major}.*Nothing was changed.*DATABASE_URL`, 's'),
      ),
    });
    expect(readFileSync(join(dir, 'data', 'PG_VERSION'), 'utf8')).toBe(`${major}\n`);
  });

  test('touches nothing of data whose passwords are lost', async () => {
    const dir = aFolder();
    await (await start(dir)).stop();
    rmSync(join(dir, 'embedded.json'));
    await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({ code: 'conflict' });
    expect(existsSync(join(dir, 'data', 'PG_VERSION'))).toBe(true);
  });

  test('says what the server said when it cannot start', async () => {
    const dir = aFolder();
    await expect(startEmbeddedPostgres({ dir, settings: ['no_such_setting=1'] })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('unrecognized configuration parameter "no_such_setting"'),
    });
    const server = await start(dir);
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe.runIf(process.getuid?.() === 0)('started by root', () => {
  const binaries = findBinaries();

  test('below a folder that only root may enter, the server still runs, and again after the folder was opened', async () => {
    const outer = aFolder();
    const dir = join(outer, 'clone');
    mkdirSync(dir);
    const first = await start(dir);
    await ask(first, `CREATE TABLE kept (id int)`);
    await first.stop();
    chmodSync(outer, 0o755);
    const second = await start(dir);
    expect(await ask(second, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 0 }]);
  });

  test('where there are no user namespaces either, it runs on copies elsewhere', async () => {
    const dir = aFolder();
    const copyRoot = join('/var/tmp', `patchbay-copy-${process.pid}`);
    folders.push(copyRoot);
    const account = chooseAccount({ binaries, dir, isRoot: true, unshare: '/no/such/unshare', copyRoot });
    expect(account.way).toBe('copy');
    expect(hasData(account.dataDir)).toBe(false);
    initialise(account, 'a-password');
    const logFile = join(dir, 'postgres.log');
    const running = await startPostmaster({ account, port: await freePort(), logFile, settings: SETTINGS });
    expect(isAlive(running.pid)).toBe(true);
    await stopPostmaster(running.pid);
    const again = chooseAccount({
      binaries,
      dir,
      isRoot: true,
      unshare: '/no/such/unshare',
      copyRoot,
      knownDataDir: account.dataDir,
    });
    expect(again.dataDir).toBe(account.dataDir);
    expect(hasData(again.dataDir)).toBe(true);
  });
});
