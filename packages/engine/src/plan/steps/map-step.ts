// Map: a payload made by a mapping document; a broken promise of the target schema fails the step with every path.
import { compileMapping, mappingOfNode } from '@patchbay/mapping';
import type { EvaluationContext, MappingOutcome } from '@patchbay/mapping';
import type { MapNode } from '@patchbay/model/flow';
import type { MapStep, PlannedStep, PureResult, RunScope } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { keptRecords, mappingFailure } from './left-out.ts';
import { mappingReads } from './mapping-reads.ts';

/**
 * Work that a mapping may be inside the process that runs flows, in steps of the language's budget: some 10 ms. It is found out
 * by trying, so that a large input of which little is read stays here, and a small one that is joined with itself does not.
 */
const smallSteps = 100_000;

export function planMap(node: MapNode): PlannedStep {
  const mapping = mappingOfNode(node);
  if (mapping === undefined) {
    const run = (): never => {
      throw new StepFailure({
        code: 'mapping',
        message: `The flow does not hold the mapping “${node.use?.map ?? ''}” that “${node.label}” uses.`,
        next: 'An analyst chooses another mapping in the step’s settings, and publishes the flow again.',
      });
    };
    return { type: 'pure', run };
  }
  const compiled = compileMapping(mapping);
  const runIfSmall = (scope: RunScope, context: EvaluationContext): PureResult | null => {
    const made = compiled.run(scope, { ...context, budget: { steps: smallSteps } });
    // A text or list that is too long ends it alike: then the same is found out elsewhere.
    return made.problems.some(({ code }) => code === 'budgetExceeded') ? null : settle(made);
  };
  return {
    type: 'map',
    mapping,
    run: (scope, context) => settle(compiled.run(scope, context)),
    runIfSmall,
    reads: mappingReads(mapping),
    settle,
  } satisfies MapStep;
}

function settle({ output, problems, rejected }: MappingOutcome): PureResult {
  if (problems.length > 0) throw mappingFailure(problems);
  if (rejected.length === 0) return { output, ports: ['out'] };
  return { output, ports: ['out'], rejected: keptRecords(rejected) };
}
