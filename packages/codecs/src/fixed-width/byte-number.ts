// Numbers that are no text, as COBOL writes them: packed decimal (COMP-3) and binary (COMP). Between bytes and digits alone; where the
// point stands is the matter of the field.

/** The digits, a minus before them; nothing where the bytes are no packed number. Signs: C, A, E and F plus, D and B minus. */
export function readPacked(bytes: readonly number[]): string | undefined {
  const halves = bytes.flatMap((byte) => [byte >> 4, byte & 15]);
  const sign = halves.pop() ?? 0;
  if (sign < 10 || halves.some((digit) => digit > 9)) return undefined;
  return (sign === 0xd || sign === 0xb ? '-' : '') + halves.join('');
}

/** The inverse: C and D for numbers with a sign, F for those without. Nothing where the digits do not fit. */
export function writePacked(
  digits: string,
  { length, isSigned }: { length: number; isSigned: boolean },
): number[] | undefined {
  const bare = digits.replace(/^[+-]/, '');
  if (bare.length > length * 2 - 1 || (digits.startsWith('-') && !isSigned)) return undefined;
  const sign = isSigned ? (digits.startsWith('-') ? 'd' : 'c') : 'f';
  const text = bare.padStart(length * 2 - 1, '0') + sign;
  return Array.from({ length }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
}

export interface BinaryForm {
  readonly isSigned: boolean;
  readonly isLowFirst: boolean;
}

/** Two's complement where there may be a minus. */
export function readBinary(bytes: readonly number[], { isSigned, isLowFirst }: BinaryForm): string {
  let value = 0n;
  for (const byte of isLowFirst ? bytes.toReversed() : bytes) value = value * 256n + BigInt(byte);
  return String(isSigned ? BigInt.asIntN(bytes.length * 8, value) : value);
}

/** Nothing where the number does not fit. */
export function writeBinary(
  digits: string,
  { length, isSigned, isLowFirst }: BinaryForm & { length: number },
): number[] | undefined {
  const value = BigInt(digits);
  const bits = length * 8;
  const fits = isSigned ? BigInt.asIntN(bits, value) === value : BigInt.asUintN(bits, value) === value;
  if (!fits) return undefined;
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(bits, value), at = 0; at < length; at += 1, rest /= 256n)
    bytes.push(Number(rest % 256n));
  return isLowFirst ? bytes : bytes.toReversed();
}
