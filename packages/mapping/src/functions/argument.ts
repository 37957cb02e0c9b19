// Arguments as functions receive them: of the declared type, or refused with words. Nothing is ever taken for another type.
import type { Site } from '../evaluate/site.ts';
import { isObject, kindOf, numberOf, textOf } from '../evaluate/value.ts';
import type { ParameterType } from './definition.ts';

/** The value as the parameter's type; throws `typeMismatch` where it is none. Never called with null. */
export const argumentReaders: Readonly<Record<ParameterType, (value: unknown, site: Site) => unknown>> = {
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

/** The `typeof` of values that need no reader; lists and structures always need theirs. */
export const plainKinds: Readonly<Record<ParameterType, string>> = {
  any: 'string',
  text: 'string',
  date: 'string',
  number: 'number',
  boolean: 'boolean',
  list: '',
  object: '',
  item: '',
};

/** What stands for nothing in an argument: a list is empty, an optional argument is as if it were left out. */
export const nothingGiven = ({ type, optional }: { readonly type: ParameterType; readonly optional?: true }): unknown =>
  optional === true ? undefined : type === 'list' ? [] : null;
