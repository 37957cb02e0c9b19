// Texts of a column → how its dates are written, where they all are: 31.12.2025, 31/12/2025, 12-31-2025, 2025/12/31.
import { readDatePattern } from '../value/date-pattern.ts';

export interface GuessedDates {
  readonly pattern: string;
  /** The other pattern that all texts fit as well: nothing says which of two numbers is the day. */
  readonly other: string | undefined;
}

const dayOrMonth = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/;
const yearFirst = /^(\d{4})([./])(\d{1,2})\2(\d{1,2})$/;

/** Days stand before months where both would fit; with points between them nothing else is usual. */
export function guessDates(texts: readonly string[]): GuessedDates | undefined {
  const [first] = texts;
  if (first === undefined) return undefined;
  const parts = (yearFirst.exec(first) ?? dayOrMonth.exec(first))?.slice(1);
  const sign = parts?.[1] ?? '';
  if (sign === '') return undefined;
  const isPadded = texts.every((text) => !/(^|\D)\d(\D|$)/.test(text));
  const [day, month] = isPadded ? ['dd', 'MM'] : ['d', 'M'];
  const orders = yearFirst.test(first)
    ? [['yyyy', month, day]]
    : [
        [day, month, 'yyyy'],
        [month, day, 'yyyy'],
      ];
  const fitting = orders
    .map((order) => order.join(sign))
    .filter((pattern) => texts.every((text) => readDatePattern(text, pattern) !== undefined));
  const [pattern, other] = fitting;
  return pattern === undefined ? undefined : { pattern, other: sign === '.' ? undefined : other };
}
