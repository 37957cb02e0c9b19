export type {
  Arrival,
  EffectInput,
  FlowPlan,
  PlannedNode,
  PlannedStep,
  PlannedTrigger,
  PureResult,
  PureRun,
  RunScope,
} from './flow-plan.ts';
export { PlanCache } from './plan-cache.ts';
export { planFlow } from './plan-flow.ts';
export type { OperationLookup } from './operation-lookup.ts';
export { StepFailure } from './step-failure.ts';
export { parseBody, triggerValue } from './trigger-value.ts';
