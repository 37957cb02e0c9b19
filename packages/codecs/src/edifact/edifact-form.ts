// Writing EDIFACT: envelopes filled, signs released.
import { isJsonObject } from '@patchbay/model/schema';
import type { JsonObject } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import type { Dialect, RawElement } from '../messages/dialect.ts';
import type { MessageGuide } from '../messages/guide.ts';
import type { PairRule } from '../messages/interchange-rule.ts';
import type { EnvelopeContext, InterchangeForm, MessageWriteOptions } from '../messages/interchange-writer.ts';
import type { WrittenSegment } from '../messages/message-writer.ts';
import { writeDatePattern } from '../value/date-pattern.ts';
import { plainText } from '../value/plain-text.ts';
import { ownField } from '../value/set-field.ts';
import { edifactDialect } from './edifact-dialect.ts';
import { defaultDelimiters } from './edifact-parser.ts';
import type { EdifactDelimiters } from './edifact-parser.ts';
import { edifactRule } from './edifact-rule.ts';

export interface EdifactWriteOptions extends MessageWriteOptions {
  readonly delimiters?: Partial<EdifactDelimiters> | undefined;
  /** Whether UNA is written first; without it only where the signs are not the usual ones. */
  readonly serviceString?: boolean | undefined;
}

export class EdifactForm implements InterchangeForm {
  readonly dialect: Dialect;
  readonly rule = edifactRule;
  readonly groups = 'given';
  readonly guides: readonly MessageGuide[];
  readonly #options: EdifactWriteOptions;
  #signs: EdifactDelimiters;
  #special: RegExp;
  #hasUna = false;

  constructor(guides: readonly MessageGuide[], options: EdifactWriteOptions) {
    this.guides = guides;
    this.#options = options;
    this.#signs = { ...defaultDelimiters, ...options.delimiters };
    this.dialect = edifactDialect(this.#signs.decimal);
    const { component, element, release, repetition, segment, decimal } = this.#signs;
    const signs = [component, element, release, segment, ...(repetition === '' ? [] : [repetition])];
    if (signs.some((sign) => sign.length !== 1 || /[A-Za-z0-9 ]/.test(sign)) || new Set(signs).size < signs.length) {
      throw CodecError.option('delimiters', 'they must be different signs, none of them a letter, a digit or a space');
    }
    if (decimal !== '.' && decimal !== ',') throw CodecError.option('delimiters.decimal', 'it must be “.” or “,”');
    this.#special = specialOf(this.#signs);
  }

  guideOf(message: JsonObject): { id: string; version: string } {
    const own = ownField(message, 'unh');
    const unh = { ...this.#options.envelope?.['unh'], ...(isJsonObject(own) ? own : {}) };
    return { id: plainText(unh['unh0201']), version: `${plainText(unh['unh0202'])}:${plainText(unh['unh0203'])}` };
  }

  complete(pair: PairRule, given: JsonObject, context: EnvelopeContext): JsonObject {
    if (pair === this.rule.interchange) return this.#unb(given, context);
    if (pair === this.rule.group) return this.#ung(given, context);
    const [version = 'D', release = '96A'] = context.guide?.version.split(':') ?? [];
    const id = context.guide?.id;
    return {
      unh01: String(context.number),
      ...(id === undefined ? {} : { unh0201: id, unh0202: version, unh0203: release, unh0204: 'UN' }),
      ...given,
    };
  }

  #unb(given: JsonObject, { number, options }: EnvelopeContext): JsonObject {
    const unb: JsonObject = {
      unb0101: options.encoding === 'utf-8' ? 'UNOW' : 'UNOC',
      unb0102: '3',
      unb0401: options.now ?? null,
      unb0402: options.now ?? null,
      unb05: String(number),
      ...given,
    };
    for (const [key, what] of [
      ['unb0201', 'the sender'],
      ['unb0301', 'the receiver'],
      ['unb0401', 'the date'],
      ['unb0402', 'the time'],
    ] as const) {
      if ((unb[key] ?? null) !== null) continue;
      const how =
        key < 'unb04'
          ? 'give it in the message or in the option “envelope”'
          : 'give it in the message or as the option “now”';
      throw CodecError.value('EDIFACT', `${what} (${key.toUpperCase()}) of the interchange is missing; ${how}`, key);
    }
    // From syntax version 4 on the year has four digits.
    if (plainText(unb['unb0102']) >= '4')
      unb['unb0401'] = writeDatePattern(plainText(unb['unb0401']), 'yyyyMMdd') ?? unb['unb0401'] ?? null;
    return unb;
  }

  #ung(given: JsonObject, { guide, number, around, options }: EnvelopeContext): JsonObject {
    const unb = around['unb'] ?? {};
    const [version = 'D', release = '96A'] = guide?.version.split(':') ?? [];
    return {
      ung01: guide?.id ?? null,
      ung0201: unb['unb0201'] ?? null,
      ung0301: unb['unb0301'] ?? null,
      ung0401: options.now ?? unb['unb0401'] ?? null,
      ung0402: options.now ?? unb['unb0402'] ?? null,
      ung05: String(number),
      ung06: 'UN',
      ung0701: version,
      ung0702: release,
      ...given,
    };
  }

  begin(opening: JsonObject): string {
    const isVersion4 = plainText(opening['unb0102']) >= '4';
    const repetition = this.#options.delimiters?.repetition ?? (isVersion4 ? '*' : '');
    this.#signs = { ...this.#signs, repetition };
    this.#special = specialOf(this.#signs);
    const { component, element, decimal, release, segment } = this.#signs;
    const una = `UNA${component}${element}${decimal}${release}${repetition === '' ? ' ' : repetition}${segment}`;
    const isUsual = una === "UNA:+.? '" || una === "UNA:+.?*'";
    if (this.#hasUna || !(this.#options.serviceString ?? !isUsual)) return '';
    this.#hasUna = true;
    return una + (this.#options.lineBreaks === true ? '\n' : '');
  }

  text({ id, elements }: WrittenSegment): string {
    const { element, segment } = this.#signs;
    return [id, ...elements.map((raw, at) => this.#element(id, at + 1, raw))].join(element) + segment;
  }

  #element(id: string, number: number, raw: RawElement): string {
    const { component, repetition } = this.#signs;
    if (typeof raw === 'string') return this.#released(raw);
    if (raw.length > 1 && repetition === '') {
      const label = this.dialect.label(id, [number]);
      throw CodecError.value('EDIFACT', `${label} is a list, and before syntax version 4 nothing repeats`, label);
    }
    return raw.map((parts) => parts.map((part) => this.#released(String(part))).join(component)).join(repetition);
  }

  #released(text: string): string {
    if (lineBreak.test(text)) throw CodecError.value('EDIFACT', 'a text holds a line break', text.slice(0, 60));
    return text.search(this.#special) === -1
      ? text
      : text.replaceAll(this.#special, (sign) => this.#signs.release + sign);
  }
}

const lineBreak = /[\r\n]/;

function specialOf({ component, element, release, repetition, segment }: EdifactDelimiters): RegExp {
  const signs = [component, element, release, repetition, segment].filter((sign) => sign !== '');
  return new RegExp(`[${signs.map((sign) => `\\${sign}`).join('')}]`, 'g');
}
