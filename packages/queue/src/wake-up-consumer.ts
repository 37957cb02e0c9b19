// Receives wake-ups. The handler only takes the runs over; advancing them is not the job's business.
import type { RunId } from '@patchbay/model/identity';
import type { QueueAddress } from './backend.ts';
import { createWorker } from './backend.ts';
import { queueName, WakeUp } from './wake-up.ts';

export interface WakeUpConsumer {
  /** False while the queue cannot be reached: then the worker looks for runs by itself. */
  reachable(): boolean;
  close(): Promise<void>;
}

export async function createWakeUpConsumer(
  address: QueueAddress,
  { onWakeUp, onError }: { onWakeUp: (runIds: readonly RunId[]) => Promise<void>; onError: (error: unknown) => void },
): Promise<WakeUpConsumer> {
  let lastErrorAt = Number.NEGATIVE_INFINITY;
  const worker = createWorker(address, queueName, {
    concurrency: 2,
    maxStalledCount: 0,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    process: async (job) => {
      await onWakeUp(WakeUp.parse(job.data).runIds);
    },
  });
  worker.on('error', (error) => {
    lastErrorAt = performance.now();
    onError(error);
  });
  await worker.waitUntilReady();
  return {
    reachable: () => performance.now() - lastErrorAt > 5_000,
    close: () => worker.close(),
  };
}
