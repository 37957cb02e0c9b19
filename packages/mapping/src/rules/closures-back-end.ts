import { compileNode } from '../compile/compile-node.ts';
import { objectFiller } from './object-rule.ts';
import type { BackEnd } from './rule-scope.ts';

/** Trees become closures: no text is ever run, so a strict content security policy holds. */
export const closuresBackEnd: BackEnd = {
  closure: (node, environment) => compileNode(node, environment),
  object: (rule, place, scope) => ({ create: () => ({}), fill: objectFiller(rule, place, scope) }),
};
