// Messages → interchanges: envelopes opened where they differ, filled from defaults, closed with counts and control numbers.
import { isJsonObject } from '@patchbay/model/schema';
import type { JsonObject } from '@patchbay/model/schema';
import type { Row, WriteOptions } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import type { OutputEncoding } from '../text/encode-text.ts';
import { plainText } from '../value/plain-text.ts';
import { ownField } from '../value/set-field.ts';
import type { Dialect, RawElement } from './dialect.ts';
import type { MessageGuide } from './guide.ts';
import { chosenGuide } from './interchange-reader.ts';
import type { InterchangeRule, PairRule } from './interchange-rule.ts';
import { isBare, writeMessage } from './message-writer.ts';
import type { WrittenSegment } from './message-writer.ts';
import { writeSegment } from './write-segment.ts';

export interface MessageWriteOptions extends WriteOptions {
  /** As for reading; without it by the type that the message's own envelope names. */
  readonly guide?: string | MessageGuide | readonly MessageGuide[] | undefined;
  /** What the envelopes have where a message does not say it, by their properties: `{ "isa": { "isa06": "SHOP" } }`. */
  readonly envelope?: Readonly<Record<string, JsonObject>> | undefined;
  /** ISO 8601 date and time for envelopes without one: nothing here has a clock. */
  readonly now?: string | undefined;
  /** The first control number of interchanges and groups that have none; 1 without it. */
  readonly controlNumber?: number | undefined;
  /** Whether each segment stands on a line of its own. */
  readonly lineBreaks?: boolean | undefined;
  readonly encoding?: OutputEncoding | undefined;
}

export interface EnvelopeContext {
  readonly options: MessageWriteOptions;
  readonly guide: MessageGuide | undefined;
  /** Of the pair: counted up where the message brings none. */
  readonly number: number;
  /** The opening segments around it, as they were completed. */
  readonly around: Readonly<Record<string, JsonObject>>;
}

/** What differs between the standards in writing. */
export interface InterchangeForm {
  readonly dialect: Dialect;
  readonly rule: InterchangeRule;
  readonly guides: readonly MessageGuide[];
  /** Whether messages stand in groups: always, or where the message has one. */
  readonly groups: 'always' | 'given';
  /** The opening segment with everything that it needs; throws `CodecError` when that is not known. */
  complete(pair: PairRule, given: JsonObject, context: EnvelopeContext): JsonObject;
  /** The text of a segment; `begin` is told the interchange, whose segment may say by which signs it is parted. */
  begin(opening: JsonObject): string;
  text(segment: WrittenSegment): string;
  /** The id and version of the guide for a message, by its own envelope. */
  guideOf(message: JsonObject): { readonly id: string; readonly version: string };
}

interface OpenPair {
  readonly rule: PairRule;
  /** As the message gave it, to see whether the next one has the same. */
  readonly given: string;
  readonly control: string;
  readonly opening: JsonObject;
  count: number;
}

export class InterchangeWriter {
  readonly #form: InterchangeForm;
  readonly #options: MessageWriteOptions;
  readonly #lineBreak: string;
  #interchange: OpenPair | undefined;
  #group: OpenPair | undefined;
  #interchanges = 0;
  #groups = 0;
  #rows = 0;
  #messages = 0;

  constructor(form: InterchangeForm, options: MessageWriteOptions) {
    this.#form = form;
    this.#options = options;
    this.#lineBreak = options.lineBreaks === true ? '\n' : '';
    const { controlNumber = 1 } = options;
    if (!Number.isSafeInteger(controlNumber) || controlNumber < 0) {
      throw CodecError.option('controlNumber', 'it must be a whole number');
    }
    chosenGuide(form.guides, options.guide, { id: '', version: '' });
  }

  row(row: Row): string {
    this.#rows += 1;
    const path = `record ${this.#rows}`;
    const { dialect, rule, guides } = this.#form;
    if (!isJsonObject(row)) throw CodecError.value(dialect.name, 'a message must have named fields', path);
    const named = this.#form.guideOf(row);
    const keys = [rule.interchange.key, rule.group.key, rule.message.key];
    const guide = isBare(row, keys) ? undefined : chosenGuide(guides, this.#options.guide, named);
    if (guide === undefined && named.id === '') {
      throw CodecError.value(
        dialect.name,
        `the message does not say what it is, neither in ${rule.message.key} nor by a guide`,
        path,
      );
    }
    let text = this.#openAround(row, guide);
    const opening = this.#opening(rule.message, row, { guide, number: this.#messages + 1 });
    const segments = writeMessage(row, { dialect, guide, path, envelope: keys });
    text += this.#segment(rule.message.open, opening);
    for (const segment of segments) text += this.#form.text(segment) + this.#lineBreak;
    const control = plainText(opening[dialect.elementKey(rule.message.open, rule.message.control)]);
    text += this.#closing(rule.message, segments.length + 2, control);
    this.#messages += 1;
    const around = this.#group ?? this.#interchange;
    if (around !== undefined) around.count += 1;
    return text;
  }

  end(): string {
    return this.#closeGroup() + this.#closeInterchange();
  }

  #openAround(row: JsonObject, guide: MessageGuide | undefined): string {
    const { interchange, group } = this.#form.rule;
    let text = '';
    if (this.#interchange === undefined || !isSame(this.#interchange, row)) {
      text += this.end();
      this.#interchanges += 1;
      const number = (this.#options.controlNumber ?? 1) + this.#interchanges - 1;
      this.#interchange = this.#open(interchange, row, { guide, number });
      this.#groups = 0;
      this.#messages = 0;
      text += this.#form.begin(this.#interchange.opening);
      text += this.#segment(interchange.open, this.#interchange.opening);
    }
    const isGrouped = this.#form.groups === 'always' || isJsonObject(ownField(row, group.key));
    const id = guide?.group ?? guide?.id ?? '';
    const isOther = this.#group !== undefined && (!isGrouped || !isSame(this.#group, row, id));
    if (isOther) text += this.#closeGroup();
    if (isGrouped && this.#group === undefined) {
      this.#groups += 1;
      const number = (this.#options.controlNumber ?? 1) + this.#groups - 1;
      this.#group = this.#open(group, row, { guide, number });
      this.#interchange.count += 1;
      this.#messages = 0;
      text += this.#segment(group.open, this.#group.opening);
    }
    return text;
  }

  #open(rule: PairRule, row: JsonObject, context: { guide: MessageGuide | undefined; number: number }): OpenPair {
    const opening = this.#opening(rule, row, context);
    const control = plainText(opening[this.#form.dialect.elementKey(rule.open, rule.control)]);
    const id = rule === this.#form.rule.group ? (context.guide?.group ?? context.guide?.id ?? '') : '';
    return { rule, given: givenText(row, rule, id), control, opening, count: 0 };
  }

  #opening(rule: PairRule, row: JsonObject, context: { guide: MessageGuide | undefined; number: number }): JsonObject {
    const own = ownField(row, rule.key);
    const given = { ...this.#options.envelope?.[rule.key], ...(isJsonObject(own) ? own : {}) };
    const around = Object.fromEntries(
      [this.#interchange, this.#group].flatMap((pair) => (pair === undefined ? [] : [[pair.rule.key, pair.opening]])),
    );
    return this.#form.complete(rule, given, { ...context, around, options: this.#options });
  }

  #segment(id: string, object: JsonObject): string {
    const { dialect } = this.#form;
    const definition = Object.hasOwn(dialect.segments, id) ? dialect.segments[id] : undefined;
    const path = `${id.toLowerCase()} of record ${this.#rows}`;
    const { elements, others } = writeSegment(object, { id, definition, dialect, path });
    if (others[0] !== undefined)
      throw CodecError.value(dialect.name, `“${others[0]}” is no element of the segment ${id}`, path);
    return this.#form.text({ id, elements }) + this.#lineBreak;
  }

  #closing(rule: PairRule, count: number, control: string): string {
    const elements: RawElement[] = [String(count), control];
    return this.#form.text({ id: rule.close, elements }) + this.#lineBreak;
  }

  #closeGroup(): string {
    const open = this.#group;
    this.#group = undefined;
    return open === undefined ? '' : this.#closing(open.rule, open.count, open.control);
  }

  #closeInterchange(): string {
    const open = this.#interchange;
    this.#interchange = undefined;
    return open === undefined ? '' : this.#closing(open.rule, open.count, open.control);
  }
}

const givenText = (row: JsonObject, rule: PairRule, id: string): string => {
  const given = ownField(row, rule.key);
  return `${id} ${isJsonObject(given) ? JSON.stringify(given) : ''}`;
};

/** A message without an envelope goes on in the one that is open; groups hold one kind of message. */
function isSame(open: OpenPair, row: JsonObject, id = ''): boolean {
  const own = givenText(row, open.rule, id);
  return own === open.given || (own === `${id} ` && open.given.startsWith(`${id} `));
}
