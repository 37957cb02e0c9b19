// The worker process: reads its environment, starts, and stops when asked or when its launcher is gone.
import { pino } from 'pino';
import { readEnv } from './env.ts';
import { startWorker } from './start-worker.ts';

const stopLimitMs = 15_000;

async function main(): Promise<void> {
  const env = readEnv();
  const log = pino({ name: 'worker', level: env.LOG_LEVEL });
  const worker = await startWorker(env, log);
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    worker.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the worker did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('disconnect', () => stop('the launcher is gone'));
  process.send?.({ type: 'ready', metricsPort: worker.metricsPort });
  log.info({ metricsPort: worker.metricsPort }, 'the worker is ready');
}

main().catch((error: unknown) => {
  const shown = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${shown}\n`);
  process.exit(1);
});
