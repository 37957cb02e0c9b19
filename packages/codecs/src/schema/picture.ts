// A picture of COBOL, such as X(6) or S9(4)V99 → how many characters or digits it has. Lengths are counted and never written out:
// a stranger's X(999999999) costs nothing.

export interface Picture {
  /** Characters, or digits. */
  readonly length: number;
  readonly isNumber: boolean;
  /** Whether there may be a minus. */
  readonly isSigned: boolean;
  /** Digits behind the point that is not written. */
  readonly decimals: number;
}

/** Far longer than any that is meant. */
const maxWritten = 200;
/** The most that any COBOL computes with. */
const maxDigits = 38;

/** The picture, or what is wrong with it as a clause. */
export function readPicture(written: string): Picture | string {
  if (written.length > maxWritten) return `has a picture of more than ${maxWritten} characters`;
  const unknown = `has the picture ${written}, of which only X, A, 9, S and V are read`;
  const runs = [...written.toUpperCase().matchAll(/([^()])(?:\((\d+)\))?/g)];
  if (runs.map(([run]) => run).join('') !== written.toUpperCase()) return unknown;
  const signs = runs.map(([, sign]) => sign).join('');
  const counts = runs.map(([, , count = '1']) => Number(count));
  const inAll = (from: number, to: number): number => counts.slice(from, to).reduce((sum, count) => sum + count, 0);
  const isText = /^[XA]+$/.test(signs);
  const length = inAll(0, counts.length);
  if (isText) return length === 0 ? unknown : { length, isNumber: false, isSigned: false, decimals: 0 };
  const isSigned = signs.startsWith('S');
  const point = signs.includes('V') ? signs.indexOf('V') : signs.length;
  const isNumber = /^S?9*(?:V9*)?$/.test(signs) && (!isSigned || counts[0] === 1) && (counts[point] ?? 1) === 1;
  const digits = inAll(isSigned ? 1 : 0, point);
  const decimals = inAll(point + 1, counts.length);
  if (!isNumber || digits + decimals === 0) return unknown;
  if (digits + decimals > maxDigits) return `has more than ${maxDigits} digits, which is no number of COBOL`;
  return { length: digits + decimals, isNumber: true, isSigned, decimals };
}
