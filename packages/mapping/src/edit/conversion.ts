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
  return conversion(text, to);
}

type Conversion = (text: string, to: DataSchema | undefined) => Converted | Inconvertible;
const call =
  (name: string, loss?: string): Conversion =>
  (text) => ({ text: `${name}(${text})`, by: name, loss });

const isDate = (schema: DataSchema | undefined): boolean => schema?.format === 'date' || schema?.format === 'date-time';

const toText =
  (conversion: Conversion): Conversion =>
  (text, to) =>
    isDate(to) ? { refused: 'a number says no date by itself: work it out with a formula' } : conversion(text, to);

const conversions: Readonly<Partial<Record<DataType, Partial<Record<DataType, Conversion>>>>> = {
  string: {
    integer: toText(call('TEXT')),
    number: toText(call('TEXT')),
    boolean: toText(call('TEXT')),
    object: call('TOJSON'),
    array: call('TOJSON'),
  },
  number: {
    string: call('NUMBER'),
    boolean: (text) => ({ text: `IF(${text}, 1, 0)`, by: 'IF' }),
  },
  integer: {
    string: call('INTEGER'),
    number: call('INTEGER', 'digits after the point are cut off'),
    boolean: (text) => ({ text: `IF(${text}, 1, 0)`, by: 'IF' }),
  },
  boolean: {
    string: call('BOOLEAN'),
    integer: (text) => ({ text: `${operand(text, '<>')} <> 0`, by: '<>' }),
    number: (text) => ({ text: `${operand(text, '<>')} <> 0`, by: '<>' }),
  },
};

interface Types {
  readonly from: DataSchema | undefined;
  readonly to: DataSchema | undefined;
  readonly have: readonly DataType[];
  readonly want: readonly DataType[];
}

/** Texts that hold dates: a date is taken out of a date with time, or read from text. */
function dateConversion(text: string, { from, to, have, want }: Types): Converted {
  const isText = have.includes('string') && want.includes('string');
  if (!isText || to?.format !== 'date' || from?.format === 'date') return { text };
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
