// What a function of the language is: data. One file a function; the registry, the checker, the editor and the docs read it.
import type { DataSchema } from '@patchbay/model/schema';
import type { Closure, Frame, ItemFunction } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { isObject, kindOf, numberOf, textOf } from '../evaluate/value.ts';
import type { Row } from '../evaluate/value.ts';

export type FunctionCategory =
  | 'Text'
  | 'Pattern and encoding'
  | 'Number'
  | 'Logic'
  | 'Date'
  | 'List'
  | 'Aggregate'
  | 'Lookup and object'
  | 'Convert';

/** `text` takes numbers and booleans too; `list` takes nothing as an empty list; `item` is an expression over each item. */
export type ParameterType = 'any' | 'text' | 'number' | 'boolean' | 'list' | 'object' | 'date' | 'item';

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly optional?: true;
  /** The last parameter, any number of times; it arrives as a list. */
  readonly repeats?: true;
}

interface ValueOf {
  any: unknown;
  text: string;
  number: number;
  boolean: boolean;
  list: readonly unknown[];
  object: Row;
  date: string;
  item: ItemFunction;
}
export type NullRule = 'yieldsNull' | 'handled';

/** Where the function has its own rule for nothing, a required argument may be it. */
type Required<T extends ParameterType, N extends NullRule> = N extends 'yieldsNull'
  ? ValueOf[T]
  : T extends 'list' | 'item' | 'any'
    ? ValueOf[T]
    : ValueOf[T] | null;
type Argument<P extends Parameter, N extends NullRule> = P extends { repeats: true }
  ? ValueOf[P['type']][]
  : P extends { optional: true }
    ? ValueOf[P['type']] | undefined
    : Required<P['type'], N>;
export type Arguments<P extends readonly Parameter[], N extends NullRule> = { [K in keyof P]: Argument<P[K], N> };

/** The type of the result, from the types of the arguments; an `item` argument has the type of its body. */
export type ReturnRule = DataSchema | ((args: readonly DataSchema[]) => DataSchema);

export interface FunctionExample {
  readonly expr: string;
  readonly result: unknown;
  readonly scope?: Row;
}

interface Described {
  readonly name: string;
  readonly category: FunctionCategory;
  /** One sentence for the palette. */
  readonly summary: string;
  readonly returns: ReturnRule;
  /** yieldsNull: nothing in a required argument gives nothing · handled: the function has its own rule, told in `summary`. */
  readonly nulls: NullRule;
  /** Not the same each time: derived from the run, frozen in tests and previews. */
  readonly varies?: true;
  readonly examples: readonly [FunctionExample, FunctionExample, ...FunctionExample[]];
}

export interface FunctionDefinition extends Described {
  readonly parameters: readonly Parameter[];
  /** Closures of the arguments (compiled lambdas for `item` parameters) → closure of the call. */
  readonly compile: (args: CompiledArguments, site: Site) => Closure;
}

export interface CompiledArguments {
  readonly closures: readonly Closure[];
  /** By position; only `item` parameters have one. */
  readonly items: readonly (ItemFunction | undefined)[];
  /** By position: the value of an argument that is a literal. */
  readonly literals: readonly (string | number | boolean | null | undefined)[];
  /** The tables of the mapping document. */
  readonly tables: ReadonlyMap<string, Row>;
}

interface Eager<P extends readonly Parameter[], N extends NullRule> extends Described {
  readonly nulls: N;
  readonly parameters: P;
  readonly run: (frame: Frame, site: Site, ...args: Arguments<P, N>) => unknown;
}

/** A function of values: arguments are evaluated, nothing is passed on or handled, types are checked, then `run` is called. */
export function defineFunction<const P extends readonly Parameter[], const N extends NullRule>({
  run,
  ...described
}: Eager<P, N>): FunctionDefinition {
  const { parameters, nulls } = described;
  const call = run as unknown as Run;
  return {
    ...described,
    compile: (args, site) => eagerClosure({ parameters, strict: nulls === 'yieldsNull', call }, args, site),
  };
}

/** A function that decides itself which arguments are evaluated. */
export const defineLazyFunction = (definition: FunctionDefinition): FunctionDefinition => definition;

type Run = (frame: Frame, site: Site, ...args: unknown[]) => unknown;
type Read = (value: unknown, site: Site) => unknown;
interface Signature {
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
  const { type, optional } = parameter;
  const missing = optional === true ? undefined : type === 'list' ? [] : null;
  const convert = readerOf[type];
  return { closure, kind: plainKind[type], read: (value) => (value === null ? missing : convert(value, site)) };
}

const plainKind: Readonly<Record<ParameterType, string>> = {
  any: 'string',
  text: 'string',
  date: 'string',
  number: 'number',
  boolean: 'boolean',
  list: '',
  object: '',
  item: '',
};

function eagerClosure(signature: Signature, { closures, items }: CompiledArguments, site: Site): Closure {
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

const readerOf: Readonly<Record<ParameterType, Read>> = {
  any: (value) => value,
  item: (value) => value,
  text: textOf,
  number: numberOf,
  boolean: (value, site) => {
    if (typeof value === 'boolean') return value;
    throw site.error('typeMismatch', `needs true or false, but this is ${kindOf(value)}.`);
  },
  list: (value, site) => {
    if (Array.isArray(value)) return value as unknown[];
    throw site.error('typeMismatch', `needs a list, but this is ${kindOf(value)}.`);
  },
  object: (value, site) => {
    if (isObject(value)) return value;
    throw site.error('typeMismatch', `needs a structure with named fields, but this is ${kindOf(value)}.`);
  },
  date: (value, site) => {
    if (typeof value === 'string') return value;
    throw site.error('typeMismatch', `needs a date as text, such as 2026-03-29, but this is ${kindOf(value)}.`);
  },
};
