import { childrenOf } from '@patchbay/model/expression';
import type { Expression, LambdaNode } from '@patchbay/model/expression';
import type { Environment } from './environment.ts';
import { slotsRead } from './slots-read.ts';

/** How many nodes a tree has: what one call of its function is charged by. */
export const sizeOf = (node: Expression): number => childrenOf(node).reduce((size, child) => size + sizeOf(child), 1);

/** The slots of a lambda's parameters: the item, then its position. */
export function lambdaNames({ parameters }: LambdaNode, item: number, index: number): Map<string, number> {
  const names = new Map<string, number>();
  const [first, second] = parameters;
  if (second !== undefined) names.set(second.name, index);
  if (first !== undefined) names.set(first.name, item);
  return names;
}

/** Whether the function reads nothing but its item, so that of the same item it gives the same throughout a run. */
export function readsItemOnly(body: Expression, environment: Environment, item: number): boolean {
  const { slots, changes } = slotsRead(body, environment);
  return !changes && [...slots].every((slot) => slot === item);
}
