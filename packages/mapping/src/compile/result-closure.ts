import type { Expression } from '@patchbay/model/expression';
import type { Closure } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import { isWeighty } from '../evaluate/written.ts';
import { compileNode } from './compile-node.ts';
import type { Environment } from './environment.ts';

/** A name with all that follows it: a part of what is there already, whatever it is. */
export function isPath(node: Expression): boolean {
  if (node.kind === 'name' || node.kind === 'special') return true;
  if (node.kind === 'index') return node.index.kind === 'literal' && isPath(node.object);
  return (node.kind === 'member' || node.kind === 'each') && isPath(node.object);
}

/** The closure of a whole expression whose value leaves the language: what it makes is charged as it will be written. */
export function resultClosure(ast: Expression, environment: Environment): Closure {
  const closure = compileNode(ast, environment);
  if (isPath(ast)) return closure;
  const site = new Site('Result', ast);
  return (frame) => {
    const value = closure(frame);
    if (isWeighty(value)) frame.chargeWritten(value, site);
    return value;
  };
}
