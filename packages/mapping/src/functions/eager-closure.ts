import type { Closure, Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { argumentReaders, nothingGiven, plainKinds } from './argument.ts';
import type { CompiledArguments, Parameter, Run } from './definition.ts';

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly strict: boolean;
  readonly call: Run;
}
/** What one argument needs when it is read. `kind` is the `typeof` that needs no look at all. */
interface Reading {
  readonly closure: Closure;
  readonly kind: string;
  readonly read: (value: unknown) => unknown;
}

function readingOf(closure: Closure, parameter: Parameter | undefined, site: Site): Reading {
  if (parameter === undefined) throw new RangeError('arity is checked before');
  const { type } = parameter;
  const missing = nothingGiven(parameter);
  const convert = argumentReaders[type];
  return { closure, kind: plainKinds[type], read: (value) => (value === null ? missing : convert(value, site)) };
}

/** The closure of a call whose arguments are all evaluated first. Up to three arguments take no detour. */
export function eagerClosure(signature: Signature, { closures, items }: CompiledArguments, site: Site): Closure {
  const { parameters, strict, call } = signature;
  if (parameters.at(-1)?.repeats === true || items.some((item) => item !== undefined) || closures.length > 3) {
    return manyArguments(signature, { closures, items }, site);
  }
  const [a, b, c] = closures.map((closure, position) => readingOf(closure, parameters[position], site));
  if (a === undefined) return (frame) => call(frame, site);
  if (b === undefined) {
    return (frame) => {
      let first = a.closure(frame);
      if (typeof first !== a.kind) first = a.read(first);
      return strict && first === null ? null : call(frame, site, first);
    };
  }
  return c === undefined ? twoArguments(signature, [a, b], site) : threeArguments(signature, [a, b, c], site);
}

function twoArguments({ strict, call }: Signature, [a, b]: readonly [Reading, Reading], site: Site): Closure {
  return (frame) => {
    let first = a.closure(frame);
    if (typeof first !== a.kind) first = a.read(first);
    let second = b.closure(frame);
    if (typeof second !== b.kind) second = b.read(second);
    return strict && (first === null || second === null) ? null : call(frame, site, first, second);
  };
}

function threeArguments(
  { strict, call }: Signature,
  [a, b, c]: readonly [Reading, Reading, Reading],
  site: Site,
): Closure {
  return (frame) => {
    let first = a.closure(frame);
    if (typeof first !== a.kind) first = a.read(first);
    let second = b.closure(frame);
    if (typeof second !== b.kind) second = b.read(second);
    let third = c.closure(frame);
    if (typeof third !== c.kind) third = c.read(third);
    return strict && (first === null || second === null || third === null)
      ? null
      : call(frame, site, first, second, third);
  };
}

/** More than three arguments, lambdas among them, or a parameter that repeats: all but the lambdas are read in order. */
function manyArguments(
  signature: Signature,
  { closures, items }: Pick<CompiledArguments, 'closures' | 'items'>,
  site: Site,
): Closure {
  const { parameters, strict, call } = signature;
  const repeated = parameters.findIndex((parameter) => parameter.repeats === true);
  const single = repeated === -1 ? closures.length : Math.min(repeated, closures.length);
  const readings = closures.map((closure, position) =>
    readingOf(closure, parameters[Math.min(position, parameters.length - 1)], site),
  );
  const leading = readings.slice(0, single).map((reading, position) => items[position] ?? reading);
  const rest = repeated === -1 ? undefined : readings.slice(single);
  return (frame) => {
    const values: unknown[] = [];
    for (const argument of leading) {
      const value = typeof argument === 'function' ? argument : valueOf(argument, frame);
      if (strict && value === null) return null;
      values.push(value);
    }
    if (rest === undefined) return call(frame, site, ...values);
    const repeats: unknown[] = [];
    for (const argument of rest) {
      const value = valueOf(argument, frame);
      if (strict && value === null) return null;
      repeats.push(value);
    }
    if (values.length === 0) return call(frame, site, repeats);
    values.push(repeats);
    return call(frame, site, ...values);
  };
}

function valueOf({ closure, kind, read }: Reading, frame: Frame): unknown {
  const value = closure(frame);
  return typeof value === kind ? value : read(value);
}
