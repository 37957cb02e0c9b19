// What is known of an expression before any data is seen: conditions that always hold, and texts that it may give.
import { childrenOf } from '@patchbay/model/expression';
import type { Expression, Span } from '@patchbay/model/expression';
import type { Json } from '@patchbay/model/schema';
import { compileNode } from '../compile/compile-node.ts';
import { rootEnvironment } from '../compile/environment.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { Frame } from '../evaluate/frame.ts';
import { functionNamed } from '../functions/index.ts';

const context = { now: 0, random: () => 0, uuid: () => '', budget: { steps: 10_000, memory: 100_000 } };
const maxSize = 60;

/** Whether it reads nothing, neither of the data nor of the run. */
function isClosed(node: Expression, left = { nodes: maxSize }): boolean {
  left.nodes -= 1;
  if (left.nodes < 0) return false;
  if (['name', 'special', 'lambda', 'error'].includes(node.kind)) return false;
  if (node.kind === 'call' && functionNamed(node.name)?.varies !== undefined) return false;
  // A table is data of the document.
  if (node.kind === 'call' && (node.name === 'LOOKUP' || functionNamed(node.name) === undefined)) return false;
  return childrenOf(node).every((child) => isClosed(child, left));
}

/** The value of an expression that reads nothing, or why it fails; undefined when it reads something. */
function outcomeOf(node: Expression): { readonly value: unknown } | EvaluationError | undefined {
  if (node.kind === 'literal') return { value: node.value };
  if (!isClosed(node)) return undefined;
  const environment = rootEnvironment();
  try {
    const closure = compileNode(node, environment);
    return { value: closure(new Frame(environment.layout.size, context)) };
  } catch (cause) {
    if (cause instanceof EvaluationError) return cause;
    throw cause;
  }
}

/** The value of an expression that reads nothing; undefined when it reads something, or fails. */
export function knownValue(node: Expression): unknown {
  const outcome = outcomeOf(node);
  return outcome === undefined || outcome instanceof EvaluationError ? undefined : outcome.value;
}

/** Why an expression that reads nothing fails; undefined when it does not, or reads something. */
export function knownFailure(node: Expression): EvaluationError | undefined {
  const outcome = outcomeOf(node);
  return outcome instanceof EvaluationError ? outcome : undefined;
}

/** Whether a condition always holds, or never does; undefined when the data decides. */
export function knownTruth(node: Expression): boolean | undefined {
  if (node.kind === 'unary' && node.operator === 'not') {
    const operand = knownTruth(node.operand);
    return operand === undefined ? undefined : !operand;
  }
  if (node.kind === 'binary' && (node.operator === 'and' || node.operator === 'or')) {
    const decisive = node.operator === 'or';
    const [left, right] = [knownTruth(node.left), knownTruth(node.right)];
    if (left === decisive || right === decisive) return decisive;
    return left === undefined || right === undefined ? undefined : !decisive;
  }
  const value = knownValue(node);
  return value === true ? true : value === false || value === null ? false : undefined;
}

export interface PossibleValue extends Span {
  readonly value: Json;
}

/** Constants that may be the result, where they stand: the branches of IF, IFS, SWITCH and `??`. */
export function possibleValues(node: Expression): PossibleValue[] {
  if (node.kind === 'literal') return [{ value: node.value, start: node.start, end: node.end }];
  if (node.kind === 'binary' && node.operator === '??')
    return [...possibleValues(node.left), ...possibleValues(node.right)];
  if (node.kind !== 'call') return [];
  const { args } = node;
  const results = (wanted: (position: number) => boolean): PossibleValue[] =>
    args.flatMap((arg, position) => (wanted(position) ? possibleValues(arg) : []));
  switch (node.name) {
    case 'IF':
      return results((position) => position > 0);
    case 'IFS':
      return results((position) => position % 2 === 1);
    case 'SWITCH':
      return results((position) => position > 0 && (position % 2 === 0 || position === args.length - 1));
    case 'COALESCE':
      return results(() => true);
    case 'IFERROR':
      return results(() => true);
    case 'LOOKUP':
    case 'XLOOKUP':
      return results((position) => position === args.length - 1 && position > 1);
    default:
      return [];
  }
}
