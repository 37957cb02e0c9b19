// libfaketime, by which a test moves the clock of a process while it works: found, or installed where that can be done.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canInstall, install } from './apt.mjs';

/** @returns {string | undefined} The library; undefined where this machine has none. */
export function ensureFaketime() {
  const there = findFaketime();
  if (there !== undefined || !canInstall()) return there;
  install('libfaketime');
  return findFaketime();
}

/** The one for programs with threads, where Debian puts it. */
function findFaketime() {
  const set = process.env.FAKETIME_LIBRARY;
  if (set !== undefined && existsSync(set)) return set;
  const folder = '/usr/lib';
  if (process.platform !== 'linux' || !existsSync(folder)) return undefined;
  return readdirSync(folder)
    .map((name) => join(folder, name, 'faketime/libfaketimeMT.so.1'))
    .find((path) => existsSync(path));
}
