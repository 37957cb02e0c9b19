// Paths: the part of the grammar that only walks, `trigger.body.lines[0].sku`. One notation everywhere.
import type { Expression } from './ast.ts';
import { quoteMember, quoteName } from './name.ts';
import { parseExpression } from './parser.ts';

export type PathStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' };

/** The steps of a path, or nothing when the text is more (or less) than a path. */
export function parsePath(text: string): PathStep[] | undefined {
  const { ast, diagnostics } = parseExpression(text);
  return diagnostics.length === 0 ? stepsOf(ast) : undefined;
}

function stepsOf(node: Expression): PathStep[] | undefined {
  if (node.kind === 'name') return [{ kind: 'name', name: node.name }];
  if (node.kind !== 'member' && node.kind !== 'index' && node.kind !== 'each') return undefined;
  const steps = stepsOf(node.object);
  if (node.kind === 'member') steps?.push({ kind: 'name', name: node.name });
  else if (node.kind === 'each') steps?.push({ kind: 'each' });
  else {
    const step = indexStep(node.index);
    if (step === undefined) return undefined;
    steps?.push(step);
  }
  return steps;
}

function indexStep(index: Expression): PathStep | undefined {
  if (index.kind === 'unary' && index.operator === '-' && index.operand.kind === 'literal') {
    const { value } = index.operand;
    return typeof value === 'number' && Number.isInteger(value) ? { kind: 'index', index: -value } : undefined;
  }
  if (index.kind !== 'literal') return undefined;
  if (typeof index.value === 'string') return { kind: 'name', name: index.value };
  return typeof index.value === 'number' && Number.isInteger(index.value)
    ? { kind: 'index', index: index.value }
    : undefined;
}

/** The inverse of `parsePath`; a path begins with a name. */
export function printPath(steps: readonly PathStep[]): string {
  return steps
    .map((step, position) => {
      if (step.kind === 'each') return '[*]';
      if (step.kind === 'index') return `[${step.index}]`;
      return position === 0 ? quoteName(step.name) : `.${quoteMember(step.name)}`;
    })
    .join('');
}
