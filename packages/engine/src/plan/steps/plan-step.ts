// How each kind of node runs: one file a family, one line here.
import { assertNever } from '@patchbay/model/errors';
import type { FlowNode } from '@patchbay/model/flow';
import type { PlannedScope, PlannedStep } from '../flow-plan.ts';
import type { OperationLookup } from '../operation-lookup.ts';
import { planCall } from './action-step.ts';
import { planBranch } from './branch-step.ts';
import { planCode } from './code-step.ts';
import { planForEach, planTry } from './container-steps.ts';
import { planFail, planStop } from './end-steps.ts';
import { planFilter } from './filter-step.ts';
import { planList } from './list-steps.ts';
import { planMap } from './map-step.ts';
import { planMerge } from './merge-step.ts';
import { planApproval, planCallback, planDelay } from './wait-steps.ts';
import { planRespond } from './respond-step.ts';
import { planSubflow } from './subflow-step.ts';

export interface StepSurroundings {
  readonly operations: OperationLookup;
  /** The body of a container, planned. */
  readonly body: () => PlannedScope;
}

export function planStep(node: FlowNode, { operations, body }: StepSurroundings): PlannedStep {
  switch (node.kind) {
    case 'trigger':
      return { type: 'trigger' };
    case 'action':
      return planCall(node, operations);
    case 'map':
      return planMap(node);
    case 'branch':
      return { type: 'pure', run: planBranch(node) };
    case 'filter':
      return planFilter(node);
    case 'code':
      return planCode(node);
    case 'respond':
      return { type: 'pure', run: planRespond(node) };
    case 'merge':
      return planMerge(node);
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
    case 'validate':
      return { type: 'list', run: planList(node) };
    case 'stop':
      return { type: 'pure', run: planStop(node) };
    case 'fail':
      return { type: 'pure', run: planFail(node) };
    case 'delay':
      return planDelay(node);
    case 'callback':
      return planCallback(node);
    case 'approval':
      return planApproval(node);
    case 'subflow':
      return planSubflow(node);
    case 'forEach':
      return planForEach(node, body());
    case 'try':
      return planTry(node, body());
    default:
      return assertNever(node);
  }
}
