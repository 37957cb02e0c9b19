// A formula without one of the things that it reads: the operand or argument goes, with the separator that stood beside it.
import { childrenOf, parseExpression, printExpression } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';

/** Operators of which one side can be left out. */
const joining = new Set(['&', '+', '??', 'and', 'or']);
/** Functions whose further arguments are more of the same. */
const variadic = new Set([
  'CONCAT',
  'TEXTJOIN',
  'COALESCE',
  'SUM',
  'AVERAGE',
  'MIN',
  'MAX',
  'APPEND',
  'MERGE',
  'AND',
  'OR',
]);
/** Arguments of TEXTJOIN that are no values: the separator, and whether blanks count. */
const fixedArguments: Readonly<Record<string, number>> = { TEXTJOIN: 2 };

/**
 * The text without what is read at `path` (as it stands in the text: `line.price`). Undefined where leaving it out has no
 * single meaning (a factor, a condition), or when it is not read; the empty text when nothing is left.
 */
export function unlinkedText(text: string, path: string): string | undefined {
  const { ast, diagnostics } = parseExpression(text);
  if (diagnostics.length > 0) return undefined;
  const result = without(ast, path);
  if (result === 'kept' || result === 'unclear') return undefined;
  return result === 'gone' ? '' : printExpression(result);
}

type Outcome = Expression | 'gone' | 'kept' | 'unclear';

function without(node: Expression, path: string): Outcome {
  if (isPath(node, path)) return 'gone';
  if (node.kind === 'binary') return withoutSide(node, path);
  if (node.kind === 'call') return withoutArgument(node, path);
  // Anything else stands or falls as a whole.
  return mentions(node, path) ? 'unclear' : 'kept';
}

function withoutSide(node: Extract<Expression, { kind: 'binary' }>, path: string): Outcome {
  const left = without(node.left, path);
  const right = without(node.right, path);
  if (left === 'kept' && right === 'kept') return 'kept';
  if (left === 'unclear' || right === 'unclear') return 'unclear';
  if (!joining.has(node.operator)) return left === 'gone' && right === 'gone' ? 'gone' : 'unclear';
  const [kept, other] = [left === 'kept' ? node.left : left, right === 'kept' ? node.right : right];
  if (kept === 'gone' && other === 'gone') return 'gone';
  if (kept === 'gone') return trimmed(other, node.operator, 'left');
  if (other === 'gone') return trimmed(kept, node.operator, 'right');
  return { ...node, left: kept as Expression, right: other as Expression };
}

/** A separator that stood between the two has nothing to separate any more. */
function trimmed(node: Outcome, operator: string, side: 'left' | 'right'): Outcome {
  if (typeof node === 'string' || operator !== '&') return node;
  if (isText(node)) return 'gone';
  if (node.kind !== 'binary' || node.operator !== '&') return node;
  if (side === 'right') return isText(node.right) ? node.left : node;
  // `", " & b & c` is read from the left: its first operand lies deepest.
  const inner = trimmed(node.left, operator, side);
  return inner === 'gone' ? node.right : typeof inner === 'string' ? node : { ...node, left: inner };
}

const isText = (node: Expression): boolean => node.kind === 'literal' && typeof node.value === 'string';

function withoutArgument(node: Extract<Expression, { kind: 'call' }>, path: string): Outcome {
  const outcomes = node.args.map((argument) => without(argument, path));
  if (outcomes.every((outcome) => outcome === 'kept')) return 'kept';
  if (outcomes.includes('unclear')) return 'unclear';
  const name = node.name.toUpperCase();
  const from = fixedArguments[name] ?? 0;
  if (!variadic.has(name)) {
    // NUMBER(x), ROUND(x, 2): what is worked out of it goes with it.
    const [first] = outcomes;
    if (first === undefined || outcomes.slice(1).some((outcome) => outcome !== 'kept')) return 'unclear';
    return typeof first === 'string' ? first : { ...node, args: [first, ...node.args.slice(1)] };
  }
  const args = node.args.flatMap((argument, at): Expression[] => {
    const outcome = outcomes[at];
    if (outcome === 'gone') return [];
    return [outcome === undefined || typeof outcome === 'string' ? argument : outcome];
  });
  return args.length <= from ? 'gone' : { ...node, args };
}

const isPath = (node: Expression, path: string): boolean =>
  (node.kind === 'name' || node.kind === 'member') && printExpression(node) === path;

const mentions = (node: Expression, path: string): boolean =>
  isPath(node, path) || childrenOf(node).some((child) => mentions(child, path));
