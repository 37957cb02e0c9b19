export type {
  Arrival,
  AskStep,
  CodeInput,
  CodeStep,
  DelayStep,
  EffectInput,
  EffectStep,
  FlowPlan,
  ForEachStep,
  ListStep,
  MapStep,
  PlannedLine,
  PlannedNode,
  PlannedScope,
  PlannedStep,
  PlannedTrigger,
  PureResult,
  RecordMember,
  RecordsStep,
  RecordWork,
  PureRun,
  RunScope,
  SubflowStep,
  TryStep,
} from './flow-plan.ts';
export { bodyReadings, heldBodyBytes, readingOfStored } from './body-reading.ts';
export type { BodyReading } from './body-reading.ts';
export { entrySource } from './flow-plan.ts';
export { filterHolds } from './filter-holds.ts';
export { findPlanned } from './find-planned.ts';
export { PlanCache } from './plan-cache.ts';
export { planFlow } from './plan-flow.ts';
export type { OperationLookup } from './operation-lookup.ts';
export { rowsOf } from './records/open-record-step.ts';
export { StepFailure } from './step-failure.ts';
export { EventBody } from './event-body.ts';
export { checkBodyType, parseBody, triggerValue } from './trigger-value.ts';
export { planTrigger } from './steps/trigger-step.ts';
