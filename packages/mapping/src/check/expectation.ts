// Whether a value may stand where a shape is asked for; if not, why, and what would make it fit.
import { isAssignable, typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { Severity } from '@patchbay/model/errors';
import { admits, inWords, itemsOf, withoutNull } from './type-algebra.ts';

/** A call that makes the value fit: the expression is its first argument, or stands where `{}` is in `template`. */
export interface Conversion {
  readonly title: string;
  readonly function: string;
  readonly args?: readonly string[];
  /** When the expression is not the first argument. */
  readonly template?: string;
}

export interface Mismatch {
  readonly severity: Severity;
  /** `typeMismatch`, `maybeNotWhole`, `cardinality`, `dateTimeCut`, `noTimeZone`, `mayBeTooLong`. */
  readonly code: string;
  readonly message: string;
  /** The likeliest first. */
  readonly conversions: readonly Conversion[];
}

/** Nothing is never a mismatch: that it may be missing is another question. */
export function mismatchOf(type: DataSchema, expected: DataSchema): Mismatch | undefined {
  const given = withoutNull(type);
  if (typesOf(type).every((name) => name === 'null') && typesOf(type).length > 0) return undefined;
  if (typesOf(type).length === 0) return undefined;
  return cardinality(given, expected) ?? typeClash(given, expected) ?? lossy(given, expected);
}

const only = (type: DataSchema, name: string): boolean => {
  const names = typesOf(withoutNull(type));
  return names.length === 1 && names[0] === name;
};

function cardinality(given: DataSchema, expected: DataSchema): Mismatch | undefined {
  if (typesOf(expected).length === 0) return undefined;
  if (only(given, 'array') && !admits(expected, 'array')) {
    return {
      severity: 'error',
      code: 'cardinality',
      message: `${capital(inWords(expected))} is needed here, but this is ${inWords(given)}. Choose one item, or make one value of all.`,
      conversions: fromList(itemsOf(given), expected),
    };
  }
  if (!only(expected, 'array') || admits(given, 'array')) return undefined;
  return {
    severity: 'error',
    code: 'cardinality',
    message: `A list is needed here, but this is ${inWords(given)}. Make a list of it.`,
    conversions: [{ title: 'Make a list of one', function: 'LIST' }],
  };
}

function fromList(item: DataSchema, expected: DataSchema): Conversion[] {
  const first: Conversion = { title: 'Take the first item', function: 'FIRST' };
  const last: Conversion = { title: 'Take the last item', function: 'LAST' };
  const isNumber = admits(expected, 'number') || admits(expected, 'integer');
  if (isNumber && !only(item, 'string')) {
    return [first, last, { title: 'Add them up', function: 'SUM' }, { title: 'Count them', function: 'COUNT' }];
  }
  if (!admits(expected, 'string') || only(item, 'object')) return [first, last];
  return [first, last, { title: 'Join them to a text', function: 'TEXTJOIN', template: "TEXTJOIN(', ', true, {})" }];
}

function typeClash(given: DataSchema, expected: DataSchema): Mismatch | undefined {
  const result = isAssignable(given, expected);
  if (result.ok) return undefined;
  const isWhole = result.path.length === 0;
  const conversion = isWhole ? conversionFor(given, expected) : undefined;
  if (isWhole && conversion === 'INTEGER' && admits(given, 'number')) {
    return {
      severity: 'warning',
      code: 'maybeNotWhole',
      message: 'A whole number is needed here, but this may have digits after the point. Use ROUND() or INTEGER().',
      conversions: [
        { title: 'Round with ROUND()', function: 'ROUND' },
        { title: 'Cut off with INTEGER()', function: 'INTEGER' },
      ],
    };
  }
  // Of the whole value the reason would say the same again.
  const where = isWhole ? '' : `: ${result.reason} (at ${result.path.join('.')})`;
  const remedy = conversion === undefined ? '' : ` Convert it with ${conversion}().`;
  return {
    severity: 'error',
    code: 'typeMismatch',
    message: `${capital(inWords(expected))} is needed here, but this is ${inWords(given)}${where}.${remedy}`,
    conversions: conversion === undefined ? [] : [{ title: `Convert with ${conversion}()`, function: conversion }],
  };
}

function conversionFor(type: DataSchema, expected: DataSchema): string | undefined {
  const isPlain = ['string', 'number', 'integer', 'boolean'].some((name) => typesOf(type).some((own) => own === name));
  if (!isPlain || typesOf(expected).length === 0) return undefined;
  if (admits(expected, 'string')) return 'TEXT';
  if (admits(expected, 'integer') && !typesOf(expected).includes('number')) return 'INTEGER';
  if (admits(expected, 'number')) return 'NUMBER';
  return admits(expected, 'boolean') && admits(type, 'string') ? 'BOOLEAN' : undefined;
}

/** The types fit, but something may be lost, or not be enough. */
function lossy(given: DataSchema, expected: DataSchema): Mismatch | undefined {
  if (!only(given, 'string') || !only(expected, 'string')) return undefined;
  if (given.format === 'date-time' && expected.format === 'date') {
    return {
      severity: 'warning',
      code: 'dateTimeCut',
      message:
        'A date is needed here, but this is a date with its time: which day it is depends on the zone. Write it as a date.',
      conversions: [{ title: 'Write the date alone', function: 'FORMATDATE', args: ["'yyyy-MM-dd'"] }],
    };
  }
  if (given.format === 'date' && expected.format === 'date-time') {
    return {
      severity: 'warning',
      code: 'noTimeZone',
      message:
        'A date and time with its zone is needed here, but this is a date alone. Say in which zone its day begins.',
      conversions: [{ title: 'Midnight in UTC', function: 'TOZONE', args: ["'UTC'", "'UTC'"] }],
    };
  }
  const most = expected.maxLength;
  if (most === undefined || given.maxLength === undefined || given.maxLength <= most) return undefined;
  return {
    severity: 'warning',
    code: 'mayBeTooLong',
    message: `This may have ${given.maxLength} characters, but at most ${most} fit here. Cut it, or say what to do when it is longer.`,
    conversions: [{ title: `Cut to ${most} characters`, function: 'LEFT', args: [String(most)] }],
  };
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
