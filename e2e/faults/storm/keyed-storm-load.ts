// Runs that wait for each other, in a storm: in order, and few at once.
import { setTimeout as delay } from 'node:timers/promises';
import { keyedRuns, publishKeyed, sendInOrder } from '../keyed-load.ts';
import type { LoadParts, StormLoad } from './storm-load.ts';

const keys = ['a', 'b', 'c'];
const restMs = { event: 20, full: 200 };

export async function startKeyedLoad({ rig, targetUrl, hookUrls, limitMs }: LoadParts): Promise<StormLoad> {
  const keyed = await publishKeyed(rig, { targetUrl, hookUrls, limitMs });
  return {
    flows: new Map(keyed.map(({ flowId, document }) => [flowId, document])),
    senders: new Map(keyed.map(({ flowId, sender }) => [flowId, sender])),
    rage: async ({ goesOn, mayHaveMore }) => {
      const more = async (): Promise<boolean> => {
        do await delay(mayHaveMore() ? restMs.event : restMs.full);
        while (!mayHaveMore() && goesOn());
        return goesOn();
      };
      const lanes = keyed.flatMap(({ flowId, sender }) =>
        keys.map((key) => sendInOrder(sender, { prefix: flowId.slice(-4), key, more })),
      );
      await Promise.all(lanes);
    },
    facts: () =>
      Promise.resolve({ keyed: (runs) => keyed.flatMap(({ flowId, rule }) => keyedRuns(runs, flowId, rule)) }),
  };
}
