// HL7 v2: segments end with a carriage return. MSH says by which signs fields, components, repetitions and subcomponents are parted,
// and which sign begins an escape.
import type { RawElement, RawPart } from '../messages/dialect.ts';
import type { Fail, ParsedSegment, SegmentParser } from '../messages/segment-stream.ts';
import { unescaped } from './hl7-escapes.ts';

export interface Hl7Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

const headers: ReadonlySet<string> = new Set(['MSH', 'FHS', 'BHS']);

export class Hl7Parser implements SegmentParser {
  readonly name = 'HL7';
  #signs: Hl7Delimiters | undefined;
  #text = '';
  #feed = -1;

  /** Most messages have no line feed: it is looked for once in a text, not once for each segment. */
  #lineEnd(text: string, at: number): number {
    if (text !== this.#text || (this.#feed !== -1 && this.#feed < at)) {
      this.#text = text;
      this.#feed = text.indexOf('\n', at);
    }
    const carriage = text.indexOf('\r', at);
    if (carriage === -1 || this.#feed === -1) return Math.max(carriage, this.#feed);
    return Math.min(carriage, this.#feed);
  }

  next(
    text: string,
    at: number,
    { isLast, fail }: { readonly isLast: boolean; readonly fail: Fail },
  ): ParsedSegment | undefined {
    const end = this.#lineEnd(text, at);
    if (end === -1 && !isLast) return undefined;
    const line = text.slice(at, end === -1 ? text.length : end);
    const id = line.slice(0, 3);
    if (!/^[A-Z][A-Z0-9]{2}$/.test(id)) throw fail(`“${line.slice(0, 20)}” begins no segment of HL7`);
    const isHeader = headers.has(id);
    if (isHeader) this.#signs = signsOf(line, fail);
    const signs = this.#signs;
    if (signs === undefined) throw fail('it does not begin with the segment MSH');
    if (line.length > 3 && line.charAt(3) !== signs.field) throw fail(`behind ${id} no “${signs.field}” stands`);
    const fields = line.length > 3 ? line.slice(4).split(signs.field) : [];
    const elements = fields.map((raw, place): RawElement => (isHeader && place === 0 ? raw : elementOf(raw, signs)));
    return { id, elements: isHeader ? [signs.field, ...elements] : elements, end: end === -1 ? text.length : end + 1 };
  }
}

function signsOf(line: string, fail: Fail): Hl7Delimiters {
  const field = line.charAt(3);
  const [component = '', repetition = '', escape = '', subcomponent = ''] = line.slice(4).split(field, 1)[0] ?? '';
  const signs = [field, component, repetition, escape, subcomponent].filter((sign) => sign !== '');
  if (signs.length < 2 || /[A-Za-z0-9\s]/.test(signs.join('')) || new Set(signs).size < signs.length) {
    throw fail(`behind ${line.slice(0, 3)} no different signs stand that part fields and components`);
  }
  return { field, component, repetition, escape, subcomponent };
}

function elementOf(raw: string, signs: Hl7Delimiters): RawElement {
  const { component, repetition, escape, subcomponent } = signs;
  const holds = (sign: string): boolean => sign !== '' && raw.includes(sign);
  if (!holds(component) && !holds(repetition) && !holds(subcomponent))
    return holds(escape) ? unescaped(raw, signs) : raw;
  const repetitions = repetition === '' ? [raw] : raw.split(repetition);
  return repetitions.map((one) => one.split(component).map((part) => partOf(part, signs)));
}

function partOf(raw: string, signs: Hl7Delimiters): RawPart {
  const { subcomponent } = signs;
  if (subcomponent === '' || !raw.includes(subcomponent)) return unescaped(raw, signs);
  return raw.split(subcomponent).map((sub) => unescaped(sub, signs));
}
