// What stands under the pointer: a function with its words, a path with its type and its value.
import { childrenOf } from '@patchbay/model/expression';
import type { CallNode, Expression, Span } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import { scopeFor } from '../check/check-expression.ts';
import type { ExpressionScope } from '../check/check-expression.ts';
import { Checker } from '../check/checker.ts';
import { inWords } from '../check/type-algebra.ts';
import { parsed } from '../compile/parsed.ts';
import { functionNamed } from '../functions/index.ts';
import type { TraceNode } from '../trace/trace-tree.ts';
import { describeFunction } from './catalogue.ts';
import type { FunctionDescription } from './catalogue.ts';

export interface Hover {
  readonly start: number;
  readonly end: number;
  readonly kind: 'function' | 'path' | 'value';
  /** The part of the text. */
  readonly text: string;
  readonly type: DataSchema;
  readonly typeInWords: string;
  /** What the schema says of the field. */
  readonly documentation?: string | undefined;
  readonly function?: FunctionDescription | undefined;
  /** Present when a trace was given and the part was evaluated. */
  readonly value?: { readonly is: unknown } | undefined;
  readonly error?: string | undefined;
}

/** @param trace what the nodes gave (`traceExpression`, `traceRule`) */
export function hoverAt(text: string, offset: number, given: ExpressionScope, trace?: TraceNode): Hover | undefined {
  const { ast } = parsed(text);
  const node = innermost(ast, offset);
  if (node === undefined || node.kind === 'error') return undefined;
  const types = new Map<Expression, DataSchema>();
  new Checker((checked, type) => types.set(checked, type)).typeOf(ast, scopeFor(given));
  const type = types.get(node) ?? {};
  const isName = node.kind === 'call' && offset <= node.nameEnd;
  const at = isName ? { start: node.start, end: node.nameEnd } : { start: node.start, end: node.end };
  const traced = trace === undefined ? {} : tracedAt(trace, node);
  return {
    ...at,
    kind: isName ? 'function' : isPath(node) ? 'path' : 'value',
    text: text.slice(at.start, at.end),
    type,
    typeInWords: inWords(type),
    documentation: type.description,
    ...(isName ? { function: functionOf(node) } : {}),
    ...traced,
  };
}

const functionOf = ({ name }: CallNode): FunctionDescription | undefined => {
  const definition = functionNamed(name);
  return definition === undefined ? undefined : describeFunction(definition);
};

const isPath = (node: Expression): boolean =>
  node.kind === 'name' || node.kind === 'special' || node.kind === 'member' || node.kind === 'each';

/** The smallest part that holds the offset: of `order.lines.sku` the path up to the name under the pointer. */
function innermost(node: Expression, offset: number): Expression | undefined {
  if (offset < node.start || offset > node.end) return undefined;
  if (node.kind === 'member' && offset >= node.nameStart) return node;
  for (const child of childrenOf(node)) {
    const inner = innermost(child, offset);
    if (inner !== undefined) return inner;
  }
  return node;
}

/** What the part gave: a node of the trace, or the beginning of a path. */
function tracedAt(trace: TraceNode, { start, end }: Span): Pick<Hover, 'value' | 'error'> {
  if (trace.start === start && trace.end === end) {
    if (trace.state === 'value') return { value: { is: trace.value } };
    return trace.error === undefined ? {} : { error: trace.error.message };
  }
  const step = trace.steps?.find((one) => one.start === start && one.end === end);
  if (step !== undefined) return { value: { is: step.value } };
  const inner = trace.children.find((child) => child.start <= start && end <= child.end);
  return inner === undefined ? {} : tracedAt(inner, { start, end });
}
