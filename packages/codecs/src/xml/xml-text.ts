// Character data: references resolved, line ends made one, attribute values normalised (XML 1.0, 2.11, 3.3.3 and 4.6).
import type { CodecError } from '../codec-error.ts';
import { isXmlCodePoint } from './xml-names.ts';

/** `at` counts from the beginning of the text. */
type Mistake = (reason: string, at: number) => CodecError;

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The text of an element. */
export function characters(raw: string, mistake: Mistake): string {
  const text = raw.includes('\r') ? raw.replaceAll(/\r\n?/g, '\n') : raw;
  return text.includes('&') ? resolved(text, mistake) : text;
}

/** The value of an attribute: white space becomes spaces, what was written as a reference stays. */
export function normalised(raw: string, mistake: Mistake): string {
  const text = whiteSpace.test(raw) ? raw.replaceAll(/\r\n|[\t\r\n]/g, ' ') : raw;
  return text.includes('&') ? resolved(text, mistake) : text;
}

const whiteSpace = /[\t\r\n]/;

function resolved(text: string, mistake: Mistake): string {
  let result = '';
  let from = 0;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', from)) {
    const end = text.indexOf(';', at);
    if (end === -1) throw mistake('“&” begins no reference; written out it is “&amp;”', at);
    result += text.slice(from, at) + referred(text.slice(at + 1, end), (reason) => mistake(reason, at));
    from = end + 1;
  }
  return result + text.slice(from);
}

function referred(name: string, mistake: (reason: string) => CodecError): string {
  const known = entities.get(name);
  if (known !== undefined) return known;
  const code = /^#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}))$/.exec(name);
  if (code === null) {
    const shown = name.slice(0, 30);
    throw mistake(`“&${shown};” is no reference that XML knows; “&” written out is “&amp;”`);
  }
  const point = code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16);
  if (!isXmlCodePoint(point)) throw mistake(`“&${name};” is no character of XML`);
  return String.fromCodePoint(point);
}
