import type { Expression } from '@patchbay/model/expression';
import type { Environment } from '../compile/environment.ts';
import type { EvaluationErrorCode } from '../evaluate/evaluation-error.ts';
import { literal } from './program.ts';
import type { FunctionText, Program } from './program.ts';

/** Where code is being written: the program, the function around it, and the names that are known there. */
export interface Place {
  readonly program: Program;
  readonly text: FunctionText;
  readonly environment: Environment;
}

/** What writes the parts of an expression. */
export interface Writing extends Place {
  /** The text of a JavaScript expression for a tree. */
  write(node: Expression): string;
  /** The same as a function of the frame, for what decides itself whether it is evaluated; its name. */
  writeFunction(node: Expression): string;
  /** A lambda, or any expression in a place for one, as a function of its own; its name. */
  writeItemFunction(node: Expression): string;
}

/** An expression that can only fail, when it is reached. */
export function failing(
  { start, end }: { readonly start: number; readonly end: number },
  message: string,
  code: EvaluationErrorCode = 'invalidValue',
): string {
  const shown = message.charAt(0).toUpperCase() + message.slice(1);
  return `rt.fail(${literal(code)}, ${literal(shown)}, { start: ${start}, end: ${end} })`;
}
