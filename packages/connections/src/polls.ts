// Reading news over an opened connection, as operations are called. What comes back holds no secret of the connection.
import { findTrigger } from '@patchbay/connectors';
import { ConnectorError } from '@patchbay/connector-sdk';
import type { OperationContext, Poll, PollFrom, PollPage, Scrubber } from '@patchbay/connector-sdk';
import type { Json } from '@patchbay/model/schema';

export interface PollRun {
  readonly operation: string;
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly connectionId: string | null;
  readonly settings: Readonly<Record<string, Json>>;
  readonly signal: AbortSignal;
}

/** A poll with its connection. */
export interface OpenedPoll {
  readonly poll: Poll;
  readonly context: OperationContext;
  readonly settings: Readonly<Record<string, Json>>;
  readonly scrubber: Scrubber;
}

/** @throws ConnectorError when there is no such poll in this version. */
export function pollOf(operation: string): { readonly poll: Poll; readonly need: 'none' | 'optional' | 'required' } {
  const trigger = findTrigger(operation);
  if (trigger?.poll !== undefined) return { poll: trigger.poll, need: trigger.manifest.connection };
  throw new ConnectorError('permanent', `There is no trigger "${operation}" in this version that looks for news.`, {
    effect: 'none',
    next: 'Update this installation, or choose another trigger.',
  });
}

export async function readNews(
  { poll, context, settings, scrubber }: OpenedPoll,
  from: PollFrom<Json>,
): Promise<PollPage> {
  const { items, cursor, more } = await poll.read(context, { ...settings }, from);
  return { items: items.map(({ key, value }) => ({ key, value: scrubber.json(value) })), cursor, more };
}
