// The server process: reads its environment, starts, and stops when asked or when its launcher is gone.
import { AppError } from '@patchbay/model/errors';
import { pino } from 'pino';
import { readEnv } from './env.ts';
import { startServer } from './start-server.ts';

const stopLimitMs = 10_000;

/** Secrets that a log line could carry along. */
const redact = {
  paths: ['req.headers', '*.authorization', '*.cookie', '*.password', '*.token', '*.secret', '*.secrets', 'headers'],
  censor: '[not logged]',
};

async function main(): Promise<void> {
  const env = readEnv();
  const log = pino({ name: 'server', level: env.LOG_LEVEL, redact });
  const server = await startServer(env, log);
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the server did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('disconnect', () => stop('the launcher is gone'));
  process.send?.({ type: 'ready', url: server.url, metricsPort: server.metricsPort });
  log.info({ url: server.url, metricsPort: server.metricsPort }, 'the server is ready');
}

main().catch((error: unknown) => {
  const shown =
    error instanceof AppError
      ? (error.userMessage ?? error.message)
      : error instanceof Error
        ? error.message
        : String(error);
  process.stderr.write(`${shown}\n`);
  process.exit(1);
});
