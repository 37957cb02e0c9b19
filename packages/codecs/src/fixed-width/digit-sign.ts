// Signs that COBOL lays over the first or last digit. Read in both ways there are: as mainframes have them once translated (`{` and A–I
// for plus, `}` and J–R for minus), and as on PCs (`p`–`y` for minus); written as mainframes do.

const plus = '{ABCDEFGHI';
const minus = '}JKLMNOPQR';
const minusOfPcs = 'pqrstuvwxy';

export type DigitSign = 'overFirst' | 'overLast';

/** The digits with a sign in front; nothing where no digit stands in the place of the sign. */
export function signApart(text: string, over: DigitSign): string | undefined {
  const at = over === 'overFirst' ? 0 : text.length - 1;
  const letter = text.charAt(at);
  if (/\d/.test(letter)) return text;
  const isPlus = plus.includes(letter);
  const digit = isPlus ? plus.indexOf(letter) : Math.max(minus.indexOf(letter), minusOfPcs.indexOf(letter));
  if (letter === '' || digit === -1) return undefined;
  return `${isPlus ? '' : '-'}${text.slice(0, at)}${digit}${text.slice(at + 1)}`;
}

/** The inverse, for digits that are as many as their place. */
export function signOver(digits: string, over: DigitSign, isMinus: boolean): string {
  const at = over === 'overFirst' ? 0 : digits.length - 1;
  const letter = (isMinus ? minus : plus).charAt(Number(digits.charAt(at)));
  return digits.slice(0, at) + letter + digits.slice(at + 1);
}
