// How a poll is shown: where it stands, when it looks, and what keeps it from looking.
import { isConnectorError, pollOf } from '@patchbay/connections';
import type { PollRow } from '@patchbay/db/repositories';
import { neverAt } from '@patchbay/engine/polls';
import { StepError } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { PollFacts } from './trigger.contract.ts';

export function pollFacts(row: PollRow, nowMs: number): PollFacts {
  const cursor = row.cursor === null ? null : (JSON.parse(row.cursor) as Json);
  const error = row.error === null ? null : StepError.parse(JSON.parse(row.error));
  const looksAgain = row.nextAt.getTime() < neverAt.getTime();
  return {
    nodeId: row.nodeId,
    kind: 'poll',
    registeredAt: row.registeredAt.toISOString(),
    lastFireAt: row.lastAt?.toISOString() ?? null,
    lastLookAt: row.askedAt?.toISOString() ?? null,
    nextExpectedAt: looksAgain ? row.nextAt.toISOString() : null,
    noNext: looksAgain ? null : 'it never looks again',
    pausedAt: row.pausedAt?.toISOString() ?? null,
    looking: row.leaseUntil !== null && row.leaseUntil.getTime() > nowMs,
    cursor,
    place: placeWords(row, cursor),
    found: Number(row.found),
    held: PollFacts.shape.held.parse(row.held),
    failure:
      error === null || row.failedAt === null
        ? null
        : { at: row.failedAt.toISOString(), inARow: row.failures, message: error.message, next: error.next ?? null },
    lost: row.loss === null ? null : { count: Number(row.lost), reason: row.loss },
  };
}

function placeWords({ operation, begin }: PollRow, cursor: Json | null): string {
  if (cursor === null) return begin === 'now' ? 'from the next look on' : 'at the beginning';
  try {
    return pollOf(operation).poll.words(cursor);
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    return 'at a place that this version cannot read; let it start again from another';
  }
}
