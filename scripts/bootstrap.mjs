// What stands between a fresh clone and a running command, in plain Node ≥ 20 without one dependency: the packages, the pinned
// Node, the database client and the built web. Each step is skipped when nothing it depends on has changed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LEAST_NODE_TO_BEGIN = 20;
const LEAST_NODE_TO_RUN = 24;

/** A failure that a person can mend: printed without a stack. */
export class BootstrapError extends Error {}

export const say = (line) => process.stderr.write(`${line}\n`);

/** Runs a script's main function and turns its failure into one message and an exit code. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    say(error instanceof BootstrapError ? error.message : String(error?.stack ?? error));
    process.exitCode = 1;
  }
}

/** Installs the packages when they are missing or are not those of package-lock.json. */
export function ensurePackages() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < LEAST_NODE_TO_BEGIN) {
    throw new BootstrapError(
      `Patchbay needs Node ${LEAST_NODE_TO_BEGIN} or newer to begin; this is ${process.version}. Install a newer Node and start again.`,
    );
  }
  const missing = whatIsNotInstalled();
  if (missing === undefined) return;
  say(`Installing the packages (${missing}); this takes half a minute …`);
  const began = Date.now();
  const npm = process.env.npm_execpath;
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund'];
  const done =
    npm === undefined || !/\.c?js$/.test(npm)
      ? spawnSync('npm', args, {
          cwd: root,
          stdio: ['ignore', 'inherit', 'inherit'],
          shell: process.platform === 'win32',
        })
      : spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status !== 0) {
    throw new BootstrapError(
      'npm could not install the packages (its words stand above). Check the network, the registry setting and the free disk space, then start again.',
    );
  }
  say(`Installed in ${seconds(began)}.`);
}

/** npm keeps its own record of what it installed; comparing the two needs no stamp and survives a manual `npm ci`. */
function whatIsNotInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  if (wanted === undefined)
    throw new BootstrapError('package-lock.json is missing or damaged. Restore it: git checkout package-lock.json');
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (installed === undefined) return `${Object.keys(wanted).length} of them`;
  for (const [place, entry] of Object.entries(wanted)) {
    if (!place.includes('node_modules/')) continue;
    const there = installed[place];
    if (there === undefined && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (there === undefined || (entry.version !== undefined && there.version !== entry.version))
      return `${place} changed`;
    if (!existsSync(join(root, place))) return `${place} is gone`;
  }
  return undefined;
}

/** The Node that everything runs on: the pinned one of npm, or the one at hand where npm has none for this platform. */
export function pinnedNode() {
  const folder = { linux: `node-linux-${process.arch}/bin/node`, win32: `node-win-${process.arch}/bin/node.exe` }[
    process.platform
  ];
  const pinned = folder === undefined ? undefined : join(root, 'node_modules', folder);
  if (pinned !== undefined && existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= LEAST_NODE_TO_RUN) return process.execPath;
  throw new BootstrapError(
    `npm has no Node ${LEAST_NODE_TO_RUN} for ${process.platform} ${process.arch}, and this is ${process.version}. Install Node ${LEAST_NODE_TO_RUN} (see .nvmrc: "nvm install" does it) and start again.`,
  );
}

/** The environment of everything we start: the pinned Node comes first on the path. */
export function childEnv(node, extra = {}) {
  const path = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  return {
    // Node keeps what it compiled and stripped of types, which halves the start of each process.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    ...process.env,
    PATH: path,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ...extra,
  };
}

/** Generates the database client from schema.prisma when that, or Prisma, changed. */
export function ensureClient(node) {
  const output = join(root, 'packages/db/src/generated');
  const stamp = join(output, '.stamp');
  const version = readJson(join(root, 'node_modules/prisma/package.json'))?.version;
  const hash = createHash('sha256')
    .update(`${version}\n`)
    .update(readFileSync(join(root, 'prisma/schema.prisma')))
    .digest('hex');
  if (existsSync(join(output, 'client.ts')) && readText(stamp) === hash) return;
  say('Generating the database client …');
  const done = spawnSync(node, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
    cwd: root,
    env: childEnv(node),
    encoding: 'utf8',
  });
  if (done.status !== 0)
    throw new BootstrapError(`Prisma could not generate the client:\n${done.stdout}${done.stderr}`);
  writeFileSync(stamp, hash);
}

/** Builds the web when one of its sources, or a package, changed. */
export async function ensureWeb(node) {
  const stamp = join(root, 'apps/web/dist/.stamp');
  const hash = webSourcesHash();
  if (readText(stamp) === hash) return;
  say('Building the web app …');
  const began = Date.now();
  const child = spawn(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'apps/web'),
    env: childEnv(node, { NODE_ENV: 'production' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ticker = setInterval(() => say(`  still building, ${seconds(began)}`), 10_000);
  const code = await ended(child);
  clearInterval(ticker);
  if (code !== 0) throw new BootstrapError(`The web app could not be built:\n${output.trim()}`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  say(`Built in ${seconds(began)}.`);
}

function webSourcesHash() {
  const hash = createHash('sha256');
  const add = (folder) => {
    if (!existsSync(folder)) return;
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!['node_modules', 'dist', 'generated'].includes(entry.name)) add(path);
      } else if (!/\.test\.tsx?$/.test(entry.name)) {
        hash
          .update(`${relative(root, path)}\0`)
          .update(readFileSync(path))
          .update('\0');
      }
    }
  };
  add(join(root, 'apps/web'));
  // Of the API only types reach the web, and types leave no trace in what is built.
  for (const name of ['mapping', 'codecs', 'model']) add(join(root, 'packages', name));
  hash.update(readFileSync(join(root, 'package-lock.json')));
  return hash.digest('hex');
}

/** Runs a program in our place: its output, its signals and its exit code are ours. Where the system can, we become it. */
export async function handOver(node, args, extra = {}) {
  if (process.execve !== undefined && process.platform !== 'win32' && !process.connected) {
    process.execve(node, [node, ...args], childEnv(node, extra));
  }
  // The channel tells the child when we are killed: it then stops as if it had been asked to.
  const child = spawn(node, args, { env: childEnv(node, extra), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const watch = watchNpm(() => child.kill('SIGTERM'));
  const code = await ended(child);
  clearInterval(watch);
  return code;
}

/**
 * npm passes a SIGTERM to the shell between it and us, which dies of it and tells nobody: its death is the message.
 * The launcher, which we become elsewhere, watches for itself.
 */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 250);
  return timer;
}

function ended(child) {
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) =>
      settle(code ?? (signal === null ? 1 : 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1))),
    );
  });
}

function readJson(file) {
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(0)} s`;
