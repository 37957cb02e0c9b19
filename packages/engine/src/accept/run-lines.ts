// In which lines a run waits for its turn: worked out once, when its event is accepted.
import { createHash } from 'node:crypto';
import type { EvaluationContext } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import type { EnvironmentId, FlowId } from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';
import type { RunLine } from '../drivers/index.ts';
import type { PlannedLine } from '../plan/index.ts';

export interface LinePlace {
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
}

/** @throws AppError `unprocessable` when a key cannot be worked out for this event. */
export function runLines(
  planned: readonly PlannedLine[],
  place: LinePlace,
  event: { readonly trigger: Json; readonly context: EvaluationContext },
): RunLine[] {
  return planned.flatMap((line) => {
    const key = line.key === null ? '' : keyOfEvent(line, line.key, event);
    if (key === null) return [];
    return [{ line: lineId(line.kind, place, key), places: line.places, inOrder: line.kind === 'order' }];
  });
}

function keyOfEvent(
  { kind }: PlannedLine,
  key: NonNullable<PlannedLine['key']>,
  { trigger, context }: { readonly trigger: Json; readonly context: EvaluationContext },
): string | null {
  try {
    return key(trigger, context);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('unprocessable', `${kind} key failed: ${reason}`, {
      userMessage: `The key by which runs of this flow ${kind === 'order' ? 'go one after the other' : 'are limited'} could not be worked out for this event: ${reason}. An analyst mends it in the flow’s settings.`,
      cause,
    });
  }
}

/** The first 128 bits of a SHA-256, in the shape of a UUID. The key itself may be long, and is nobody's business there. */
function lineId(kind: string, { environmentId, flowId }: LinePlace, key: string): string {
  const hex = createHash('sha256').update(`${environmentId}/${flowId}/${kind}/${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
