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
type Argument<P extends Parameter> = P extends { repeats: true }
  ? ValueOf[P['type']][]
  : P extends { optional: true }
    ? ValueOf[P['type']] | undefined
    : ValueOf[P['type']];
export type Arguments<P extends readonly Parameter[]> = { [K in keyof P]: Argument<P[K]> };

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
  readonly nulls: 'yieldsNull' | 'handled';
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

interface Eager<P extends readonly Parameter[]> extends Described {
  readonly parameters: P;
  readonly run: (frame: Frame, site: Site, ...args: Arguments<P>) => unknown;
}

/** A function of values: arguments are evaluated, nothing is passed on or handled, types are checked, then `run` is called. */
export function defineFunction<const P extends readonly Parameter[]>({
  run,
  ...described
}: Eager<P>): FunctionDefinition {
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

function eagerClosure(signature: Signature, { closures, items }: CompiledArguments, site: Site): Closure {
  const { parameters, strict, call } = signature;
  const last = parameters.at(-1);
  if (last?.repeats === true || items.some((item) => item !== undefined) || closures.length > 3) {
    return manyArguments(signature, { closures, items }, site);
  }
  const plan = closures.map((closure, position) => {
    const parameter = parameters[position];
    if (parameter === undefined) throw new RangeError('arity is checked before');
    return { closure, read: readerOf[parameter.type], required: parameter.optional !== true };
  });
  const [a, b, c] = plan;
  const value = ({ closure, read, required }: (typeof plan)[number], frame: Frame): unknown => {
    const given = closure(frame);
    if (given !== null) return read(given, site);
    if (!required) return undefined;
    return read === readerOf.list ? [] : null;
  };
  if (a === undefined) return (frame) => call(frame, site);
  if (b === undefined) {
    return (frame) => {
      const first = value(a, frame);
      return strict && first === null ? null : call(frame, site, first);
    };
  }
  if (c === undefined) {
    return (frame) => {
      const first = value(a, frame);
      const second = value(b, frame);
      return strict && (first === null || second === null) ? null : call(frame, site, first, second);
    };
  }
  return (frame) => {
    const first = value(a, frame);
    const second = value(b, frame);
    const third = value(c, frame);
    return strict && (first === null || second === null || third === null)
      ? null
      : call(frame, site, first, second, third);
  };
}

function manyArguments(
  signature: Signature,
  { closures, items }: Pick<CompiledArguments, 'closures' | 'items'>,
  site: Site,
): Closure {
  const { parameters, strict, call } = signature;
  const repeated = parameters.findIndex((parameter) => parameter.repeats === true);
  const single = repeated === -1 ? closures.length : Math.min(repeated, closures.length);
  const read = (parameter: Parameter | undefined, given: unknown): unknown => {
    if (parameter === undefined) throw new RangeError('arity is checked before');
    if (given !== null) return readerOf[parameter.type](given, site);
    if (parameter.optional === true) return undefined;
    return parameter.type === 'list' ? [] : null;
  };
  return (frame) => {
    const values: unknown[] = [];
    for (let position = 0; position < single; position += 1) {
      const value = items[position] ?? read(parameters[position], closures[position]?.(frame) ?? null);
      if (strict && value === null) return null;
      values.push(value);
    }
    if (repeated === -1) return call(frame, site, ...values);
    const rest: unknown[] = [];
    for (const closure of closures.slice(single)) {
      const value = read(parameters[repeated], closure(frame));
      if (strict && value === null) return null;
      rest.push(value);
    }
    return call(frame, site, ...values, rest);
  };
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
