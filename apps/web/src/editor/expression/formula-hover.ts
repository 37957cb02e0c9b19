// What stands under the pointer: a function with its words and an example, a path with its type and its value on the sample.
import { checkExpression, compileExpression, EvaluationError, functionCatalogue, inWords } from '@patchbay/mapping';
import type { Scope, ScopeTypes } from '@patchbay/mapping';
import { childrenOf, parseExpression } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { Json } from '@patchbay/model/schema';
import type { HoverView } from '../../ui/code-editor/index.ts';
import { previewContext } from '../preview/preview-scope.ts';
import { shortValue } from '../preview/value-words.ts';

interface Hovered {
  readonly text: string;
  readonly offset: number;
  readonly scope: Scope;
  readonly types: ScopeTypes;
}

export function hoverOf({ text, offset, scope, types }: Hovered): HoverView | null {
  const path = pathTo(parseExpression(text).ast, offset);
  const node = path.at(-1);
  if (node === undefined) return null;
  if (node.kind === 'call' && offset <= node.nameEnd) return functionHover(node);
  if (node.kind !== 'name' && node.kind !== 'member' && node.kind !== 'special') return null;
  const code = text.slice(node.start, node.end);
  const { type } = checkExpression(code, types);
  // Inside a lambda a name stands for many items: it has a type there, but no one value.
  const isInner = path.some(({ kind }) => kind === 'lambda');
  const value = isInner ? undefined : valueOf(code, scope);
  const words = [inWords(type), ...(type.description === undefined ? [] : [type.description])];
  return {
    start: node.start,
    end: node.end,
    code,
    words: value === undefined ? words : [...words, `Here: ${shortValue(value)}`],
  };
}

function functionHover(node: Extract<Expression, { kind: 'call' }>): HoverView | null {
  const found = functionCatalogue.find(({ name }) => name === node.name);
  if (found === undefined) return null;
  const [example] = found.examples;
  return {
    start: node.start,
    end: node.nameEnd,
    code: found.signature,
    words: [
      found.summary,
      ...(example === undefined ? [] : [`${example.expr} gives ${JSON.stringify(example.result)}`]),
    ],
  };
}

/** The nodes that hold the offset, outermost first. */
function pathTo(node: Expression, offset: number): Expression[] {
  if (offset < node.start || offset > node.end) return [];
  const inner = childrenOf(node)
    .map((child) => pathTo(child, offset))
    .find((path) => path.length > 0);
  return [node, ...(inner ?? [])];
}

function valueOf(code: string, scope: Scope): Json | undefined {
  try {
    return compileExpression(code).evaluate(scope, previewContext) as Json;
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
