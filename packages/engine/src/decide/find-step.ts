// From the path of a step to where it stands in the plan.
import { undonePath } from '@patchbay/model/run';
import type { FlowPlan } from '../plan/flow-plan.ts';
import type { Place, PlacedStep } from './run-state.ts';

/** Null when the plan has no such step: another version of the flow made the record. */
export function findStep(plan: FlowPlan, path: string): PlacedStep | null {
  const parts = undonePath(path).split('/');
  let place: Place = { scope: plan, prefix: '', around: null };
  for (const [depth, part] of parts.entries()) {
    const [id = '', bracket] = part.split('[');
    const turn = bracket === undefined ? null : Number.parseInt(bracket, 10);
    const node = place.scope.nodes.find((other) => other.id === id);
    if (node === undefined) return null;
    if (depth === parts.length - 1) return { place, node, path: place.prefix + part };
    if (node.step.type !== 'forEach' && node.step.type !== 'try') return null;
    place = { scope: node.step.body, prefix: `${place.prefix}${part}/`, around: { place, container: node, turn } };
  }
  return null;
}
