// For-each and try: what goes into the body, and what comes out of it.
import { compileExpression } from '@patchbay/mapping';
import type { ForEachNode, TryNode } from '@patchbay/model/flow';
import { isLast, itemName } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import type { BodyOutput, ForEachStep, PlannedScope, TryStep } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

/** @param leader of a loop over records: the index of the step that leads their group */
export function planForEach(node: ForEachNode, body: PlannedScope, leader?: number): ForEachStep {
  const { concurrency = 1, onFailure } = node;
  return {
    type: 'forEach',
    turns: leader === undefined ? turnsOfList(node) : { leader },
    item: itemName(node),
    concurrency,
    onFailure,
    body,
    output: bodyOutput(node.output, body),
    undoes: node.undoOnFailure === true,
  };
}

function turnsOfList({
  items: text,
  batchSize,
}: ForEachNode): Extract<ForEachStep['turns'], (...given: never[]) => unknown> {
  const items = compileExpression(text);
  return (scope, context) => {
    const list = toJson(items.evaluate(scope, context)) ?? [];
    if (!Array.isArray(list)) throw noList();
    return batchSize === undefined ? list : batches(list, batchSize);
  };
}

export const planTry = (node: TryNode, body: PlannedScope): TryStep => ({
  type: 'try',
  body,
  output: bodyOutput(node.output, body),
  undoes: node.undoOnFailure === true,
});

/** The expression that was given, else the output of the body's last step; of several last steps, each by its name. */
function bodyOutput(output: string | undefined, body: PlannedScope): BodyOutput {
  if (output !== undefined && output.trim() !== '') {
    const compiled = compileExpression(output);
    return (scope, context) => toJson(compiled.evaluate(scope, context));
  }
  const ends = body.nodes.filter((node) => isLast(node, node.connected)).map(({ name }) => name);
  const [only, ...others] = ends;
  if (only === undefined) return () => null;
  if (others.length === 0) return ({ steps }) => steps[only] ?? null;
  return ({ steps }) =>
    Object.fromEntries(ends.flatMap((name) => (steps[name] === undefined ? [] : [[name, steps[name]]])));
}

function batches(list: readonly Json[], size: number): Json[] {
  const made: Json[] = [];
  for (let from = 0; from < list.length; from += size) made.push(list.slice(from, from + size));
  return made;
}

const noList = (): StepFailure =>
  new StepFailure({
    code: 'invalidInput',
    message: 'The loop needs a list, and what it was given is none.',
    next: 'An analyst chooses a list in the loop’s settings.',
  });
