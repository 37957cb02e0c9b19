// Which list an argument is read over, and what the names of its lambda stand for.
import type { CallNode } from '@patchbay/model/expression';
import { functionNamed } from '../functions/index.ts';

/** Positions of arguments: of the list whose items are walked over, and of the one that partners come from. */
export interface ArgumentItems {
  readonly list: number;
  readonly partners?: number;
}

/** Undefined: the argument is read as it is. */
export function argumentItems({ name, args }: CallNode, position: number): ArgumentItems | undefined {
  const parameter = functionNamed(name)?.parameters[position];
  if (parameter?.type !== 'item' && args[position]?.kind !== 'lambda') return undefined;
  return { list: parameter?.over ?? 0, ...(parameter?.pairs === true ? { partners: 1 } : {}) };
}
