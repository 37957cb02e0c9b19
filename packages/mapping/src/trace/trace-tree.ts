// The tree of an expression with what each node gave: for the trace of a value, and for the lens.
import { childrenOf, printExpression } from '@patchbay/model/expression';
import type { Expression, Span } from '@patchbay/model/expression';
import { isPath } from '../compile/result-closure.ts';
import type { EvaluationErrorCode } from '../evaluate/evaluation-error.ts';
import type { Recorder } from './recorder.ts';

export interface TraceNode extends Span {
  /** `path` is a name with all that follows it: `order.lines[0].sku`. */
  readonly kind: 'literal' | 'path' | 'call' | 'operator' | 'filter' | 'index' | 'lambda' | 'list' | 'object' | 'error';
  /** What stands on the node: a path, the name of a function, an operator, a constant as it is written. */
  readonly label: string;
  /** `skipped`: it was not looked at, as the branch of an IF that is not taken. */
  readonly state: 'value' | 'error' | 'skipped';
  readonly value?: unknown;
  /** What went wrong here, or further down. */
  readonly error?: { readonly code: EvaluationErrorCode; readonly message: string; readonly at: Span };
  /** Of a function over items: for how many it was called, and the one whose values are shown. */
  readonly items?: { readonly count: number; readonly shown: number };
  /** Of a path: what its beginnings gave, the shortest first. */
  readonly steps?: readonly TraceStep[];
  readonly children: readonly TraceNode[];
}

export interface TraceStep extends Span {
  readonly value: unknown;
}

export function traceTree(node: Expression, recorder: Recorder): TraceNode {
  const path = isPath(node);
  const children = path ? [] : childrenOf(node).map((child) => traceTree(child, recorder));
  const turns = recorder.turns.get(node);
  return {
    start: node.start,
    end: node.end,
    kind: path ? 'path' : kindOf(node),
    label: path ? printExpression(node) : labelOf(node),
    ...outcomeOf(node, recorder),
    ...(turns === undefined ? {} : { items: { count: turns.count, shown: turns.shown } }),
    ...(path && node.kind !== 'name' && node.kind !== 'special' ? { steps: stepsOf(node, recorder) } : {}),
    children,
  };
}

function stepsOf(node: Expression, recorder: Recorder): TraceStep[] {
  if (node.kind !== 'member' && node.kind !== 'each' && node.kind !== 'index') return [];
  const { object } = node;
  const outcome = recorder.outcomes.get(object);
  const step =
    outcome !== undefined && 'value' in outcome ? [{ start: object.start, end: object.end, value: outcome.value }] : [];
  return [...stepsOf(object, recorder), ...step];
}

function outcomeOf(node: Expression, { outcomes }: Recorder): Pick<TraceNode, 'state' | 'value' | 'error'> {
  // The value of a function over items is that of its body.
  const outcome = outcomes.get(node.kind === 'lambda' ? node.body : node);
  if (outcome === undefined)
    return node.kind === 'literal' ? { state: 'value', value: node.value } : { state: 'skipped' };
  if ('value' in outcome) return { state: 'value', value: outcome.value };
  const { code, message, at } = outcome.error;
  return { state: 'error', error: { code, message, at } };
}

function kindOf(node: Expression): TraceNode['kind'] {
  switch (node.kind) {
    case 'unary':
    case 'binary':
      return 'operator';
    case 'index':
      return node.index.kind === 'literal' ? 'index' : 'filter';
    case 'name':
    case 'special':
    case 'member':
    case 'each':
      return 'path';
    case 'literal':
    case 'call':
    case 'lambda':
    case 'list':
    case 'object':
    case 'error':
      return node.kind;
  }
}

function labelOf(node: Expression): string {
  switch (node.kind) {
    case 'call':
      return node.name;
    case 'unary':
    case 'binary':
      return node.operator;
    case 'member':
      return `.${node.name}`;
    case 'each':
      return '[*]';
    case 'index':
      return node.index.kind === 'literal' ? `[${printExpression(node.index)}]` : '[ ]';
    case 'lambda':
      return `${node.parameters.map(({ name }) => name).join(', ')} ->`;
    case 'list':
      return '[ ]';
    case 'object':
      return `{ ${node.entries.map(({ key }) => key).join(', ')} }`;
    case 'literal':
    case 'name':
    case 'special':
      return printExpression(node);
    case 'error':
      return node.text;
  }
}
