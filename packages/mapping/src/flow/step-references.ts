import { parseExpression, referencesOf } from '@patchbay/model/expression';
import { expressionsOf, stepReferencesIn } from '@patchbay/model/flow';
import type { CodeNode, FlowNode } from '@patchbay/model/flow';

/** Where an expression reads `steps.<name>` or `errors.<name>`; offsets are those of the expression's text. */
export interface StepReference {
  readonly root: string;
  readonly name: string;
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

export function stepReferences(node: FlowNode): StepReference[] {
  return node.kind === 'code' ? [...inExpressions(node), ...inCode(node)] : inExpressions(node);
}

const inCode = ({ code }: CodeNode): StepReference[] =>
  stepReferencesIn(code).flatMap(({ root, name, start, end }) =>
    name === null ? [] : [{ root, name, field: 'code', start, end }],
  );

function inExpressions(node: FlowNode): StepReference[] {
  return expressionsOf(node).flatMap(({ text, field }) =>
    referencesOf(parseExpression(text).ast).flatMap(({ root, path: [name], start, end }) =>
      (root === 'steps' || root === 'errors') && name !== undefined ? [{ root, name, field, start, end }] : [],
    ),
  );
}
