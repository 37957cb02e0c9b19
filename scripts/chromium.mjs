// The browser of the end-to-end tests: found, or installed where that can be done.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './bootstrap.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @returns {{ path: string } | { missing: string }} */
export function ensureChromium() {
  const there = findChromium();
  if (there !== undefined) return { path: there };
  const advice = 'Install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH to a Chromium or Chrome.';
  if (findProgram('apt-get') === undefined || process.getuid?.() !== 0) {
    return {
      missing: `The end-to-end tests need Chromium, which was not found and cannot be installed by this user. ${advice}`,
    };
  }
  say('Installing Chromium through apt-get; this takes about half a minute …');
  const install = () => apt(['install', '-y', '--no-install-recommends', 'chromium']);
  // The package lists of a fresh image are empty or old.
  let done = install();
  if (done.status !== 0) {
    apt(['update']);
    done = install();
  }
  const path = findChromium();
  if (path !== undefined) return { path };
  return {
    missing: `apt-get could not install Chromium: ${done.stderr.trim().split('\n').slice(-3).join(' ')} ${advice}`,
  };
}

export function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function findChromium() {
  const set = process.env.CHROMIUM_PATH;
  if (set !== undefined && existsSync(set)) return set;
  return PLACES.find(isProgram) ?? findProgram('chromium') ?? findProgram('google-chrome');
}

function apt(args) {
  return spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
