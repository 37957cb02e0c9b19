// A DATABASE_URL in the words of libpq, turned into what node-postgres takes. One reading for migrations, Prisma and pools.
// node-postgres' own reading of sslmode differs from libpq's, and ignores what it does not know; here the unknown is an error.
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type pg from 'pg';
import { AppError } from '@patchbay/model/errors';

export type DatabaseRole = 'patchbay_app' | 'patchbay_engine';

export interface ConnectionChoice {
  /** The role that the session takes; without one it stays the owner. */
  readonly role?: DatabaseRole;
  /** Server settings of the session, such as `{ enable_seqscan: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const KNOWN = new Set([
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'options',
  'application_name',
  'connect_timeout',
  'host',
  'port',
  'schema',
]);

/** Throws `invalidInput` that says what is wrong with the address, without repeating its password. */
export function connectionConfig(url: string, choice: ConnectionChoice = {}): pg.ClientConfig {
  const parsed = parse(url);
  const query = parsed.searchParams;
  const unknown = [...query.keys()].filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) throw wrong(`it has the unknown parameter ${unknown.join(', ')}`);
  if ((query.get('schema') ?? 'public') !== 'public')
    throw wrong('Patchbay lives in schema "public"; leave out "schema"');
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (database === '') throw wrong('it names no database (…/patchbay)');
  const ssl = tls(query);
  const session = sessionOptions(query.get('options'), choice);
  return {
    host: query.get('host') ?? (decodeURIComponent(parsed.hostname.replace(/^\[|\]$/g, '')) || 'localhost'),
    port: Number(query.get('port') ?? (parsed.port || '5432')),
    user: decodeURIComponent(parsed.username) || 'patchbay',
    ...(parsed.password === '' ? {} : { password: decodeURIComponent(parsed.password) }),
    database,
    keepAlive: true,
    connectionTimeoutMillis: Number(query.get('connect_timeout') ?? '10') * 1000,
    application_name: query.get('application_name') ?? 'patchbay',
    ...(session === '' ? {} : { options: session }),
    ...(ssl === undefined ? {} : { ssl }),
  };
}

function parse(url: string): URL {
  if (!URL.canParse(url)) throw wrong('it is no URL (special characters in the password must be percent-encoded)');
  const parsed = new URL(url);
  if (parsed.protocol === 'postgresql:' || parsed.protocol === 'postgres:') return parsed;
  throw wrong(`it begins with ${parsed.protocol}// instead of postgresql://`);
}

/** The meanings are libpq's: `require` encrypts without knowing the server, unless a root certificate is given. */
function tls(query: URLSearchParams): ConnectionOptions | undefined {
  const mode = query.get('sslmode') ?? 'disable';
  const root = query.get('sslrootcert');
  const ca = root === null || root === 'system' ? {} : { ca: readPem(root, 'sslrootcert') };
  const cert = query.get('sslcert');
  const key = query.get('sslkey');
  const own = {
    ...(cert === null ? {} : { cert: readPem(cert, 'sslcert') }),
    ...(key === null ? {} : { key: readPem(key, 'sslkey') }),
  };
  switch (mode) {
    case 'disable':
      return undefined;
    case 'require':
      return root === null
        ? { ...own, rejectUnauthorized: false }
        : { ...own, ...ca, checkServerIdentity: () => undefined };
    case 'verify-ca':
      return { ...own, ...ca, checkServerIdentity: () => undefined };
    case 'verify-full':
      return { ...own, ...ca };
    default:
      throw wrong(`sslmode is "${mode}"; Patchbay takes disable, require, verify-ca or verify-full`);
  }
}

function readPem(file: string, parameter: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw wrong(`${parameter} names ${file}, which cannot be read (${(error as Error).message})`);
  }
}

function sessionOptions(given: string | null, choice: ConnectionChoice): string {
  const settings = Object.entries({ ...choice.settings, ...(choice.role === undefined ? {} : { role: choice.role }) });
  const parts = settings.map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, String.raw`\$&`)}`);
  return [...(given === null ? [] : [given]), ...parts].join(' ');
}

function wrong(cause: string): AppError {
  return AppError.because(
    'invalidInput',
    `DATABASE_URL cannot be used: ${cause}. It should look like postgresql://user:password@host:5432/patchbay?sslmode=verify-full.`,
  );
}
