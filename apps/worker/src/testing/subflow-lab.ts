// Flows that call each other in the laboratory for runs, and what came of their calls.
import type { FlowCall, FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { RunId } from '@patchbay/model/identity';
import { afterEach, expect, vi } from 'vitest';
import { admin, people, soon, Target, worker, workspaceId } from './run-lab.ts';
import type { LiveFlow } from './run-lab.ts';

export const callTo = ({ flowId, versionId }: LiveFlow, contract: Partial<FlowCall['contract']> = {}): FlowCall => ({
  flowId,
  version: 1,
  versionId,
  contract: { name: 'Charge', ...contract },
});

/** Calls the target with `{ n }` and gives back what it said. */
export const charging = (): FlowDocument =>
  aFlow()
    .withCalled('called')
    .withAction('charge', { operation: 'target.keyed', input: { n: { mode: 'expression', expr: 'trigger.body.n' } } })
    .withRespond('give', '{ charged: steps.charge.said }')
    .to('called', 'charge')
    .to('charge', 'give')
    .build();

export const calling = (
  call: FlowCall,
  given: Parameters<ReturnType<typeof aFlow>['withSubflow']>[3] = {},
): FlowDocument =>
  aFlow()
    .withTrigger('start')
    .withSubflow('pay', call, '{ n: trigger.body.n }', given)
    .withRespond('say', '{ got: steps.pay }')
    .to('start', 'pay')
    .to('pay', 'say')
    .build();

export const echo = (): Target => {
  const target = new Target();
  target.answer = ({ input }) => ({ said: input['n'] ?? null });
  return target;
};

export const childrenOf = async (parent: RunId) => {
  const { rows } = await admin.query<{
    id: RunId;
    status: number;
    effect_root: string;
    replay_of: string | null;
    mode: number;
    depth: number;
    trace: string;
  }>(
    `SELECT r.id, r.status, r.effect_root, r.replay_of, r.mode, o.depth, o.trace FROM run_origin o JOIN run r ON r.id = o.run_id
     WHERE o.parent_run = $1 ORDER BY r.created_at, r.id`,
    [parent],
  );
  return rows;
};
/** The first run that this one has called, once it is there. */
export const child = async (parent: RunId): Promise<RunId> => {
  const found = await vi.waitFor(async () => {
    const rows = await childrenOf(parent);
    expect(rows).not.toHaveLength(0);
    return rows;
  }, soon);
  return found[0]?.id as RunId;
};
export const cancel = async (runId: RunId): Promise<void> => {
  const commands = people();
  await commands.requestCancel({ runId, workspaceId });
  await commands.close();
};
export const replay = async (runId: RunId, asNewEvent = false): Promise<RunId> => {
  const commands = people();
  const made = await commands.replay({ runId, workspaceId, versionId: null, asNewEvent, payload: null });
  await commands.close();
  return made as RunId;
};

/** Makes workers that stop with the test, where it has not stopped them itself. */
export function workersOfEachTest(): typeof worker {
  const running = new Set<{ stop(): Promise<void> }>();
  afterEach(async () => {
    await Promise.all([...running].map((one) => one.stop()));
  });
  return async (...given) => {
    const made = await worker(...given);
    const one = {
      ...made,
      stop: () => {
        running.delete(one);
        return made.stop();
      },
    };
    running.add(one);
    return one;
  };
}
