// A poll starts again from another place.
import { connectorAppError, isConnectorError, pollOf } from '@patchbay/connections';
import type { Transaction } from '@patchbay/db/client';
import type { PollAt } from '@patchbay/db/repositories';
import { listPolls, resetPoll } from '@patchbay/db/repositories';
import type { Json } from '@patchbay/model/schema';
import type { TriggerResetInput } from './trigger.contract.ts';

/** Hands back where it stood. @throws AppError `unprocessable` when the place is none of this trigger. */
export async function resetPollOf(tx: Transaction, at: PollAt, { to, again }: TriggerResetInput): Promise<Json> {
  const row = (await listPolls(tx, at.workspaceId, at.deploymentId)).find(({ nodeId }) => nodeId === at.nodeId);
  switch (to.from) {
    case 'beginning':
    case 'now':
      await resetPoll(tx, at, { cursor: null, begin: to.from, again });
      break;
    case 'cursor': {
      const cursor = checked(row?.operation ?? '', to.cursor);
      await resetPoll(tx, at, { cursor: JSON.stringify(cursor), begin: 'beginning', again });
      break;
    }
  }
  return { cursor: row?.cursor == null ? null : (JSON.parse(row.cursor) as Json) };
}

function checked(operation: string, cursor: Json): Json {
  try {
    return pollOf(operation).poll.checkCursor(cursor);
  } catch (error) {
    throw isConnectorError(error) ? connectorAppError(error) : error;
  }
}
