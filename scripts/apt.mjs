// Packages of Debian and its kin, for tests that need a program which npm does not have.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether this user may install packages. */
export const canInstall = () => findProgram('apt-get') !== undefined && process.getuid?.() === 0;

/** Installs a package; hands back the last lines of what apt-get complained about. */
export function install(name) {
  const attempt = () => apt(['install', '-y', '--no-install-recommends', name]);
  let done = attempt();
  // The package lists of a fresh image are empty or old.
  if (done.status !== 0) {
    apt(['update']);
    done = attempt();
  }
  return done.stderr.trim().split('\n').slice(-3).join(' ');
}

function apt(args) {
  return spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
