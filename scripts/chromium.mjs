// The browser of the end-to-end tests: found, or installed where that can be done.
import { existsSync } from 'node:fs';
import { canInstall, findProgram, install, isProgram } from './apt.mjs';
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
  if (!canInstall()) {
    return {
      missing: `The end-to-end tests need Chromium, which was not found and cannot be installed by this user. ${advice}`,
    };
  }
  say('Installing Chromium through apt-get; this takes about half a minute …');
  const complaint = install('chromium');
  const path = findChromium();
  if (path !== undefined) return { path };
  return { missing: `apt-get could not install Chromium: ${complaint} ${advice}` };
}

function findChromium() {
  const set = process.env.CHROMIUM_PATH;
  if (set !== undefined && existsSync(set)) return set;
  return PLACES.find(isProgram) ?? findProgram('chromium') ?? findProgram('google-chrome');
}
