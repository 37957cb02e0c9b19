import type { StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { Place, StepRecords } from '../decide/index.ts';
import type { PlannedNode, RunScope } from '../plan/index.ts';
import type { TurnItems } from './turn-items.ts';

/** What `errors.<name>` holds. */
export function errorValue({ error }: Pick<StepRecord, 'error'>): Json {
  if (error === undefined) return null;
  return { code: error.code, message: error.message, details: error.details ?? null };
}

/**
 * The roots of expressions at a place, as the records stand now: the steps beside it and around it, and the items at
 * hand. A step that was skipped or has not run is null; what stands in other bodies is not seen.
 */
export function runScope(
  place: Place,
  records: StepRecords,
  given: {
    readonly trigger: Json;
    readonly vars: RunScope['vars'];
    /** The address at which a step that waits gets its answer. */
    readonly linkTo: (node: PlannedNode, path: string) => string;
    readonly items: Pick<TurnItems, 'of'>;
  },
): RunScope {
  const steps: Record<string, Json> = {};
  const errors: Record<string, Json> = {};
  const items: Record<string, Json> = {};
  let links: Record<string, string> | undefined;
  for (let at: Place | null = place; at !== null; at = at.around?.place ?? null) {
    for (const node of at.scope.nodes) {
      const record = records.get(at.prefix + node.id);
      if (record?.status === 'succeeded') steps[node.name] = record.output ?? null;
      else if (record?.status === 'failed' && record.error !== undefined) errors[node.name] = errorValue(record);
    }
    for (const node of at.scope.linked) {
      links ??= {};
      links[node.name] = given.linkTo(node, at.prefix + node.id);
    }
    const { around } = at;
    if (around?.container.step.type !== 'forEach' || around.turn === null) continue;
    const { item } = around.container.step;
    if (!Object.hasOwn(items, item)) {
      items[item] = given.items.of(around.place.prefix + around.container.id, around.turn);
    }
  }
  return {
    ...(links === undefined ? {} : { links }),
    ...items,
    trigger: given.trigger,
    steps,
    errors,
    vars: given.vars,
  };
}
