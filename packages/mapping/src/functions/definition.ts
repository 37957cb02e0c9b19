// What a function of the language is: data. One file a function; the registry, the checker, the editor and the docs read it.
import type { DataSchema } from '@patchbay/model/schema';
import type { Closure, Frame, ItemFunction } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import type { Table } from '../compile/environment.ts';
import type { Row } from '../evaluate/value.ts';
import type { ValueForm } from './value-form.ts';
import { eagerClosure } from './eager-closure.ts';

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
  /** Of an `item` parameter: the position of the list whose items it sees (0 unless said). */
  readonly over?: number;
  /** Of an `item` parameter: it sees an item of the first list (its first name) and one of the second (its second name). */
  readonly pairs?: true;
  /** Of an `item` parameter: it decides, so it must be true or false. */
  readonly decides?: true;
  /** What the value must be, or every item of it however deep where it is a list: all are added up, or joined. */
  readonly each?: 'number' | 'text';
  /** `each` holds only where no argument stands at this position. */
  readonly unlessGiven?: number;
  /** What its values must be besides their type: constants are read so before any data is seen. */
  readonly form?: ValueForm;
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
  /** More, for the documentation: shapes, corners, what is refused. Code stands between back-ticks. */
  readonly notes?: string;
  readonly returns: ReturnRule;
  /** yieldsNull: nothing in a required argument gives nothing · handled: the function has its own rule, told in `summary`. */
  readonly nulls: NullRule;
  /** Pairs of positions whose values are compared, so that two kinds never meet; a list stands for its items. */
  readonly compares?: readonly (readonly [one: number, other: number])[];
  /** Not the same each time: derived from the run, frozen in tests and previews. */
  readonly varies?: true;
  readonly examples: readonly [FunctionExample, FunctionExample, ...FunctionExample[]];
}

/**
 * The function on arguments that are evaluated and read: each is of its parameter's type (`argumentReaders`), `undefined`
 * where an optional one is not given or nothing, `[]` for a list that is nothing. A parameter that repeats arrives as one
 * list, always present. Where `nulls` is `yieldsNull` it is never called with null: the call is null.
 */
export type Run = (frame: Frame, site: Site, ...args: unknown[]) => unknown;

interface Compilable extends Described {
  readonly parameters: readonly Parameter[];
  /** Closures of the arguments (compiled lambdas for `item` parameters) → closure of the call. */
  readonly compile: (args: CompiledArguments, site: Site) => Closure;
}
/** All arguments are evaluated, in order, before it runs. */
export interface EagerFunction extends Compilable {
  readonly eager: true;
  readonly run: Run;
}
/** Decides itself which arguments are evaluated: it has only its closure. */
export interface LazyFunction extends Compilable {
  readonly eager: false;
}
export type FunctionDefinition = EagerFunction | LazyFunction;

export interface CompiledArguments {
  readonly closures: readonly Closure[];
  /** By position; only `item` parameters have one. */
  readonly items: readonly (ItemFunction | undefined)[];
  /** By position: the value of an argument that is a literal. */
  readonly literals: readonly (string | number | boolean | null | undefined)[];
  /** The tables of the mapping document. */
  readonly tables: ReadonlyMap<string, Table>;
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
}: Eager<P, N>): EagerFunction {
  const { parameters, nulls } = described;
  const call = run as unknown as Run;
  return {
    ...described,
    eager: true,
    run: call,
    compile: (args, site) => eagerClosure({ parameters, strict: nulls === 'yieldsNull', call }, args, site),
  };
}

/** A function that decides itself which arguments are evaluated. */
export const defineLazyFunction = (definition: Omit<LazyFunction, 'eager'>): LazyFunction => ({
  ...definition,
  eager: false,
});
