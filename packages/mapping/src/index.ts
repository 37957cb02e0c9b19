export { compileExpression } from './compile/compile-expression.ts';
export type { CompiledExpression } from './compile/compile-expression.ts';
export { EvaluationError } from './evaluate/evaluation-error.ts';
export type { EvaluationErrorCode } from './evaluate/evaluation-error.ts';
export { defaultBudget } from './evaluate/frame.ts';
export type { Budget, EvaluationContext, Scope } from './evaluate/frame.ts';
