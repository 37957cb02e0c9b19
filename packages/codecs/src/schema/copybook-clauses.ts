// What the clauses of an entry in a copybook say: how long a field is and how its value is written there, how often it is there, what it
// lies over. What cannot be placed is told in words.
import type { PositionAnnotation } from '@patchbay/model/schema';
import { readPicture } from './picture.ts';

export interface FieldForm {
  /** Bytes of the line. */
  readonly length: number;
  readonly isNumber: boolean;
  readonly decimals: number;
  /** How a number is written, where it is not plain digits. */
  readonly position: Pick<PositionAnnotation, 'sign' | 'form' | 'digits'>;
  /** Why the field cannot be read, though it is known how long it is. */
  readonly left?: string | undefined;
}

export interface Clauses {
  /** Why what follows it cannot be placed. */
  readonly refused: string | undefined;
  /** Undefined for what is there once, without a number. */
  readonly times: number | undefined;
  readonly usage: string | undefined;
  readonly sign: string | undefined;
  /** The form of a field, or what is wrong with it. */
  readonly form: FieldForm | string;
}

/** What groups say for all in them. */
export type Inherited = Pick<Clauses, 'usage' | 'sign'>;

const usages =
  /(?<![\w-])(?:COMP(?:UTATIONAL)?(?:-[0-9X])?|BINARY|PACKED-DECIMAL|INDEX|(?:PROCEDURE-|FUNCTION-)?POINTER)(?![\w-])/i;
const names = /(?<![\w-])(?:REDEFINES|DEPENDING(?:\s+ON)?|INDEXED(?:\s+BY)?|KEY(?:\s+IS)?)\s+[\w-]+/gi;
const literals = /'[^'\n]*'|"[^"\n]*"/g;
const pictureClause = /\bPIC(?:TURE)?\s+(?:IS\s+)?(\S+)/i;
const signClause = /(?<![\w-])(?:LEADING|TRAILING)(?:\s+SEPARATE)?(?![\w-])/i;

/** What a name or a literal says is no clause. */
export function clausesOf(written: string, inherited: Inherited): Clauses {
  const isVarying = /(?<![\w-])DEPENDING(?![\w-])/i.test(written);
  const bare = written.replace(literals, "''").replace(names, ' ');
  const repeats = /(?<![\w-])OCCURS(?![\w-])(?:\s+(\d+))?/i.exec(bare);
  const times = repeats === null ? undefined : Number(repeats[1] ?? 1);
  const usage = usages.exec(bare)?.[0].toUpperCase().replace('COMPUTATIONAL', 'COMP') ?? inherited.usage;
  const sign = signClause.exec(bare)?.[0].toUpperCase() ?? inherited.sign;
  const refused = isVarying
    ? 'is there a varying number of times (DEPENDING ON): give it a fixed number'
    : /(?<![\w-])SYNC(?:HRONIZED)?(?![\w-])/i.test(bare)
      ? 'is moved to where the machine wants it (SYNC), which the copybook does not tell: put FILLER before it, and leave SYNC out'
      : undefined;
  return { refused, times, usage, sign, form: formOf(bare, { usage, sign }) };
}

const machine = 'has a form that differs from machine to machine';

function formOf(written: string, { usage, sign }: Inherited): FieldForm | string {
  const floating = usage === 'COMP-1' ? 4 : usage === 'COMP-2' ? 8 : undefined;
  const other = { isNumber: true, decimals: 0, position: {} };
  if (floating !== undefined)
    return { ...other, length: floating, left: `is a floating number (${usage}) and ${machine}` };
  if (usage === 'INDEX') return { ...other, length: 4, left: `is an index, which ${machine}` };
  if (usage?.endsWith('POINTER') === true) return `is a pointer, whose length differs from machine to machine`;
  const said = pictureClause.exec(written)?.[1];
  if (said === undefined) return 'has neither a picture (PIC) nor fields';
  const picture = readPicture(said);
  if (typeof picture === 'string') return picture;
  const { length, isNumber, isSigned, decimals } = picture;
  if (!isNumber)
    return usage === undefined ? { length, isNumber, decimals, position: {} } : `is text and ${usage} at once`;
  const number = { isNumber, decimals };
  if (usage === undefined) return { ...number, ...displayed(length, isSigned, sign) };
  const signed = isSigned ? { sign: true } : {};
  if (usage === 'COMP-3' || usage === 'PACKED-DECIMAL')
    return { ...number, length: Math.floor(length / 2) + 1, position: { form: 'packed', digits: length, ...signed } };
  if (usage === 'COMP-6')
    return {
      ...number,
      length: Math.ceil(length / 2),
      position: {},
      left: 'is packed without a sign (COMP-6), which is not read',
    };
  if (usage !== 'COMP' && usage !== 'BINARY' && usage !== 'COMP-4' && usage !== 'COMP-5')
    return `is ${usage}, whose length differs from one COBOL to the other`;
  if (length > 18) return `is a binary number of more than 18 digits, whose length differs from one COBOL to the other`;
  const bytes = length < 5 ? 2 : length < 10 ? 4 : 8;
  return { ...number, length: bytes, position: { form: 'binary', digits: length, ...signed } };
}

/** Without a word about it the sign lies over the last digit. */
function displayed(digits: number, isSigned: boolean, sign = 'TRAILING'): Pick<FieldForm, 'length' | 'position'> {
  if (!isSigned) return { length: digits, position: {} };
  const isApart = sign.endsWith('SEPARATE');
  const isFirst = sign.startsWith('LEADING');
  if (isApart) return { length: digits + 1, position: { sign: isFirst ? true : 'behind' } };
  return { length: digits, position: { sign: isFirst ? 'overFirst' : 'overLast' } };
}
