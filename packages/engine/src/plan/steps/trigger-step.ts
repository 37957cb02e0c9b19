// Trigger: what accepting an event needs to know; the step itself is settled when the run starts.
import { compileExpression } from '@patchbay/mapping';
import type { TriggerNode } from '@patchbay/model/flow';
import type { PlannedTrigger } from '../flow-plan.ts';

export function planTrigger(node: TriggerNode): PlannedTrigger {
  const settings = Object.entries(node.input).flatMap(([name, value]) =>
    value.mode === 'fixed' ? [[name, value.value] as const] : [],
  );
  const dedupe =
    node.dedupeKey === undefined || node.dedupeKey.trim() === '' ? null : compileExpression(node.dedupeKey);
  return {
    nodeId: node.id,
    name: node.name,
    operation: node.operation,
    slot: node.slot ?? null,
    settings: Object.fromEntries(settings),
    dedupeKey:
      dedupe === null
        ? null
        : (trigger, context) => {
            const key = dedupe.evaluate({ trigger }, context);
            if (key === null || key === '') return null;
            return typeof key === 'string' ? key : JSON.stringify(key);
          },
  };
}
