// What a field of a number takes, and how it says what it does not take.

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Only whole numbers. */
  readonly whole?: boolean;
  /** `s`, `MB`. */
  readonly unit?: string;
}

/** `2,000`: as in every sentence of the screen. */
export const many = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 3 });

/** The number that was typed; undefined when the range does not take it. */
export function numberIn(typed: string, { min, max, whole = false }: NumberRange): number | undefined {
  const value = typed.trim() === '' ? Number.NaN : Number(typed);
  return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : undefined;
}

/** What is asked for, and what holds until it is there. */
export function rangeWords({ min, max, whole = false, unit }: NumberRange, held: number | undefined): string {
  const of = unit === undefined ? '' : ` ${unit}`;
  const range = `${whole ? 'A whole number between' : 'Between'} ${many(min)} and ${many(max)}${of}.`;
  return held === undefined ? range : `${range} Until then it is ${many(held)}${of}.`;
}
