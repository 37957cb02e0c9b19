// Random flows in a storm, each with a model of what becomes of its steps; of some runs an effect cannot be taken back.
import { setTimeout as delay } from 'node:timers/promises';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import type { Sender } from '../../fixtures/rig/sender.ts';
import { cannotBeUndone, drawFlow, stageKinds } from './random-flow.ts';
import type { DrawnFlow } from './random-flow.ts';
import { publishInto } from './storm-load.ts';
import type { LoadParts, Pace, StormLoad } from './storm-load.ts';

const flowCount = 4;
const eventsAtOnce = 6;
const restMs = { event: 20, full: 100 };
/** Now and then the same event comes twice. */
const twiceEvery = 25;

export async function startDrawnLoad(parts: LoadParts): Promise<StormLoad> {
  const { rig, target, targetUrl, hookUrls, random, say, limitMs } = parts;
  const flows = new Map<string, FlowJson>();
  const drawn = new Map<string, DrawnFlow>();
  const senders = new Map<string, Sender>();
  target.except(({ event, step }) => {
    const number = Number(event.split('-').at(-1));
    return /^(?:effect|pair)0a:c$/.test(step) && cannotBeUndone(number % 100) ? 'refuse' : null;
  });
  for (let number = 1; number <= flowCount; number += 1) {
    const must = stageKinds.filter((_, index) => index % flowCount === number - 1);
    const flow = drawFlow(random, { targetUrl, name: `Storm ${number}`, must });
    const { flowId, hook } = await publishInto(flows, rig, flow.document);
    drawn.set(flowId, flow);
    senders.set(
      flowId,
      createSender(() => hookUrls(hook), limitMs),
    );
    say(`flow ${number}: ${flow.document.nodes.map(({ id }) => id).join(' ')}`);
  }
  let sent = 0;
  const lane = async ([flowId, sender]: [string, Sender], { goesOn, mayHaveMore }: Pace): Promise<void> => {
    while (goesOn()) {
      if (!mayHaveMore()) {
        await delay(restMs.full);
        continue;
      }
      const number = sent++;
      const copies = number % twiceEvery === 0 ? 2 : 1;
      const event = { id: `${flowId.slice(-4)}-${number}`, n: number % 100 };
      await Promise.all(Array.from({ length: copies }, () => sender.send(event)));
      await delay(restMs.event);
    }
  };
  return {
    flows,
    senders,
    rage: async (pace) => {
      const lanes = [...senders].flatMap((one) => Array.from({ length: eventsAtOnce }, () => lane(one, pace)));
      await Promise.all(lanes);
    },
    model: (run, body) => drawn.get(run.flowId)?.model((body as { n: number }).n),
  };
}
