// How the steps of a check are run, shown and counted.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { childEnv, root } from './bootstrap.mjs';

/** Settings of the person's shell that would turn a test run into something else. */
const NOT_FOR_TESTS = [
  'DATABASE_URL',
  'REDIS_URL',
  'PORT',
  'HOST',
  'METRICS_PORT',
  'PATCHBAY_HOME',
  'PATCHBAY_MASTER_KEY',
  'PATCHBAY_EGRESS_ALLOW',
  'PATCHBAY_BLOB_DIR',
  'NODE_ENV',
  'NODE_OPTIONS',
];

/** @typedef {{ passed: number, failed: number, skipped?: number }} Count */

/**
 * Runs a program and keeps what it prints; shows it when it fails, or at once when `live`.
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(node, args, { cwd = root, env = {}, live = false } = {}) {
  return new Promise((settle) => {
    const clean = Object.fromEntries(
      Object.entries(childEnv(node, env)).filter(([name]) => env[name] !== undefined || !NOT_FOR_TESTS.includes(name)),
    );
    const child = spawn(node, args, {
      cwd,
      env: clean,
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => settle({ ok: false, output: `${output}${error.message}` }));
    child.once('exit', (code) => settle({ ok: code === 0, output }));
  });
}

/** Runs one step, prints one line about it (and what it said, when it failed), and returns its count. */
export async function step(name, work) {
  const began = Date.now();
  const { count, output = '', slowest = [] } = await work();
  const time = seconds(Date.now() - began);
  const words = [
    `${count.passed} passed`,
    `${count.failed} failed`,
    ...(count.skipped ? [`${count.skipped} skipped`] : []),
  ];
  if (count.failed > 0 && output !== '') console.log(output.trimEnd());
  console.log(`${count.failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${words.join(', ')} (${time})`);
  if (slowest.length > 0)
    console.log(`     slowest: ${slowest.map(({ file, ms }) => `${file} ${seconds(ms)}`).join(', ')}`);
  return count;
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** How many of the files that took longest are named. */
const namedFiles = 8;

/**
 * Where the time of a step went. Files that ran side by side count in full.
 * @param {readonly { file: string, ms: number }[]} files
 */
export function slowestOf(files) {
  const sum = new Map();
  for (const { file, ms } of files) sum.set(file, (sum.get(file) ?? 0) + ms);
  return [...sum]
    .map(([file, ms]) => ({ file, ms }))
    .sort((left, right) => right.ms - left.ms)
    .slice(0, namedFiles);
}

/** Runs lanes of steps, `[name, work]`, next to each other and the steps of a lane one by one; returns the counts of all. */
export async function sideBySide(...lanes) {
  const inTurn = async (steps) => {
    const counts = [];
    for (const [name, work] of steps) counts.push(await step(name, work));
    return counts;
  };
  return (await Promise.all(lanes.map(inTurn))).flat();
}

/** A tool that is one check: it holds or it does not. */
export const asOne = ({ ok, output }) => ({ count: { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }, output });

export const sum = (counts) => ({
  passed: counts.reduce((total, count) => total + count.passed, 0),
  failed: counts.reduce((total, count) => total + count.failed, 0),
});

/** The last line of every run, for people and scripts, and the exit code. */
export function conclude(counts) {
  const { passed, failed } = sum(counts);
  if (passed + failed === 0) {
    console.log('No test ran at all, which counts as a failure.');
    console.log('0 passed, 1 failed');
    return 1;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Runs one project of vitest. */
export async function vitest(node, project, { live = false } = {}) {
  return withReport(async (file) => {
    const args = [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${file}`,
    ];
    const done = await run(node, args, { live, env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' } });
    const report = readReport(file);
    return { ...done, count: vitestCount(report, done.ok), slowest: vitestSlowest(report) };
  });
}

/** @returns {Count} */
export function vitestCount(report, ok) {
  if (report === undefined) return { passed: 0, failed: 1 };
  // A file that does not even load has no test to fail, and is a failure all the same.
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  );
  const failed = report.numFailedTests + unloaded.length;
  return { passed: report.numPassedTests, failed: failed === 0 && !ok ? 1 : failed, skipped: report.numPendingTests };
}

const vitestSlowest = (report) =>
  slowestOf(
    (report?.testResults ?? []).map(({ name, startTime, endTime }) => ({
      file: relative(root, name),
      ms: endTime - startTime,
    })),
  );

/** Of the tests of each file; what is started for all of them counts for the first. */
export function playwrightSlowest(report) {
  const files = [];
  const visit = ({ file, suites = [], specs = [] }) => {
    for (const { tests } of specs)
      for (const { results } of tests) for (const { duration } of results) files.push({ file, ms: duration });
    for (const suite of suites) visit(suite);
  };
  for (const suite of report?.suites ?? []) visit(suite);
  return slowestOf(files);
}

/** @returns {Count} */
export function playwrightCount(report, ok) {
  if (report === undefined) return { passed: 0, failed: 1 };
  const { expected, flaky, unexpected, skipped } = report.stats;
  const failed = unexpected + (report.errors?.length ?? 0);
  return { passed: expected + flaky, failed: failed === 0 && !ok ? 1 : failed, skipped };
}

/** Hands a throw-away file to `work`. */
export async function withReport(work) {
  const dir = mkdtempSync(join(tmpdir(), 'patchbay-report-'));
  try {
    return await work(join(dir, 'report.json'));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
