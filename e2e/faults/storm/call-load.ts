// Calls in a storm: a flow that calls another one and goes on with what it gave.
import { setTimeout as delay } from 'node:timers/promises';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import { patience, publishInto } from './storm-load.ts';
import type { LoadParts, StormLoad } from './storm-load.ts';

const restMs = 250;

const called = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl)
    .called()
    .effect('work', patience)
    .respond('answer', '{ receipt: steps.work.body.receipt }')
    .to('called', 'work')
    .to('work', 'answer')
    .build('Called');

const calling = (targetUrl: string, flowId: string): FlowJson =>
  new FlowDraft(targetUrl)
    .hook()
    .effect('before', patience)
    .call('ask', flowId)
    .effect('after', { ...patience, uses: ['before'] })
    .to('hook', 'before')
    .to('before', 'ask')
    .to('ask', 'after')
    .build('Calls');

export async function startCallLoad({ rig, targetUrl, hookUrls, limitMs }: LoadParts): Promise<StormLoad> {
  const flows = new Map<string, FlowJson>();
  const callee = await publishInto(flows, rig, called(targetUrl));
  const caller = await publishInto(flows, rig, calling(targetUrl, callee.flowId));
  const sender = createSender(() => hookUrls(caller.hook), limitMs);
  return {
    flows,
    senders: new Map([[caller.flowId, sender]]),
    rage: async ({ goesOn, mayHaveMore }) => {
      for (let n = 0; goesOn(); n += 1) {
        if (mayHaveMore()) await sender.send({ id: `calls-${n}` });
        await delay(restMs);
      }
    },
    // Each caller goes on only behind its call, and none of them fails: so each has called, once.
    facts: () =>
      Promise.resolve({
        alsoAccepted: [...new Set(sender.accepted)].map((event) => ({
          event: `call:${event}`,
          flowId: callee.flowId,
        })),
      }),
  };
}
