// X12 says in its first segment, ISA, by which signs it is parted: the sign behind `ISA`, the component sign in ISA16, and the
// sign behind that. From version 00402 on, ISA11 is the sign that parts repetitions.
import type { RawElement } from '../messages/dialect.ts';
import type { Fail, ParsedSegment, SegmentParser } from '../messages/segment-stream.ts';

export interface X12Delimiters {
  readonly element: string;
  readonly component: string;
  /** Empty where nothing repeats. */
  readonly repetition: string;
  readonly segment: string;
}

const isaElements = 16;
const longestIsa = 400;

export class X12Parser implements SegmentParser {
  readonly name = 'X12';
  #delimiters: X12Delimiters | undefined;

  next(text: string, at: number, more: { readonly isLast: boolean; readonly fail: Fail }): ParsedSegment | undefined {
    const isStart = 'ISA'.startsWith(text.slice(at, at + 3));
    if (isStart && text.length - at < 4 && !more.isLast) return undefined;
    if (this.#delimiters === undefined || isIsa(text, at, this.#delimiters)) return this.#isa(text, at, more);
    const { element, segment } = this.#delimiters;
    const end = text.indexOf(segment, at);
    if (end === -1) {
      if (!more.isLast) return undefined;
      throw more.fail('the last segment is not closed');
    }
    const [id = '', ...elements] = text.slice(at, end).split(element);
    if (!/^[A-Z][A-Z0-9]{1,2}$/.test(id)) throw more.fail(`“${id.slice(0, 20)}” is no segment of X12`);
    return { id, elements: elements.map((raw) => this.#element(raw)), end: end + 1 };
  }

  #element(raw: string): RawElement {
    const { component = '', repetition = '' } = this.#delimiters ?? {};
    const isPlain = !raw.includes(component) && (repetition === '' || !raw.includes(repetition));
    if (isPlain) return raw;
    return (repetition === '' ? [raw] : raw.split(repetition)).map((one) => one.split(component));
  }

  #isa(
    text: string,
    at: number,
    { isLast, fail }: { readonly isLast: boolean; readonly fail: Fail },
  ): ParsedSegment | undefined {
    if (!text.startsWith('ISA', at)) throw fail('it does not begin with the segment ISA');
    const element = text.charAt(at + 3);
    if (/[A-Za-z0-9\s]/.test(element)) throw fail('no sign that parts elements stands behind ISA');
    const elements: string[] = [];
    let from = at + 4;
    while (elements.length < isaElements - 1) {
      const end = text.indexOf(element, from);
      if (end === -1 || end - at > longestIsa) {
        if (end === -1 && !isLast && text.length - at < longestIsa) return undefined;
        throw fail(`the segment ISA has ${elements.length + 1} elements, and must have ${isaElements}`);
      }
      elements.push(text.slice(from, end));
      from = end + 1;
    }
    if (text.length < from + 2) {
      if (!isLast) return undefined;
      throw fail('the segment ISA is cut off');
    }
    const component = text.charAt(from);
    const segment = text.charAt(from + 1);
    const repetition = repetitionSign(elements[10] ?? '', elements[11] ?? '');
    const signs = [element, component, segment, repetition].filter((sign) => sign !== '');
    if (new Set(signs).size < signs.length || /[A-Za-z0-9]/.test(segment + component)) {
      throw fail('the signs that part segments, elements and components are no three different signs');
    }
    this.#delimiters = { element, component, repetition, segment };
    return { id: 'ISA', elements: [...elements, component], end: from + 2 };
  }
}

const isIsa = (text: string, at: number, { element }: X12Delimiters): boolean =>
  text.startsWith('ISA', at) && (text.charAt(at + 3) === element || !/[A-Za-z0-9\s]/.test(text.charAt(at + 3)));

const repetitionSign = (isa11: string, version: string): string =>
  isa11.length === 1 && !/[A-Za-z0-9\s]/.test(isa11) && version.trim() >= '00402' ? isa11 : '';
