// Map: a payload made by a mapping document; a broken promise of the target schema fails the step with every path.
import { compileMapping, mappingOfNode } from '@patchbay/mapping';
import type { MapNode } from '@patchbay/model/flow';
import type { PureRun } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { keptRecords, mappingFailure } from './left-out.ts';

export function planMap(node: MapNode): PureRun {
  const doc = mappingOfNode(node);
  if (doc === undefined) {
    return () => {
      throw new StepFailure({
        code: 'mapping',
        message: `The flow does not hold the mapping “${node.use?.map ?? ''}” that “${node.label}” uses.`,
        next: 'An analyst chooses another mapping in the step’s settings, and publishes the flow again.',
      });
    };
  }
  const mapping = compileMapping(doc);
  return (scope, context) => {
    const { output, problems, rejected } = mapping.run(scope, context);
    if (problems.length > 0) throw mappingFailure(problems);
    if (rejected.length === 0) return { output, ports: ['out'] };
    return { output, ports: ['out'], rejected: keptRecords(rejected) };
  };
}
