// Decimals with an unwritten point ⇄ numbers, by their digits and never by arithmetic.

/** `12345` with two decimals is 123.45. More than 15 digits stay text, so that none is lost. Nothing when it is no number. */
export function readImplied(text: string, decimals: number): number | string | undefined {
  const found = /^([+-]?)(\d+)([+-]?)$/.exec(text.trim());
  if (found === null) return undefined;
  const [, before = '', digits = '', after = ''] = found;
  if (before !== '' && after !== '') return undefined;
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  const fraction = padded.slice(padded.length - decimals);
  const sign = before === '-' || after === '-' ? '-' : '';
  const exact = `${sign}${whole}${decimals === 0 ? '' : `.${fraction}`}`;
  const significant = (whole + fraction).replace(/^0+/, '').length;
  return significant > 15 && !Number.isSafeInteger(Number(exact)) ? exact : Number(exact);
}

/** The digits without the point; nothing when the value is no number, or has more decimals than are written. */
export function writeImplied(value: number | string, decimals: number): string | undefined {
  const plain = plainDecimal(value);
  const found = plain === undefined ? null : /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain);
  if (found === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = found;
  const needed = fraction.replace(/0+$/, '');
  if (needed.length > decimals) return undefined;
  const digits = `${whole}${needed.padEnd(decimals, '0')}`.replace(/^0+(?=\d)/, '');
  return digits === '0' ? digits : sign + digits;
}

/** A number without an exponent: `1e21` is `1000000000000000000000`. */
export function plainDecimal(value: number | string): string | undefined {
  const text = String(value).trim();
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  if (found === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  if (whole === '' && fraction === '') return undefined;
  // The point moves to the right by the exponent; zeros fill up on the side where digits run out.
  const point = whole.length + Number(exponent);
  const digits = '0'.repeat(Math.max(0, 1 - point)) + whole + fraction;
  const at = Math.max(1, point);
  const all = digits.padEnd(at, '0');
  const before = all.slice(0, at).replace(/^0+(?=\d)/, '');
  const after = all.slice(at).replace(/0+$/, '');
  return `${sign === '-' ? '-' : ''}${before}${after === '' ? '' : `.${after}`}`;
}

/** A number as formats write it that know no exponents; what is no number of digits stays as it is. */
export function numberText(value: number): string {
  const text = String(value);
  return text.includes('e') ? (plainDecimal(text) ?? text) : text;
}
