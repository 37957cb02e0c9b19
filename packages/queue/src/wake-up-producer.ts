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

/** While so many batches are on their way, further ids gather for the next one. */
const maxSending = 2;

export function createWakeUpProducer(
  address: QueueAddress,
  { onError }: { onError: (error: unknown) => void },
): WakeUpProducer {
  const queue = createQueue(address, queueName, {
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  });
  queue.on('error', onError);
  let gathered: RunId[] = [];
  const sending = new Set<Promise<void>>();
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
      jobs.push({ name: 'wake', data, opts: { jobId: String(ids[0]) } });
    }
    const sent = queue
      .addBulk(jobs)
      .then(() => undefined, onError)
      .finally(() => {
        sending.delete(sent);
        if (gathered.length > 0) schedule();
      });
    sending.add(sent);
  };
  const schedule = (): void => {
    if (scheduled || sending.size >= maxSending) return;
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
      await Promise.all(sending);
      await queue.close();
    },
  };
}
