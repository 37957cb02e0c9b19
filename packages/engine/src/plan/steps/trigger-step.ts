// Trigger: what accepting an event needs to know; the step itself is settled when the run starts.
import { compileExpression } from '@patchbay/mapping';
import type { EvaluationContext } from '@patchbay/mapping';
import type { FlowSettings, TriggerNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import type { BodyReading } from '../body-reading.ts';
import type { PlannedLine, PlannedTrigger } from '../flow-plan.ts';
import { textReadsBody } from '../reads-body.ts';

/** `reading`: how its bodies are read, where that is not by their content type. */
export function planTrigger(node: TriggerNode, flow: FlowSettings, reading: BodyReading | null = null): PlannedTrigger {
  const settings = Object.entries(node.input).flatMap(([name, value]) =>
    value.mode === 'fixed' ? [[name, value.value] as const] : [],
  );
  return {
    nodeId: node.id,
    name: node.name,
    operation: node.operation,
    slot: node.slot ?? null,
    settings: Object.fromEntries(settings),
    dedupeKey: keyOf(node.dedupeKey),
    filter: filterOf(node.filter),
    lines: linesOf(flow),
    keysReadBody: [node.dedupeKey, flow.order?.key, flow.concurrency?.key].some((text) => textReadsBody(text ?? '')),
    reading,
  };
}

/** In the order in which turns are looked at: the one that lets nobody pass comes first. */
function linesOf({ concurrency, order }: FlowSettings): PlannedLine[] {
  return [
    ...(order === undefined ? [] : [{ kind: 'order' as const, places: 1, key: keyOf(order.key) }]),
    ...(concurrency === undefined
      ? []
      : [{ kind: 'concurrency' as const, places: concurrency.limit, key: keyOf(concurrency.key) }]),
  ];
}

function keyOf(text: string | undefined): ((trigger: Json, context: EvaluationContext) => string | null) | null {
  if (text === undefined || text.trim() === '') return null;
  const compiled = compileExpression(text);
  return (trigger, context) => {
    const key = compiled.evaluate({ trigger }, context);
    if (key === null || key === '') return null;
    return typeof key === 'string' ? key : JSON.stringify(key);
  };
}

function filterOf(text: string | undefined): PlannedTrigger['filter'] {
  if (text === undefined || text.trim() === '') return null;
  const compiled = compileExpression(text);
  return (trigger, context) => compiled.evaluate({ trigger }, context) === true;
}
