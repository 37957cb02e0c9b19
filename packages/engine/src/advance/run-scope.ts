import type { StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { FlowPlan, RunScope } from '../plan/index.ts';

/** What `errors.<name>` holds. */
export function errorValue({ error }: Pick<StepRecord, 'error'>): Json {
  if (error === undefined) return null;
  return { code: error.code, message: error.message, details: error.details ?? null };
}

/** The roots of expressions as the records stand now. A step that was skipped or has not run is null. */
export function runScope(
  plan: FlowPlan,
  records: ReadonlyMap<string, StepRecord>,
  given: { readonly trigger: Json; readonly vars: RunScope['vars'] },
): RunScope {
  const steps: Record<string, Json> = {};
  const errors: Record<string, Json> = {};
  for (const node of plan.nodes) {
    const record = records.get(node.id);
    if (record?.status === 'succeeded') steps[node.name] = record.output ?? null;
    else if (record?.status === 'failed' && record.error !== undefined) errors[node.name] = errorValue(record);
  }
  return { trigger: given.trigger, steps, errors, vars: given.vars };
}
