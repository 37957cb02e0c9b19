// Sends wake-ups, up to 64 runs in one job. Never on the way of an answer: it gathers what was accepted in one turn.
import type { RunId } from '@patchbay/model/identity';
import type { QueueAddress } from './backend.ts';
import { createQueue } from './backend.ts';
import { maxIdsPerWakeUp, queueName } from './wake-up.ts';
import type { WakeUp } from './wake-up.ts';

export interface WakeUpProducer {
  /** Fire and forget: what does not arrive is found by the sweeper. */
  send(runId: RunId): void;
  /** Rejects when the queue cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export function createWakeUpProducer(
  address: QueueAddress,
  { onError }: { onError: (error: unknown) => void },
): WakeUpProducer {
  const queue = createQueue(address, queueName, {
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  });
  queue.on('error', onError);
  let gathered: RunId[] = [];
  let sending = 0;
  let scheduled = false;

  const flush = (): void => {
    scheduled = false;
    if (gathered.length === 0) return;
    const runIds = gathered;
    gathered = [];
    const jobs = [];
    for (let at = 0; at < runIds.length; at += maxIdsPerWakeUp) {
      const ids = runIds.slice(at, at + maxIdsPerWakeUp);
      const data: WakeUp = { runIds: ids };
      jobs.push({ name: 'wake', data, opts: { jobId: `${ids[0]}-0` } });
    }
    sending += 1;
    queue
      .addBulk(jobs)
      .catch(onError)
      .finally(() => {
        sending -= 1;
        if (gathered.length > 0) schedule();
      });
  };
  const schedule = (): void => {
    if (scheduled || sending >= 2) return;
    scheduled = true;
    setImmediate(flush);
  };
  return {
    send: (runId) => {
      gathered.push(runId);
      schedule();
    },
    ping: async () => {
      await queue.getJobCounts('waiting');
    },
    close: async () => {
      flush();
      await queue.close();
    },
  };
}
