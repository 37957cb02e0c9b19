// What the formula editor asks of the expression language, over the shapes and the values at hand.
import { hoverAt, signatureAt, traceExpression } from '@patchbay/mapping';
import type { ExpressionScope, Hover, Scope } from '@patchbay/mapping';
import { layoutExpression, parseExpression } from '@patchbay/model/expression';
import type { Json } from '@patchbay/model/schema';
import type { CodeAssist, HoverView, SignatureView } from '../../ui/code-editor/index.ts';
import { previewContext } from '../preview/evaluate-safely.ts';
import { shortValue } from '../preview/value-words.ts';
import { completionsAt } from './completions-at.ts';
import { expressionColours } from './expression-tools.ts';

export const formulaAssist = (scope: Scope, types: ExpressionScope): CodeAssist => ({
  tokens: expressionColours,
  complete: (text, offset) => completionsAt({ text, offset, scope, types }),
  signature: signatureView,
  format: (text) => {
    const { ast, diagnostics } = parseExpression(text);
    return diagnostics.length === 0 ? layoutExpression(ast) : undefined;
  },
  hover: (text, offset) => {
    const hover = hoverAt(text, offset, types, traceExpression(text, scope, previewContext));
    return hover === undefined ? null : hoverView(hover);
  },
});

function signatureView(text: string, offset: number): SignatureView | null {
  const found = signatureAt(text, offset);
  if (found === undefined) return null;
  const { signature, summary } = found.function;
  return { label: signature, parameters: found.parameters, active: found.active, summary };
}

function hoverView({ start, end, text, typeInWords, documentation, value, error, function: called }: Hover): HoverView {
  const [example] = called?.examples ?? [];
  const words =
    called === undefined
      ? [typeInWords, documentation]
      : [called.summary, example === undefined ? undefined : `${example.expr} gives ${JSON.stringify(example.result)}`];
  const here = error ?? (value === undefined ? undefined : `Here: ${shortValue((value.is ?? null) as Json, text)}`);
  return {
    start,
    end,
    code: called?.signature ?? text,
    words: [...words, here].flatMap((line) => (line === undefined || line === '' ? [] : [line])),
  };
}
