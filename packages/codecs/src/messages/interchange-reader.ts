// Interchanges → messages, each a record with its envelope. Counts and control numbers are checked, so that nothing is missing.
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { ReadOptions, Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { inMegabytes, limitsOf } from '../codec/limits.ts';
import type { Limits } from '../codec/limits.ts';
import type { RowReader } from '../codec/rows-of-text.ts';
import { setField } from '../value/set-field.ts';
import type { Dialect, RawSegment } from './dialect.ts';
import type { MessageGuide } from './guide.ts';
import type { InterchangeRule, PairRule } from './interchange-rule.ts';
import { MessageBuilder } from './message-builder.ts';
import type { UnknownSegments } from './message-builder.ts';
import { readSegment } from './read-segment.ts';
import type { SegmentParser } from './segment-stream.ts';
import { SegmentStream } from './segment-stream.ts';

export interface MessageReadOptions extends ReadOptions {
  /** The guide, the id of one that comes with the product, or `none` for the plain list of segments. Without it by the message's type. */
  readonly guide?: string | MessageGuide | readonly MessageGuide[] | undefined;
  /**
   * A segment that the guide does not have there: fail, or keep it in a list `segments`. `named`: one that the guide has nowhere stands
   * in the message under its name, as in HL7 without this option; others fail without it.
   */
  readonly unknownSegments?: UnknownSegments | undefined;
  /** A value that is not of its type, or a message that breaks its guide: fail (without it), keep it, or leave the message out. */
  readonly badValues?: 'error' | 'keep' | 'reject' | undefined;
  /** Whether counts and control numbers must be right; yes, without it. */
  readonly checkCounts?: boolean | undefined;
}

export interface InterchangeParts {
  readonly dialect: Dialect;
  readonly rule: InterchangeRule;
  readonly parser: SegmentParser;
  readonly guides: readonly MessageGuide[];
}

interface OpenPair {
  readonly rule: PairRule;
  readonly control: string;
  readonly object: JsonObject;
  count: number;
}

export class InterchangeReader implements RowReader {
  readonly rows: Row[] = [];
  readonly #parts: InterchangeParts;
  readonly #options: MessageReadOptions;
  readonly #limits: Limits;
  readonly #stream: SegmentStream;
  #interchange: OpenPair | undefined;
  #group: OpenPair | undefined;
  #message: OpenPair | undefined;
  #builder: MessageBuilder | undefined;
  #messageStart = { line: 1, offset: 0 };
  #rejected: string | undefined;
  #at: RawSegment | undefined;
  #any = false;

  constructor(parts: InterchangeParts, options: MessageReadOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#limits = limitsOf(options.limits);
    this.#stream = new SegmentStream(parts.parser, this.#limits, this.#take);
    chosenGuide(parts.guides, options.guide, { id: '', version: '' });
  }

  push(text: string): void {
    this.#stream.push(text);
  }

  end(): void {
    this.#stream.end();
    this.#at = undefined;
    const open = this.#message ?? this.#group ?? this.#interchange;
    if (open !== undefined) throw this.#mistake(`the ${open.rule.title} is not closed; ${open.rule.close} is missing`);
    if (this.#any) return;
    const { name } = this.#parts.dialect;
    throw new CodecError(`The text is empty, but ${name} was expected.`, { offset: 0, line: 1, column: 1 });
  }

  readonly #take = (segment: RawSegment): void => {
    this.#at = segment;
    this.#any = true;
    const { interchange, group, message, notices } = this.#parts.rule;
    switch (segment.id) {
      case interchange.open:
        this.#openInterchange(segment);
        return;
      case group.open:
        this.#openGroup(segment);
        return;
      case message.open:
        this.#openMessage(segment);
        return;
      case message.close:
        this.#closeMessage(segment);
        return;
      case group.close:
        this.#closeGroup(segment);
        return;
      case interchange.close:
        this.#closeInterchange(segment);
        return;
      default:
        if (this.#builder !== undefined) this.#add(segment);
        else if (notices.includes(segment.id) && this.#interchange !== undefined) this.#notice(segment);
        else throw this.#mistake(`the segment ${segment.id.slice(0, 20)} stands outside of any message`);
    }
  };

  #mistake(reason: string): CodecError {
    const place = this.#at ?? this.#stream.place;
    return CodecError.input(this.#parts.dialect.name, reason, place);
  }

  readonly #bad = (reason: string, kept: Json): Json => {
    const policy = this.#options.badValues ?? 'error';
    if (policy === 'error') throw this.#mistake(reason);
    if (policy === 'reject') this.#rejected ??= this.#mistake(reason).message;
    return kept;
  };

  #read(segment: RawSegment): JsonObject {
    const { dialect } = this.#parts;
    const definition = Object.hasOwn(dialect.segments, segment.id) ? dialect.segments[segment.id] : undefined;
    return readSegment(segment, definition, { dialect, onBad: this.#bad });
  }

  #open(rule: PairRule, segment: RawSegment): OpenPair {
    return { rule, control: plain(segment, rule.control), object: this.#read(segment), count: 0 };
  }

  #openInterchange(segment: RawSegment): void {
    const { interchange } = this.#parts.rule;
    if (this.#interchange !== undefined)
      throw this.#mistake(`an interchange begins before the last one was closed with ${interchange.close}`);
    this.#interchange = this.#open(interchange, segment);
  }

  #openGroup(segment: RawSegment): void {
    const { group, interchange } = this.#parts.rule;
    if (this.#interchange === undefined) throw this.#mistake(`${group.open} stands before ${interchange.open}`);
    if (this.#group !== undefined)
      throw this.#mistake(`a group begins before the last one was closed with ${group.close}`);
    this.#group = this.#open(group, segment);
    this.#interchange.count += 1;
  }

  #openMessage(segment: RawSegment): void {
    const { message, group, interchange, mayLackGroups } = this.#parts.rule;
    if (this.#message !== undefined)
      throw this.#mistake(`a message begins before the last one was closed with ${message.close}`);
    if (this.#interchange === undefined) throw this.#mistake(`${message.open} stands before ${interchange.open}`);
    if (this.#group === undefined && !mayLackGroups) throw this.#mistake(`${message.open} stands before ${group.open}`);
    this.#rejected = undefined;
    this.#messageStart = segment;
    this.#message = this.#open(message, segment);
    this.#message.count = 1;
    const { dialect, guides, rule } = this.#parts;
    const guide = chosenGuide(guides, this.#options.guide, rule.guideOf(segment));
    const unknownSegments = this.#options.unknownSegments ?? 'error';
    this.#builder = new MessageBuilder({ dialect, guide, unknownSegments, onBad: this.#bad });
    for (const pair of [this.#interchange, this.#group, this.#message]) {
      if (pair !== undefined) setField(this.#builder.object, pair.rule.key, pair.object);
    }
  }

  #add(segment: RawSegment): void {
    if (segment.offset - this.#messageStart.offset > this.#limits.maxRowSize) {
      const cap = inMegabytes(this.#limits.maxRowSize);
      throw CodecError.limit(`A message is longer than ${cap}. Check the file, or raise maxRowSize.`, segment);
    }
    if (this.#message !== undefined) this.#message.count += 1;
    this.#builder?.add(segment);
  }

  #closeMessage(segment: RawSegment): void {
    const open = this.#message;
    const builder = this.#builder;
    if (open === undefined || builder === undefined) throw this.#mistake(`${segment.id} closes no message`);
    this.#check(open, segment, { count: open.count + 1, what: 'segments' });
    if (this.#rejected === undefined) this.rows.push(builder.object);
    else this.#options.onReject?.({ line: this.#messageStart.line, reason: this.#rejected, row: builder.object });
    this.#message = undefined;
    this.#builder = undefined;
    const around = this.#group ?? this.#interchange;
    if (around !== undefined) around.count += 1;
  }

  #closeGroup(segment: RawSegment): void {
    const open = this.#group;
    if (open === undefined || this.#message !== undefined) throw this.#mistake(`${segment.id} closes no group`);
    this.#check(open, segment, { count: open.count, what: 'messages' });
    this.#group = undefined;
  }

  #closeInterchange(segment: RawSegment): void {
    const open = this.#interchange;
    if (open === undefined || this.#message !== undefined || this.#group !== undefined) {
      throw this.#mistake(`${segment.id} closes no interchange`);
    }
    this.#check(open, segment, { count: open.count, what: 'groups or messages' });
    this.#interchange = undefined;
  }

  #check(open: OpenPair, closing: RawSegment, { count, what }: { count: number; what: string }): void {
    if (this.#options.checkCounts === false) return;
    const said = plain(closing, 1);
    if (Number(said) !== count)
      throw this.#mistake(
        `${closing.id} says ${said} ${what}, and there are ${count}; something is missing or was cut`,
      );
    const control = plain(closing, 2);
    if (bare(control) === bare(open.control)) return;
    throw this.#mistake(`${closing.id} has the control number ${control}, and ${open.rule.open} has ${open.control}`);
  }

  #notice(segment: RawSegment): void {
    const row: JsonObject = {};
    if (this.#interchange !== undefined) setField(row, this.#interchange.rule.key, this.#interchange.object);
    setField(row, segment.id.toLowerCase(), this.#read(segment));
    this.rows.push(row);
  }
}

function plain(segment: RawSegment, element: number): string {
  const raw = segment.elements[element - 1] ?? '';
  if (typeof raw === 'string') return raw.trim();
  const part = raw[0]?.[0] ?? '';
  return (typeof part === 'string' ? part : (part[0] ?? '')).trim();
}

const bare = (control: string): string => control.replace(/^0+(?=.)/, '');

/** The guide for a message: one that was given for it, else one of those that come with the product, by id and then by version. */
export function chosenGuide(
  known: readonly MessageGuide[],
  chosen: MessageReadOptions['guide'],
  message: { readonly id: string; readonly version: string },
): MessageGuide | undefined {
  if (chosen === 'none') return undefined;
  if (typeof chosen === 'string') {
    const found = known.find(({ id }) => id === chosen);
    if (found !== undefined) return found;
    const ids = [...new Set(known.map(({ id }) => id))].join(', ');
    throw CodecError.option('guide', `“${chosen}” is no guide that is known here; there are: ${ids}`);
  }
  if (chosen !== undefined && !Array.isArray(chosen)) return chosen as MessageGuide;
  const own = (chosen ?? []) as readonly MessageGuide[];
  const alike = [...own, ...known].filter(({ id }) => id === message.id);
  return alike.find(({ version }) => version === message.version) ?? alike[0];
}
