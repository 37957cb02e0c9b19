// The worker's environment, checked once; everything wrong is said in one list.
import { readS3Settings } from '@patchbay/db/blob-store';
import * as z from 'zod';

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
  /** For records that do not fit into memory; a folder of this machine. */
  PATCHBAY_SPILL_DIR: z.string().optional(),
  PATCHBAY_BLOB_S3_URL: z.string().optional(),
  PATCHBAY_BLOB_S3_REGION: z.string().optional(),
  PATCHBAY_BLOB_S3_ACCESS_KEY: z.string().optional(),
  PATCHBAY_BLOB_S3_SECRET_KEY: z.string().optional(),
  /** Where people and callers reach the server: addresses that flows hand out begin with it. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://patchbay.example.org' })
    .default('http://localhost:4600')
    .transform((address) => new URL(address).origin),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(5_000).default(256),
  MAP_THREADS: z.coerce.number().int().min(1).max(64).default(2),
  BACKLOG_LIMIT: z.coerce.number().int().min(1).max(10_000_000).default(100_000),
  CODE_PROCESSES: z.coerce.number().int().min(1).max(64).default(2),
  /** After all runs were looked at: so long until somebody looks again for those that have been kept long enough. */
  RETENTION_PAUSE_S: z.coerce.number().int().min(1).max(86_400).default(600),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
export type WorkerEnv = z.infer<typeof Env>;

/** Reads and checks the environment. @throws Error with one line per variable that is wrong. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): WorkerEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(given);
  const lines = parsed.success
    ? readS3Settings(parsed.data).problems
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (parsed.success && lines.length === 0) return parsed.data;
  throw new Error(`The worker cannot start; the environment is wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
