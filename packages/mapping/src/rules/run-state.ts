import { EvaluationError } from '../evaluate/evaluation-error.ts';
import type { Frame } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';

/** Why a target value could not be made. `path` names the value (`/lines/0/sku`), `rule` its rule (`/lines/sku`). */
export interface MappingProblem {
  readonly path: string;
  readonly rule: string;
  /** An evaluation error's code, `missing`, or `target.<what the schema demands>`. */
  readonly code: string;
  readonly message: string;
  /** The expression, and the place in it. */
  readonly expression?: string;
  readonly at?: { readonly start: number; readonly end: number };
}

/** A record that was left out by `onError: skip`, with what was wrong with it. */
export interface RejectedRecord {
  /** The target list, with positions: `/lines`. */
  readonly path: string;
  /** Position in the source list; undefined when the whole message was rejected. */
  readonly index?: number;
  readonly item: unknown;
  readonly problem: MappingProblem;
}

/** Told of every value as it is written; positions are those of the loops around it, outermost first. */
export type RuleObserver = (
  rule: string,
  outcome: { value: unknown } | { error: MappingProblem },
  positions: readonly number[],
) => void;

const maxProblems = 100;

/** The state of one run of a mapping. */
export class RunState {
  readonly frame: Frame;
  readonly observe: RuleObserver | undefined;
  readonly problems: MappingProblem[] = [];
  readonly rejected: RejectedRecord[] = [];
  /** Positions in the target lists around the value that is being made. */
  readonly targetPositions: number[] = [];
  readonly sourcePositions: number[] = [];
  /** What made the record that is being left out fail. */
  skipCause: MappingProblem | undefined;

  constructor(frame: Frame, observe: RuleObserver | undefined) {
    this.frame = frame;
    this.observe = observe;
  }

  report(problem: MappingProblem): void {
    if (this.problems.length < maxProblems) this.problems.push(problem);
  }
}

/** Ends a run whose budget is spent: no other rule is tried. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** The value was nothing where the rule demands one. */
export class MissingValue extends Error {
  override readonly name = 'MissingValue';
}

export const ruleSite = (label: string): Site => new Site(label, { start: 0, end: 0 });

/** What a thrown error means for a rule; errors that are none of ours go on. */
export function problemOf(
  cause: unknown,
  place: { path: string; rule: string; expression?: string | undefined },
): MappingProblem {
  const { path, rule, expression } = place;
  const shown = path === '' ? 'The result' : path;
  if (cause instanceof MissingValue) {
    const message = `${shown} has no value: its rule gave nothing. Map another field, or give the rule a default.`;
    return { path, rule, code: 'missing', message, ...(expression === undefined ? {} : { expression }) };
  }
  if (!(cause instanceof EvaluationError)) throw cause;
  const message = `${shown} cannot be worked out. ${cause.message}`;
  return { path, rule, code: cause.code, message, ...(expression === undefined ? {} : { expression, at: cause.at }) };
}
