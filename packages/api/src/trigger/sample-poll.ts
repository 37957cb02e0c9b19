// What a poll of the draft would find, for people who draw the flow: nothing starts, and no place is kept.
import { connectorAppError, findTrigger, isConnectorError, pollOf } from '@patchbay/connections';
import { findFlow, listBindings } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { TriggerNode } from '@patchbay/model/flow';
import { readStoredFlow } from '@patchbay/model/flow';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { fixedSettings } from './polls-of-flow.ts';
import type { TriggerInput, TriggerSample } from './trigger.contract.ts';

const shownItems = 5;
const timeoutMs = 15_000;

export async function samplePoll(
  deps: ServiceDeps,
  caller: Caller,
  { flowId, nodeId }: TriggerInput,
): Promise<TriggerSample> {
  const { workspaceId, environmentId } = caller;
  const { node, connectionId } = await deps.db.inWorkspace(workspaceId, async (tx) => {
    const flow = await findFlow(tx, workspaceId, flowId);
    if (flow === null) throw notThere();
    const found = pollNode(readStoredFlow(flow.draft).nodes.find(({ id }) => id === nodeId));
    const bindings = await listBindings(tx, { workspaceId, environmentId, flowId });
    return { node: found, connectionId: bindings.find(({ slot }) => slot === found.slot)?.connectionId ?? null };
  });
  const { operation } = node;
  const signal = AbortSignal.timeout(timeoutMs);
  const call = { operation, workspaceId, environmentId, connectionId, settings: fixedSettings(node), signal };
  try {
    const { items, cursor } = await deps.operations.readNews(call, { cursor: null, limit: shownItems });
    const place = items.length === 0 ? 'nothing is there yet' : pollOf(operation).poll.words(cursor);
    return { items: items.map(({ value }) => value), place };
  } catch (error) {
    throw isConnectorError(error) ? connectorAppError(error) : error;
  }
}

function pollNode(node: { readonly kind: string } | undefined): TriggerNode {
  const trigger = node?.kind === 'trigger' ? (node as TriggerNode) : undefined;
  if (trigger !== undefined && findTrigger(trigger.operation)?.poll !== undefined) return trigger;
  throw AppError.because('notFound', 'There is no such trigger in the draft that looks for news. Save the flow first.');
}
