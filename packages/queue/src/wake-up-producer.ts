// Sends wake-ups, up to 64 runs in one job. Never on the way of an answer: it gathers what was accepted in one turn.
import { randomUUID } from 'node:crypto';
import type { RunId } from '@patchbay/model/identity';
import type { QueueAddress } from './backend.ts';
import { createQueue } from './backend.ts';
import { maxIdsPerWakeUp, queueName } from './wake-up.ts';
import type { WakeUp } from './wake-up.ts';

export interface WakeUpProducer {
  /** Fire and forget: what does not arrive is found by the sweeper. */
  send(runId: RunId): void;
  /** What was not given to the queue yet. */
  readonly gathered: number;
  /** Rejects when the queue cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** While so many batches are on their way, further ids gather for the next one. */
const maxSending = 1;
/** More are left to the sweeper: the queue is away, or far behind. */
const mostGathered = 10_000;

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
    const jobs: WakeUp[] = [];
    for (let at = 0; at < runIds.length; at += maxIdsPerWakeUp) {
      jobs.push({ runIds: runIds.slice(at, at + maxIdsPerWakeUp) });
    }
    // One at a time: on PostgreSQL a bulk insert of one job was measured at ten times the cost of a plain one.
    const sent = Promise.all(jobs.map((job) => queue.add('wake', job, { jobId: randomUUID() })))
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
      if (gathered.length < mostGathered) gathered.push(runId);
      schedule();
    },
    get gathered() {
      return gathered.length;
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
