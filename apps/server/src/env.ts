// The server's environment, checked once; everything wrong is said in one list.
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { readS3Settings } from '@patchbay/db/blob-store';
import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

const Env = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a PostgreSQL address (postgresql://…)'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must be a Redis address (redis://…)')
    .optional(),
  PATCHBAY_MASTER_KEY: z
    .base64('must be 32 bytes in base64')
    .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64'),
  PATCHBAY_EGRESS_ALLOW: z.string().default(''),
  PATCHBAY_BLOB_DIR: z.string().min(1, 'must name a folder'),
  PATCHBAY_BLOB_S3_URL: z.string().optional(),
  PATCHBAY_BLOB_S3_REGION: z.string().optional(),
  PATCHBAY_BLOB_S3_ACCESS_KEY: z.string().optional(),
  PATCHBAY_BLOB_S3_SECRET_KEY: z.string().optional(),
  /** Queued runs of one workspace beyond which webhooks answer 429. */
  BACKLOG_LIMIT: z.coerce.number().int().min(1).max(10_000_000).default(100_000),
  /** Free space on the disk of payloads below which webhooks answer 503. */
  MIN_FREE_DISK_MB: z.coerce.number().int().min(0).default(64),
  /** Bodies of webhooks are read up to this size, whatever a trigger's own limit says. */
  MAX_BODY_MB: z.coerce.number().int().min(1).max(2_047).default(1_024),
  PATCHBAY_WEB_DIR: z.string().default(resolve(import.meta.dirname, '../../web/dist')),
  HOST: z.string().default('127.0.0.1'),
  PORT: port,
  /** Where people and callers reach this server, when that is not `http://localhost:PORT`: the address of the TLS proxy. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://patchbay.example.org' })
    .optional(),
  /** Proxies whose `X-Forwarded-For` is believed: addresses and networks, separated by commas. */
  TRUSTED_PROXY: z.string().default(''),
  /** Networks besides the loopback from which a sign-in link works; only where nobody else can reach the port. */
  SIGN_IN_LINK_FROM: z.string().default(''),
  METRICS_PORT: port.default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface ServerEnv extends Omit<z.infer<typeof Env>, 'PUBLIC_URL' | 'TRUSTED_PROXY' | 'SIGN_IN_LINK_FROM'> {
  /** Null: the address follows from the port that is listened on. */
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly signInLinkFrom: readonly string[];
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const loopbackNames = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Reads and checks the environment. @throws Error with one line per variable that is wrong. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): ServerEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(given);
  const lines = parsed.success
    ? [...reachProblems(parsed.data), ...readS3Settings(parsed.data).problems]
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success || lines.length > 0) {
    throw new Error(
      `The server cannot start; the environment is wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  const { PUBLIC_URL, TRUSTED_PROXY, SIGN_IN_LINK_FROM, ...env } = parsed.data;
  return {
    ...env,
    PATCHBAY_WEB_DIR: join(resolve(env.PATCHBAY_WEB_DIR)),
    publicUrl: PUBLIC_URL === undefined ? null : new URL(PUBLIC_URL).origin,
    trustedProxies: listOf(TRUSTED_PROXY),
    signInLinkFrom: listOf(SIGN_IN_LINK_FROM),
  };
}

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
}

/** Passwords and session cookies do not travel in clear over a network. */
function reachProblems({ HOST, PUBLIC_URL, TRUSTED_PROXY, SIGN_IN_LINK_FROM }: z.infer<typeof Env>): string[] {
  const problems: string[] = [];
  const remedy = 'Keep HOST=127.0.0.1, or put a TLS proxy in front and set PUBLIC_URL to its https:// address';
  if (PUBLIC_URL !== undefined) {
    const { protocol, hostname } = new URL(PUBLIC_URL);
    if (protocol === 'http:' && !loopbackNames.has(hostname)) {
      problems.push(`PUBLIC_URL: plain http is for this machine alone. ${remedy}.`);
    }
  } else if (!loopbackNames.has(HOST)) {
    problems.push(`HOST: “${HOST}” can be reached from other machines by plain http. ${remedy}.`);
  }
  for (const [name, list] of Object.entries({ TRUSTED_PROXY, SIGN_IN_LINK_FROM })) {
    for (const entry of listOf(list)) {
      if (isNetwork(entry)) continue;
      problems.push(`${name}: “${entry}” is no address or network. Use one such as 10.0.0.5 or 10.0.0.0/24.`);
    }
  }
  return problems;
}
