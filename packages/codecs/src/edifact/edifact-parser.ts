// EDIFACT (ISO 9735): segments parted by `'`, elements by `+`, components by `:`, with `?` before a sign that is meant as text.
// The segment UNA, if there is one, says which signs are used instead.
import type { RawElement } from '../messages/dialect.ts';
import type { Fail, ParsedSegment, SegmentParser } from '../messages/segment-stream.ts';

export interface EdifactDelimiters {
  readonly component: string;
  readonly element: string;
  readonly decimal: string;
  /** Empty where nothing can be released. */
  readonly release: string;
  /** Empty where nothing repeats: before syntax version 4. */
  readonly repetition: string;
  readonly segment: string;
}

export const defaultDelimiters: EdifactDelimiters = {
  component: ':',
  element: '+',
  decimal: '.',
  release: '?',
  repetition: '',
  segment: "'",
};

interface More {
  readonly isLast: boolean;
  readonly fail: Fail;
}

export class EdifactParser implements SegmentParser {
  readonly name = 'EDIFACT';
  #signs = defaultDelimiters;
  #hasUna = false;

  next(text: string, at: number, more: More): ParsedSegment | undefined {
    if (text.length - at < 9 && !more.isLast && 'UNA'.startsWith(text.slice(at, at + 3))) return undefined;
    const start = text.startsWith('UNA', at) ? this.#una(text, at, more.fail) : at;
    const end = this.#end(text, start);
    if (end === -1) {
      if (!more.isLast) return undefined;
      throw more.fail('the last segment is not closed');
    }
    const texts = this.#split(text.slice(start, end), this.#signs.element);
    const [id = ''] = this.#split(texts[0] ?? '', this.#signs.component);
    if (!idForm.test(id)) throw more.fail(`“${id.slice(0, 20)}” is no segment of EDIFACT`, start);
    const read: RawElement[] = [];
    for (let element = 1; element < texts.length; element += 1) read.push(this.#element(texts[element] ?? ''));
    if (id === 'UNB') this.#unb(read);
    return { id, elements: read, end: end + 1 };
  }

  /** Where the next segment begins. */
  #una(text: string, at: number, fail: Fail): number {
    const [component = '', element = '', decimal = '', release = '', repetition = '', segment = ''] = text.slice(
      at + 3,
      at + 9,
    );
    const signs = [component, element, release, repetition, segment].filter((sign) => sign !== ' ');
    if (segment === '' || /[A-Za-z0-9]/.test(signs.join('')) || new Set(signs).size < signs.length) {
      throw fail('the segment UNA does not name different signs');
    }
    this.#hasUna = true;
    this.#signs = { component, element, decimal, release: sign(release), repetition: sign(repetition), segment };
    let start = at + 9;
    while (start < text.length && /\s/.test(text.charAt(start))) start += 1;
    return start;
  }

  /** From syntax version 4 on `*` parts repetitions, unless UNA has said what does. */
  #unb(elements: readonly RawElement[]): void {
    const [syntax = ''] = elements;
    const version = typeof syntax === 'string' ? '' : String(syntax[0]?.[1] ?? '');
    if (!this.#hasUna && version >= '4') this.#signs = { ...this.#signs, repetition: '*' };
  }

  #end(text: string, start: number): number {
    const { segment, release } = this.#signs;
    let end = text.indexOf(segment, start);
    while (end !== -1 && isReleased(text, end, { release, start })) end = text.indexOf(segment, end + 1);
    return end;
  }

  #element(raw: string): RawElement {
    const { component, repetition, release } = this.#signs;
    const isPlain = !raw.includes(component) && (repetition === '' || !raw.includes(repetition));
    if (isPlain && (release === '' || !raw.includes(release))) return raw;
    const repetitions = repetition === '' ? [raw] : this.#split(raw, repetition);
    const parts = repetitions.map((one) => this.#split(one, component).map((part) => unreleased(part, release)));
    const [only] = parts;
    return parts.length === 1 && only?.length === 1 ? (only[0] ?? '') : parts;
  }

  #split(text: string, by: string): string[] {
    const { release } = this.#signs;
    if (release === '' || !text.includes(release)) return text.split(by);
    const parts: string[] = [];
    let from = 0;
    for (let at = text.indexOf(by); at !== -1; at = text.indexOf(by, at + 1)) {
      if (isReleased(text, at, { release, start: 0 })) continue;
      parts.push(text.slice(from, at));
      from = at + 1;
    }
    parts.push(text.slice(from));
    return parts;
  }
}

const idForm = /^[A-Z]{3}$/;

const sign = (character: string): string => (character === ' ' ? '' : character);

/** Whether an odd number of release signs stands before. */
function isReleased(text: string, at: number, { release, start }: { release: string; start: number }): boolean {
  let count = 0;
  while (release !== '' && at - 1 - count >= start && text.charAt(at - 1 - count) === release) count += 1;
  return count % 2 === 1;
}

function unreleased(text: string, release: string): string {
  if (release === '' || !text.includes(release)) return text;
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === release && at + 1 < text.length) at += 1;
    result += text.charAt(at);
  }
  return result;
}
