// Writing X12: envelopes filled, fixed widths of ISA kept, and a value that holds one of the signs refused: X12 has no way to say it.
import { isJsonObject } from '@patchbay/model/schema';
import type { JsonObject } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import type { RawElement } from '../messages/dialect.ts';
import type { MessageGuide } from '../messages/guide.ts';
import type { PairRule } from '../messages/interchange-rule.ts';
import type { EnvelopeContext, InterchangeForm, MessageWriteOptions } from '../messages/interchange-writer.ts';
import type { WrittenSegment } from '../messages/message-writer.ts';
import { plainText } from '../value/plain-text.ts';
import { ownField } from '../value/set-field.ts';
import { x12Dialect } from './x12-dialect.ts';
import type { X12Delimiters } from './x12-parser.ts';
import { x12Rule } from './x12-rule.ts';

export interface X12WriteOptions extends MessageWriteOptions {
  /** `*`, `:`, `^` and `~` without it; what a message says in ISA11 and ISA16 comes first. */
  readonly delimiters?: Partial<X12Delimiters> | undefined;
}

const isaWidths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

export class X12Form implements InterchangeForm {
  readonly dialect = x12Dialect;
  readonly rule = x12Rule;
  readonly groups = 'always';
  readonly guides: readonly MessageGuide[];
  readonly #options: X12WriteOptions;
  #signs: X12Delimiters = { element: '*', component: ':', repetition: '^', segment: '~' };

  constructor(guides: readonly MessageGuide[], options: X12WriteOptions) {
    this.guides = guides;
    this.#options = options;
    const signs = { ...this.#signs, ...options.delimiters };
    const all = [signs.element, signs.component, signs.segment, signs.repetition];
    if (all.some((sign) => sign.length !== 1 || /[A-Za-z0-9 ]/.test(sign)) || new Set(all).size < all.length) {
      throw CodecError.option(
        'delimiters',
        'they must be four different signs, none of them a letter, a digit or a space',
      );
    }
    this.#signs = signs;
  }

  guideOf(message: JsonObject): { id: string; version: string } {
    const st = this.#given(message, 'st');
    const gs = this.#given(message, 'gs');
    return { id: plainText(st['st01']), version: plainText(st['st03'] ?? gs['gs08']).slice(0, 6) };
  }

  #given(message: JsonObject, key: string): JsonObject {
    const own = ownField(message, key);
    return { ...this.#options.envelope?.[key], ...(isJsonObject(own) ? own : {}) };
  }

  complete(pair: PairRule, given: JsonObject, context: EnvelopeContext): JsonObject {
    if (pair === this.rule.interchange) return this.#isa(given, context);
    if (pair === this.rule.group) return groupOf(given, context);
    const id = context.guide?.id;
    return { ...(id === undefined ? {} : { st01: id }), st02: String(context.number).padStart(4, '0'), ...given };
  }

  #isa(given: JsonObject, { guide, number, options }: EnvelopeContext): JsonObject {
    const version = plainText(given['isa12']) || `0${(guide?.version ?? '004010').slice(1, 5)}`;
    const isRepeating = version >= '00402';
    const isa: JsonObject = {
      isa01: '00',
      isa02: '',
      isa03: '00',
      isa04: '',
      isa05: 'ZZ',
      isa07: 'ZZ',
      isa09: options.now ?? null,
      isa10: options.now ?? null,
      isa11: isRepeating ? this.#signs.repetition : 'U',
      isa12: version,
      isa13: String(number).padStart(9, '0'),
      isa14: '0',
      isa15: 'P',
      isa16: this.#signs.component,
      ...given,
    };
    for (const [key, what] of [
      ['isa06', 'the sender'],
      ['isa08', 'the receiver'],
      ['isa09', 'the date'],
      ['isa10', 'the time'],
    ] as const) {
      if ((isa[key] ?? null) !== null) continue;
      const how =
        key === 'isa09' || key === 'isa10'
          ? 'give it in the message or as the option “now”'
          : 'give it in the message or in the option “envelope”';
      throw CodecError.value('X12', `${what} (${key.toUpperCase()}) of the interchange is missing; ${how}`, key);
    }
    return isa;
  }

  begin(opening: JsonObject): string {
    const component = plainText(opening['isa16']);
    const repetition = plainText(opening['isa11']);
    this.#signs = {
      ...this.#signs,
      component: component === '' ? this.#signs.component : component,
      repetition: /^[^A-Za-z0-9\s]$/.test(repetition) ? repetition : '',
    };
    return '';
  }

  text({ id, elements }: WrittenSegment): string {
    const { element, segment } = this.#signs;
    const texts = id === 'ISA' ? this.#isaTexts(elements) : elements.map((raw, at) => this.#element(id, at + 1, raw));
    return [id, ...texts].join(element) + segment;
  }

  #isaTexts(elements: readonly RawElement[]): string[] {
    return isaWidths.map((width, at) => {
      const raw = elements[at] ?? '';
      const text = typeof raw === 'string' ? raw : '';
      const isSign = at === 10 || at === 15;
      const padded = at === 12 ? text.padStart(width, '0') : text.padEnd(width);
      if (padded.length > width)
        throw CodecError.value('X12', `“${text}” is longer than the ${width} characters of ISA${at + 1}`, 'isa');
      return isSign ? padded : this.#checked(padded, `ISA${at + 1}`);
    });
  }

  #element(id: string, number: number, raw: RawElement): string {
    const label = x12Dialect.label(id, [number]);
    if (typeof raw === 'string') return this.#checked(raw, label);
    const { component, repetition } = this.#signs;
    if (raw.length > 1 && repetition === '')
      throw CodecError.value('X12', `${label} is a list, and before version 00402 nothing repeats`, label);
    return raw.map((parts) => parts.map((part) => this.#checked(String(part), label)).join(component)).join(repetition);
  }

  #checked(text: string, label: string): string {
    for (const sign of Object.values(this.#signs)) {
      if (sign === '' || !text.includes(sign)) continue;
      const shown = sign === '\n' || sign === '\r' ? 'a line break' : `“${sign}”`;
      throw CodecError.value(
        'X12',
        `“${text.trim().slice(0, 60)}” holds ${shown}, which parts the message; choose other delimiters or replace it`,
        label,
      );
    }
    if (/[\r\n]/.test(text)) throw CodecError.value('X12', 'the text holds a line break', label);
    return text;
  }
}

function groupOf(given: JsonObject, { guide, number, around, options }: EnvelopeContext): JsonObject {
  const isa = around['isa'] ?? {};
  const gs: JsonObject = {
    gs01: guide?.group ?? null,
    gs02: isa['isa06'] ?? null,
    gs03: isa['isa08'] ?? null,
    gs04: options.now ?? isa['isa09'] ?? null,
    gs05: options.now ?? isa['isa10'] ?? null,
    gs06: String(number),
    gs07: 'X',
    gs08: guide?.version ?? '004010',
    ...given,
  };
  if (gs['gs01'] !== null) return gs;
  throw CodecError.value('X12', 'the code of the functional group (GS01) is missing, and no guide gives it', 'gs');
}
