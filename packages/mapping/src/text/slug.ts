// Letters that are no accented form of another, and how they are written without them.
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŋ: 'n',
  þ: 'th',
  ŧ: 't',
};

const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g');

/** Small letters and digits of any script, without accents; what stands between them is one separator. */
export function slugOf(text: string, separator: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(special, (letter) => plainLetters[letter] ?? '');
  return plain.match(/[\p{L}\p{N}]+/gu)?.join(separator) ?? '';
}
