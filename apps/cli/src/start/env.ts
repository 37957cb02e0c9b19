// The environment of `patchbay start`, read once. Everything wrong is said in one list, so that it is mended in one go.
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { connectionConfig } from '@patchbay/db/connection-config';
import { readMasterKey, type MasterKey } from '@patchbay/db/secret-box';
import { AppError } from '@patchbay/model/errors';

export interface StartSettings {
  /** Unset: a free port is chosen once and remembered. */
  readonly port: number | undefined;
  readonly home: string;
  /** Unset: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Unset: the queue lives in PostgreSQL. */
  readonly redisUrl: string | undefined;
  /** Unset: a key file in the home folder. */
  readonly masterKey: MasterKey | undefined;
  readonly egressAllow: string;
  /** Whether this session could show a browser. */
  readonly hasDisplay: boolean;
  /** A script of npm started this process. */
  readonly byNpm: boolean;
  /** What the children get besides: the person's own environment. */
  readonly inherited: NodeJS.ProcessEnv;
}

export interface StartEnv {
  readonly settings: StartSettings;
  /** One sentence per variable that is wrong. */
  readonly problems: readonly string[];
}

const CLONE = resolve(import.meta.dirname, '../../../..');
const HOST = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*$/i;

export function readStartEnv(source: NodeJS.ProcessEnv = process.env): StartEnv {
  const problems: string[] = [];
  const given = (name: string): string | undefined => source[name]?.trim() || undefined;
  const attempt = <Result>(read: () => Result): Result | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push(error instanceof AppError ? (error.userMessage ?? error.message) : String(error));
      return undefined;
    }
  };
  const databaseUrl = given('DATABASE_URL');
  if (databaseUrl !== undefined) attempt(() => connectionConfig(databaseUrl));
  const redisUrl = given('REDIS_URL');
  if (redisUrl !== undefined) problems.push(...redisProblems(redisUrl));
  const egressAllow = given('PATCHBAY_EGRESS_ALLOW') ?? '';
  problems.push(...egressProblems(egressAllow));
  const keyText = given('PATCHBAY_MASTER_KEY');
  const portText = given('PORT');
  if (portText !== undefined) problems.push(...portProblems(portText));
  return {
    settings: {
      port: portText === undefined ? undefined : Number(portText),
      home: resolve(given('PATCHBAY_HOME') ?? join(CLONE, '.patchbay')),
      databaseUrl,
      redisUrl,
      masterKey: keyText === undefined ? undefined : attempt(() => readMasterKey(keyText)),
      egressAllow,
      hasDisplay: process.platform !== 'linux' || (given('DISPLAY') ?? given('WAYLAND_DISPLAY')) !== undefined,
      byNpm: given('npm_lifecycle_event') !== undefined,
      inherited: source,
    },
    problems,
  };
}

function portProblems(text: string): string[] {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return [];
  return [`PORT is "${text}"; it must be a number from 1 to 65535, or unset: then Patchbay chooses a free port.`];
}

function redisProblems(text: string): string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '') return [];
  return ['REDIS_URL is no address of a Redis server; it should look like redis://host:6379 (rediss:// with TLS).'];
}

function egressProblems(text: string): string[] {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  return entries
    .filter((entry) => !isEgressEntry(entry))
    .map(
      (entry) =>
        `PATCHBAY_EGRESS_ALLOW holds "${entry}"; each entry must be an address or network with a port, such as 10.1.0.0/16:5432, db.internal:5432 or [fd00::1]:443.`,
    );
}

function isEgressEntry(entry: string): boolean {
  const match = /^(.+):(\d{1,5})$/.exec(entry);
  if (match === null || Number(match[2]) < 1 || Number(match[2]) > 65_535) return false;
  const [host = '', bits, ...rest] = (match[1] ?? '').replace(/[[\]]/g, '').split('/');
  if (rest.length > 0) return false;
  if (bits === undefined) return isIP(host) !== 0 || HOST.test(host);
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(host)] ?? -1;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}
