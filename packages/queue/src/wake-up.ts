// A job is a wake-up: up to 64 run ids and nothing else. The queue may lose any of them; PostgreSQL is the truth.
import { RunId } from '@patchbay/model/identity';
import * as z from 'zod';

export const queueName = 'runs';
export const maxIdsPerWakeUp = 64;
export const WakeUp = z.object({ runIds: z.array(RunId).max(maxIdsPerWakeUp) });
export type WakeUp = z.infer<typeof WakeUp>;
