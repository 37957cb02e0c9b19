import { asEvaluationError, EvaluationError } from '../evaluate/evaluation-error.ts';

/** Why a target value could not be made. `path` names the value (`/lines/0/sku`), `rule` its rule (`/lines/sku`). */
export interface MappingProblem {
  readonly path: string;
  readonly rule: string;
  /** An evaluation error's code, `missing`, or `target.<what the schema demands>`. */
  readonly code: string;
  /** Begins with the path of the value, or with “The result”. */
  readonly message: string;
  /** Which part of the rule failed, when it is not its value: `#where`, `#switch.1.when`. */
  readonly part?: string;
  /** The expression, and the place in it. */
  readonly expression?: string;
  readonly at?: { readonly start: number; readonly end: number };
  /** The position in the source of the item that a loop failed at. */
  readonly index?: number;
  /** In a mapping of the library: which, and its rule. */
  readonly inside?: { readonly map: string; readonly rule: string };
  /** In previews: what the expression read, by its paths. */
  readonly causes?: readonly { readonly path: string; readonly value: unknown }[];
}

/** A record that was left out by `onError: skip`, with what was wrong with it. */
export interface RejectedRecord {
  /** The target list, with positions: `/lines`. */
  readonly path: string;
  /** Where the record stands in the source: `order.lines[3]`; the mapping's own input when the whole message was rejected. */
  readonly source: string;
  /** Position in the source list; undefined when the whole message was rejected. */
  readonly index?: number;
  readonly item: unknown;
  readonly problem: MappingProblem;
}

/** Ends a run whose budget is spent: no other rule is tried. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** The value was nothing where the rule demands one. */
export class MissingValue extends Error {
  override readonly name = 'MissingValue';
}

/** A part of a rule beside its value failed. */
export class PartFailed extends Error {
  override readonly name = 'PartFailed';
  readonly failure: EvaluationError;
  readonly part: string;
  readonly text: string;
  /** The position in the source of the item of the loop that it failed at. */
  index: number | undefined;

  private constructor(failure: EvaluationError, part: string, text: string) {
    super(failure.message);
    this.failure = failure;
    this.part = part;
    this.text = text;
  }

  /** Errors that are none of the language's go on as they are. */
  static of(cause: unknown, part: string, text: string): unknown {
    return cause instanceof EvaluationError ? new PartFailed(cause, part, text) : cause;
  }
}

/** A mapping of the library could not make its value. */
export class InnerProblems extends Error {
  override readonly name = 'InnerProblems';
  readonly map: string;
  /** As the inner mapping tells them; there is at least one. */
  readonly problems: readonly MappingProblem[];

  constructor(map: string, problems: readonly MappingProblem[]) {
    super(problems[0]?.message ?? map);
    this.map = map;
    this.problems = problems;
  }
}

interface ProblemPlace {
  readonly path: string;
  readonly rule: string;
  readonly expression?: string | undefined;
}

const shown = (path: string): string => (path === '' ? 'The result' : path);

/** What a thrown error means for a rule, the first first; errors that are none of ours go on. */
export function problemsOf(thrown: unknown, place: ProblemPlace): readonly [MappingProblem, ...MappingProblem[]] {
  const cause = asEvaluationError(thrown);
  if (!(cause instanceof InnerProblems)) return [problemOf(cause, place)];
  const [first, ...others] = cause.problems.map((problem) => outside(problem, cause.map, place));
  return first === undefined ? [problemOf(cause, place)] : [first, ...others];
}

function problemOf(cause: unknown, { path, rule, expression }: ProblemPlace): MappingProblem {
  if (cause instanceof MissingValue) {
    const message = `${shown(path)} has no value: its rule gave nothing. Map another field, or give the rule a default.`;
    return { path, rule, code: 'missing', message, ...(expression === undefined ? {} : { expression }) };
  }
  if (cause instanceof PartFailed) {
    const { failure, part, text, index } = cause;
    const message = `${shown(path)} cannot be worked out. ${failure.message}`;
    return {
      path,
      rule,
      code: failure.code,
      message,
      part,
      expression: text,
      at: failure.at,
      ...(index === undefined ? {} : { index }),
    };
  }
  if (!(cause instanceof EvaluationError)) throw cause;
  const message = `${shown(path)} cannot be worked out. ${cause.message}`;
  return { path, rule, code: cause.code, message, ...(expression === undefined ? {} : { expression, at: cause.at }) };
}

/** The problem of an inner mapping as one of the rule that uses it. */
function outside(problem: MappingProblem, map: string, { path, rule }: ProblemPlace): MappingProblem {
  const said = problem.message.startsWith(shown(problem.path))
    ? problem.message.slice(shown(problem.path).length)
    : `: ${problem.message}`;
  const outer = path + problem.path;
  return {
    ...problem,
    path: outer,
    rule,
    message: `${shown(outer)}${said}`,
    inside: problem.inside ?? { map, rule: problem.rule },
  };
}
