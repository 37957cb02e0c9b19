// What generated code calls: the very functions of the other back end, so that both give the same.
import { compiledCall } from '../compile/compile-node.ts';
import { asList, filtered, indexInto, itemAt, negated } from '../compile/bracket-value.ts';
import { calculated, isMember, isOneOf, ordered } from '../compile/operator.ts';
import { exactly } from '../compile/decimal-operator.ts';
import { readField } from '../compile/path.ts';
import { isoInstant } from '../dates/civil.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import type { EvaluationErrorCode } from '../evaluate/evaluation-error.ts';
import type { Closure, Frame, ItemFunction } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import { snapshot } from '../evaluate/snapshot.ts';
import { equal, isObject, own, put, textOf, truthOf } from '../evaluate/value.ts';
import { argumentReaders, nothingGiven } from '../functions/argument.ts';
import type { CompiledArguments, ParameterType, Run } from '../functions/definition.ts';
import { functionNamed } from '../functions/index.ts';
import { MissingValue, PartFailed, RunStopped } from '../rules/rule-problem.ts';

/** A field that is not there as a plain property: of a list each item's, of all else nothing. */
const absent = (value: unknown, name: string, ...[frame, site]: [Frame, Site]): unknown =>
  Array.isArray(value) ? readField(value, name, frame, site) : null;

const ownField = (item: unknown, name: string): unknown =>
  isObject(item) && Object.hasOwn(item, name) ? own(item, name) : undefined;

function fail(code: EvaluationErrorCode, message: string, at: { start: number; end: number }): never {
  throw new EvaluationError(code, message, at);
}

function runOf(name: string): Run {
  const definition = functionNamed(name);
  if (definition === undefined || !definition.eager) throw new RangeError(`${name} has no code on values`);
  return definition.run;
}

function readerOf(type: ParameterType, optional: boolean): (value: unknown, site: Site) => unknown {
  const read = argumentReaders[type];
  const parameter = optional ? { type, optional } : { type };
  return (value, site) => (value === null ? nothingGiven(parameter) : read(value, site));
}

function lazy(name: string, args: CompiledArguments, site: Site): Closure {
  const definition = functionNamed(name);
  if (definition === undefined) throw new RangeError(`there is no function ${name}`);
  return compiledCall(() => definition.compile(args, site));
}

const nothing = (): null => null;

const ofItemOnly = (call: ItemFunction): ItemFunction => Object.assign(call, { ofItemOnly: true });

/** After a failed rule the next one is tried, unless the budget is spent. */
function goOn(cause: unknown): void {
  if (cause instanceof RunStopped) throw cause;
}

const missingValue = (): MissingValue => new MissingValue();
const partFailed = (cause: unknown, part: string, text: string): unknown => PartFailed.of(cause, part, text);

/** The names that a generated program finds under `rt`. */
export const runtime = {
  absent,
  asList,
  calculated,
  equal,
  exactly,
  fail,
  filtered,
  goOn,
  indexInto,
  isMember,
  isOneOf,
  isoInstant,
  itemAt,
  lazy,
  missingValue,
  negated,
  nothing,
  ofItemOnly,
  ordered,
  own,
  ownField,
  partFailed,
  put,
  readerOf,
  readField,
  runOf,
  Site,
  snapshot,
  textOf,
  truthOf,
};
