// Conversions between types, written where everybody sees them.
import { parseExpression, printExpression } from '@patchbay/model/expression';
import type { BinaryOperator, Expression } from '@patchbay/model/expression';
import { typeInWords, typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType } from '@patchbay/model/schema';

export interface Converted {
  readonly text: string;
  /** The function that was put around it; undefined when the value goes as it is. */
  readonly by?: string | undefined;
  /** What may be lost, in words. */
  readonly loss?: string | undefined;
}

export interface Inconvertible {
  readonly refused: string;
}

const plainTypes = (schema: DataSchema | undefined): DataType[] =>
  schema === undefined ? [] : typesOf(schema).filter((type) => type !== 'null');

/** The text converted to what is asked for, or why no conversion does it. */
export function converted(
  text: string,
  from: DataSchema | undefined,
  to: DataSchema | undefined,
): Converted | Inconvertible {
  const have = plainTypes(from);
  const want = plainTypes(to);
  if (have.length === 0 || want.length === 0) return { text };
  const fits = have.some((type) => want.includes(type) || (type === 'integer' && want.includes('number')));
  if (fits) return dateConversion(text, { from, to, have, want });
  const [type = 'null'] = have;
  const conversion = want.map((wanted) => conversions[wanted]?.[type]).find((found) => found !== undefined);
  if (conversion === undefined) {
    const wanted = want.map(typeInWords).join(' or ');
    return { refused: `${typeInWords(type)} cannot be turned into ${wanted}` };
  }
  return conversion(text, { from, to });
}

type Ends = Pick<Types, 'from' | 'to'>;
type Conversion = (text: string, ends: Ends) => Converted | Inconvertible;

const call =
  (name: string, loss?: string): Conversion =>
  (text) => ({ text: `${name}(${text})`, by: name, loss });

const isDate = (schema: DataSchema | undefined): boolean => schema?.format === 'date' || schema?.format === 'date-time';

const epoch = 'the number is taken for seconds since 1970 in UTC';

/** A number as text; where a date is asked for, as the instant that it counts to. */
const fromNumber: Conversion = (text, { to }) => {
  if (to?.format === 'date') return { text: `DATEVALUE(EPOCH(${text}))`, by: 'EPOCH', loss: epoch };
  if (to?.format === 'date-time') return { text: `EPOCH(${text})`, by: 'EPOCH', loss: epoch };
  return { text: `TEXT(${text})`, by: 'TEXT' };
};

const fromBoolean: Conversion = (text, { to }) =>
  isDate(to) ? { refused: 'yes or no is no date' } : { text: `TEXT(${text})`, by: 'TEXT' };

/** A text as a number; an instant as the seconds to it. */
const toNumber =
  (name: string): Conversion =>
  (text, { from }) => {
    if (from?.format === 'date-time') return { text: `EPOCH(${text})`, by: 'EPOCH', loss: 'as seconds since 1970' };
    return from?.format === 'date' ? { refused: 'a date is no number' } : { text: `${name}(${text})`, by: name };
  };

const oneOrZero: Conversion = (text) => ({ text: `IF(${text}, 1, 0)`, by: 'IF' });
const notZero: Conversion = (text) => ({ text: `${operand(text, '<>')} <> 0`, by: '<>' });

const conversions: Readonly<Partial<Record<DataType, Partial<Record<DataType, Conversion>>>>> = {
  string: {
    integer: fromNumber,
    number: fromNumber,
    boolean: fromBoolean,
    object: call('TOJSON'),
    array: call('TOJSON'),
  },
  number: { string: toNumber('NUMBER'), boolean: oneOrZero },
  integer: {
    string: toNumber('INTEGER'),
    number: call('INTEGER', 'digits after the point are cut off'),
    boolean: oneOrZero,
  },
  boolean: { string: call('BOOLEAN'), integer: notZero, number: notZero },
};

interface Types {
  readonly from: DataSchema | undefined;
  readonly to: DataSchema | undefined;
  readonly have: readonly DataType[];
  readonly want: readonly DataType[];
}

/** Texts that hold dates: a date is taken out of a date with time, or read from text; one without time begins at midnight. */
function dateConversion(text: string, { from, to, have, want }: Types): Converted {
  const isText = have.includes('string') && want.includes('string');
  if (!isText || to?.format === from?.format) return { text };
  if (to?.format === 'date-time' && from?.format === 'date')
    return { text: `TOZONE(${text}, "UTC", "UTC")`, by: 'TOZONE', loss: 'midnight in UTC is taken' };
  if (to?.format !== 'date') return { text };
  const loss = from?.format === 'date-time' ? 'the time of day is left out' : undefined;
  return { text: `DATEVALUE(${text})`, by: 'DATEVALUE', loss };
}

/** A formula's text without the sign of equality that it may begin with. */
export const bareText = (text: string): string => text.trim().replace(/^=\s*/, '');

const span = { start: 0, end: 0 };
const one: Expression = { kind: 'literal', value: 1, ...span };

/** The text as the left side of an operator: in parentheses only where they are needed. */
export function operand(text: string, operator: BinaryOperator = '^'): string {
  const bare = bareText(text);
  const { ast, diagnostics } = parseExpression(bare);
  if (diagnostics.length > 0) return `(${bare})`;
  const alone = printExpression(ast);
  const together = printExpression({ kind: 'binary', operator, left: ast, right: one, ...span });
  return together.startsWith(alone) ? bare : `(${bare})`;
}
