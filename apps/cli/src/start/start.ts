// `patchbay start`: database, tables, server, worker, in this order, on one computer; stopped in the opposite order.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive, startEmbeddedPostgres, takeLauncherLock, type EmbeddedPostgres } from '@patchbay/db/embedded';
import { migrateDeploy } from '@patchbay/db/migrate';
import { verifyMasterKey, type MasterKey } from '@patchbay/db/secret-box';
import { AppError } from '@patchbay/model/errors';
import { compileCache } from '../compile-cache.ts';
import { runChild, type BackOff, type Child, type ChildNews } from './child.ts';
import { choosePort } from './choose-port.ts';
import type { StartEnv, StartSettings } from './env.ts';
import { masterKeyOf, openHome, recall, remember, type Home } from './home.ts';
import { newStartLink } from './start-link.ts';
import { openBrowser } from './open-browser.ts';
import { knownChild, outliveOrphans } from './orphans.ts';
import { listenForStop } from './stop-signals.ts';

export interface StartOptions {
  readonly env: StartEnv;
  /** Whether to show the sign-in link in a browser. */
  readonly open: boolean;
  /** Progress and trouble, for the person. */
  readonly say: (line: string) => void;
  /** The one line that a script may wait for. */
  readonly print: (line: string) => void;
  readonly programs?: Programs;
  readonly backOff?: BackOff;
}

/** The programs of the two processes. */
export interface Programs {
  readonly server: string;
  readonly worker: string;
}

const APPS = resolve(import.meta.dirname, '../../..');
/**
 * How their Node is started. Both: starting makes much that is let go at once, and the space for that would never be given back.
 * The worker's heap follows what is alive more closely, so that records that flow do not fill the memory; and glibc gives blocks
 * back to the system for good, where it would else keep larger and larger ones for itself.
 */
interface NodeStart {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}
const nodeStartOf = (name: keyof Programs): NodeStart =>
  JSON.parse(readFileSync(join(APPS, name, 'node-start.json'), 'utf8')) as NodeStart;
const OURS: Programs = { server: join(APPS, 'server/src/main.ts'), worker: join(APPS, 'worker/src/main.ts') };
const BACK_OFF: BackOff = { firstMs: 500, mostMs: 15_000, deaths: 5, windowMs: 60_000 };
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const DATABASE_WATCH_MS = 1_000;

/** Runs until it is asked to stop; returns the exit code. Throws `AppError` when it cannot start. */
export async function start(options: StartOptions): Promise<number> {
  const { env, say } = options;
  if (env.problems.length > 0) {
    const list = env.problems.map((problem) => `  - ${problem}`).join('\n');
    throw AppError.because('invalidInput', `Patchbay cannot start; these settings are wrong:\n${list}`);
  }
  const stop = listenForStop(env.settings);
  const home = openHome(env.settings.home);
  const lock = takeLauncherLock(home.dir);
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => lock.release());
  cleanup.defer(() => stop.dispose());
  await outliveOrphans(recall(home).children, say);
  // A port that was set and is taken is told before anything is made.
  if (env.settings.port !== undefined) await choosePort({ set: env.settings.port });

  const { databaseUrl, postgres } = await openPostgres(env.settings, home, say);
  if (postgres !== undefined) cleanup.defer(() => postgres.stop());
  const applied = await migrateDeploy(databaseUrl);
  if (applied.length > 0) say(`Prepared the database (${applied.join(', ')}).`);
  const masterKey = await checkedMasterKey(env.settings, home, (key) => verifyMasterKey(databaseUrl, key));

  // As late as can be: what is free may be taken by another start while the database is made.
  const ports = await choosePorts(env.settings, home, say);
  say('Starting server and worker …');
  const plan: Plan = { options, home, ports, databaseUrl, masterKey };
  const children = startChildren(plan);
  // Deferred last, so first to go: server, then worker, then the database.
  cleanup.defer(() => stopInOrder(children, stop.forced));
  const givenUp = Promise.race(children.map((child) => child.givenUp));
  const ready = await Promise.race([Promise.all(children.map((child) => child.ready)), stop.asked.then(() => 'stop')]);
  if (ready === 'stop') return 0;

  const link = await newStartLink(databaseUrl, ports.web);
  lock.announce(`http://localhost:${ports.web}`);
  options.print(`Patchbay is ready: ${link}`);
  say('The link signs you in once, within 10 minutes. Stop with Ctrl-C.');
  if (options.open && env.settings.hasDisplay) openBrowser(link);

  const watch = watchDatabase(postgres, say);
  const end = await Promise.race([stop.asked, givenUp, watch.failed]);
  watch.dispose();
  if (end instanceof AppError) throw end;
  say('Stopping …');
  return 0;
}

async function openPostgres(
  { databaseUrl }: StartSettings,
  home: Home,
  say: (line: string) => void,
): Promise<{ databaseUrl: string; postgres?: EmbeddedPostgres }> {
  if (databaseUrl !== undefined) return { databaseUrl };
  say('Starting PostgreSQL …');
  const postgres = await startEmbeddedPostgres({ dir: home.postgres, log: (line) => say(`  ${line}`) });
  return { databaseUrl: postgres.url('patchbay'), postgres };
}

interface Ports {
  readonly web: number;
  readonly serverMetrics: number;
  readonly workerMetrics: number;
}

async function choosePorts(settings: StartSettings, home: Home, say: (line: string) => void): Promise<Ports> {
  const { ports } = recall(home);
  const web = await choosePort({ set: settings.port, remembered: ports['web'] });
  if (settings.port === undefined && ports['web'] !== undefined && ports['web'] !== web) {
    say(
      `Port ${ports['web']} is used by another program now; Patchbay moves to ${web}. Webhook addresses change with it.`,
    );
  }
  const serverMetrics = await choosePort({ remembered: ports['serverMetrics'], taken: [web] });
  const workerMetrics = await choosePort({ remembered: ports['workerMetrics'], taken: [web, serverMetrics] });
  // A port that was set holds for this start only.
  const kept = settings.port === undefined ? web : ports['web'];
  remember(home, {
    ports: { ...(kept === undefined ? {} : { web: kept }), serverMetrics, workerMetrics },
    children: [],
  });
  return { web, serverMetrics, workerMetrics };
}

/** A key file that was made a moment ago and is not the database's key goes away again, lest it be taken for the right one. */
async function checkedMasterKey(
  settings: StartSettings,
  home: Home,
  verify: (key: MasterKey) => Promise<void>,
): Promise<MasterKey> {
  if (settings.masterKey !== undefined) {
    await verify(settings.masterKey);
    return settings.masterKey;
  }
  const { key, isNew, forget } = masterKeyOf(home);
  try {
    await verify(key);
  } catch (error) {
    if (isNew) forget();
    throw error;
  }
  return key;
}

interface Plan {
  readonly options: StartOptions;
  readonly home: Home;
  readonly ports: Ports;
  readonly databaseUrl: string;
  readonly masterKey: MasterKey;
}

function startChildren({ options, home, ports, databaseUrl, masterKey }: Plan): [server: Child, worker: Child] {
  const { settings } = options.env;
  const programs = options.programs ?? OURS;
  const env: NodeJS.ProcessEnv = {
    NODE_COMPILE_CACHE: compileCache,
    ...settings.inherited,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    REDIS_URL: settings.redisUrl,
    PATCHBAY_HOME: home.dir,
    PATCHBAY_MASTER_KEY: masterKey.bytes.toString('base64'),
    PATCHBAY_EGRESS_ALLOW: settings.egressAllow,
    PATCHBAY_BLOB_DIR: home.blobs,
  };
  const alive = new Map<string, number>();
  const newsOf = (name: string): ChildNews => ({
    started: (pid) => {
      alive.set(name, pid);
      remember(home, { children: [...alive.values()].map(knownChild) });
    },
    died: options.say,
  });
  const common = {
    backOff: options.backOff ?? BACK_OFF,
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopTimeoutMs: STOP_TIMEOUT_MS,
  };
  const child = (name: 'server' | 'worker', own: NodeJS.ProcessEnv): Child => {
    const start = nodeStartOf(name);
    return runChild(
      {
        ...common,
        name,
        args: [...start.args, programs[name]],
        env: { ...start.env, ...env, ...own },
        logFile: join(home.logs, `${name}.log`),
      },
      newsOf(name),
    );
  };
  return [
    child('server', { PORT: String(ports.web), HOST: '127.0.0.1', METRICS_PORT: String(ports.serverMetrics) }),
    child('worker', {
      PORT: undefined,
      PUBLIC_URL: settings.inherited['PUBLIC_URL'] ?? `http://localhost:${ports.web}`,
      METRICS_PORT: String(ports.workerMetrics),
    }),
  ];
}

async function stopInOrder(children: readonly Child[], forced: Promise<void>): Promise<void> {
  const kill = (): void => {
    for (const child of children) child.kill();
  };
  forced.then(kill, kill);
  for (const child of children) await child.stop();
}

/** The embedded server is nobody's child after an adoption, so it is looked after by its process id. */
function watchDatabase(
  postgres: EmbeddedPostgres | undefined,
  say: (line: string) => void,
): { failed: Promise<AppError>; dispose: () => void } {
  const failed = Promise.withResolvers<AppError>();
  if (postgres === undefined) return { failed: failed.promise, dispose: () => undefined };
  let busy = false;
  const timer = setInterval(() => {
    if (busy || isAlive(postgres.pid)) return;
    busy = true;
    say('PostgreSQL ended; starting it again …');
    postgres.revive().then(
      () => (busy = false),
      (error: unknown) =>
        failed.resolve(error instanceof AppError ? error : new AppError('unavailable', String(error))),
    );
  }, DATABASE_WATCH_MS);
  return { failed: failed.promise, dispose: () => clearInterval(timer) };
}
