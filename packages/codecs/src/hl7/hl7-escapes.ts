// `\F\`, `\S\`, `\T\`, `\R\`, `\E\`: the signs themselves. `\.br\`: a line break. `\X0D\`: characters by their codes. Other escapes, such as
// those for highlighting, stay as they stand.
import type { Hl7Delimiters } from './hl7-parser.ts';

export function unescaped(text: string, signs: Hl7Delimiters): string {
  const { escape } = signs;
  if (escape === '' || !text.includes(escape)) return text;
  let result = '';
  let from = 0;
  for (let at = text.indexOf(escape); at !== -1; at = text.indexOf(escape, from)) {
    const end = text.indexOf(escape, at + 1);
    if (end === -1) break;
    const meant = meaning(text.slice(at + 1, end), signs);
    result += text.slice(from, at) + (meant ?? text.slice(at, end + 1));
    from = end + 1;
  }
  return result + text.slice(from);
}

function meaning(name: string, signs: Hl7Delimiters): string | undefined {
  switch (name) {
    case 'F':
      return signs.field;
    case 'S':
      return signs.component;
    case 'T':
      return signs.subcomponent;
    case 'R':
      return signs.repetition;
    case 'E':
      return signs.escape;
    case '.br':
      return '\n';
    default:
      // The number of digits is not left to the pattern: a group that is repeated millions of times is more than its stack holds.
      return name.length % 2 === 1 && /^X[0-9A-Fa-f]+$/.test(name) ? byCodes(name.slice(1)) : undefined;
  }
}

function byCodes(codes: string): string {
  let text = '';
  for (let at = 0; at < codes.length; at += 2)
    text += String.fromCharCode(Number.parseInt(codes.slice(at, at + 2), 16));
  return text;
}

/** The inverse: what would part the message, or break a line, is escaped. */
export function escaped(text: string, signs: Hl7Delimiters): string {
  const { field, component, repetition, escape, subcomponent } = signs;
  let result = '';
  for (const letter of text) {
    if (letter === escape) result += `${escape}E${escape}`;
    else if (letter === field) result += `${escape}F${escape}`;
    else if (letter === component) result += `${escape}S${escape}`;
    else if (letter === repetition) result += `${escape}R${escape}`;
    else if (letter === subcomponent) result += `${escape}T${escape}`;
    else if (letter === '\n') result += `${escape}.br${escape}`;
    else if (letter === '\r') result += `${escape}X0D${escape}`;
    else result += letter;
  }
  return result;
}

export const needsEscape = (text: string, signs: Hl7Delimiters): boolean =>
  /[\r\n]/.test(text) || Object.values(signs).some((sign) => sign !== '' && text.includes(sign));
