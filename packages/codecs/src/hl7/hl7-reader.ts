// Segments → messages: each begins with MSH and ends before the next one, or at the end of its batch.
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { inMegabytes, limitsOf } from '../codec/limits.ts';
import type { Limits } from '../codec/limits.ts';
import type { RowReader } from '../codec/rows-of-text.ts';
import type { RawElement, RawSegment } from '../messages/dialect.ts';
import { chosenGuide } from '../messages/interchange-reader.ts';
import type { MessageReadOptions } from '../messages/interchange-reader.ts';
import { MessageBuilder } from '../messages/message-builder.ts';
import { readSegment } from '../messages/read-segment.ts';
import { SegmentStream } from '../messages/segment-stream.ts';
import { setField } from '../value/set-field.ts';
import { hl7Dialect } from './hl7-dialect.ts';
import { hl7Guides, structureOf } from './hl7-guides.ts';
import { Hl7Parser } from './hl7-parser.ts';

export class Hl7Reader implements RowReader {
  readonly rows: Row[] = [];
  readonly #options: MessageReadOptions;
  readonly #limits: Limits;
  readonly #stream: SegmentStream;
  #file: JsonObject | undefined;
  #batch: JsonObject | undefined;
  #batchCount = 0;
  #fileCount = 0;
  #builder: MessageBuilder | undefined;
  #start: RawSegment | undefined;
  #at: RawSegment | undefined;
  #rejected: string | undefined;
  #any = false;

  constructor(options: MessageReadOptions) {
    this.#options = options;
    this.#limits = limitsOf(options.limits);
    this.#stream = new SegmentStream(new Hl7Parser(), this.#limits, this.#take);
    chosenGuide(hl7Guides, options.guide, { id: '', version: '' });
  }

  push(text: string): void {
    this.#stream.push(text);
  }

  end(): void {
    this.#stream.end();
    this.#finish();
    if (!this.#any) throw new CodecError('The text is empty, but HL7 was expected.', { offset: 0, line: 1, column: 1 });
  }

  readonly #take = (segment: RawSegment): void => {
    this.#any = true;
    switch (segment.id) {
      case 'FHS':
        this.#finish();
        this.#at = segment;
        this.#file = this.#read(segment);
        this.#fileCount = 0;
        return;
      case 'BHS':
        this.#finish();
        this.#at = segment;
        this.#batch = this.#read(segment);
        this.#batchCount = 0;
        return;
      case 'BTS':
        this.#finish();
        this.#at = segment;
        this.#check(segment, this.#batchCount, 'messages');
        this.#batch = undefined;
        this.#fileCount += 1;
        return;
      case 'FTS':
        this.#finish();
        this.#at = segment;
        this.#check(segment, this.#fileCount, 'batches');
        this.#file = undefined;
        return;
      case 'MSH':
        this.#finish();
        this.#at = segment;
        this.#begin(segment);
        return;
      default:
        this.#at = segment;
        this.#add(segment);
    }
  };

  #mistake(reason: string): CodecError {
    return CodecError.input('HL7', reason, this.#at ?? this.#stream.place);
  }

  readonly #bad = (reason: string, kept: Json): Json => {
    const policy = this.#options.badValues ?? 'error';
    if (policy === 'error') throw this.#mistake(reason);
    if (policy === 'reject') this.#rejected ??= this.#mistake(reason).message;
    return kept;
  };

  #read(segment: RawSegment): JsonObject {
    return readSegment(segment, hl7Dialect.segments[segment.id], { dialect: hl7Dialect, onBad: this.#bad });
  }

  #begin(segment: RawSegment): void {
    const message = segment.elements[8] ?? '';
    const structure = structureOf({ type: part(message, 0), event: part(message, 1), structure: part(message, 2) });
    const guide = chosenGuide(hl7Guides, this.#options.guide, {
      id: structure,
      version: part(segment.elements[11] ?? '', 0),
    });
    const unknownSegments = this.#options.unknownSegments ?? 'named';
    this.#rejected = undefined;
    this.#start = segment;
    this.#builder = new MessageBuilder({ dialect: hl7Dialect, guide, unknownSegments, onBad: this.#bad });
    if (this.#file !== undefined) setField(this.#builder.object, 'fhs', this.#file);
    if (this.#batch !== undefined) setField(this.#builder.object, 'bhs', this.#batch);
    this.#builder.add(segment);
  }

  #add(segment: RawSegment): void {
    if (this.#builder === undefined || this.#start === undefined) {
      throw this.#mistake(`the segment ${segment.id} stands outside of any message`);
    }
    if (segment.offset - this.#start.offset > this.#limits.maxRowSize) {
      const cap = inMegabytes(this.#limits.maxRowSize);
      throw CodecError.limit(`A message is longer than ${cap}. Check the file, or raise maxRowSize.`, segment);
    }
    this.#builder.add(segment);
  }

  #finish(): void {
    const builder = this.#builder;
    this.#builder = undefined;
    if (builder === undefined) return;
    this.#batchCount += 1;
    if (this.#rejected === undefined) this.rows.push(builder.object);
    else this.#options.onReject?.({ line: this.#start?.line ?? 1, reason: this.#rejected, row: builder.object });
  }

  #check(segment: RawSegment, count: number, what: string): void {
    const said = part(segment.elements[0] ?? '', 0);
    if (said === '' || Number(said) === count || this.#options.checkCounts === false) return;
    throw this.#mistake(`${segment.id} says ${said} ${what}, and there are ${count}; something is missing or was cut`);
  }
}

function part(raw: RawElement, at: number): string {
  if (typeof raw === 'string') return at === 0 ? raw.trim() : '';
  const value = raw[0]?.[at] ?? '';
  return (typeof value === 'string' ? value : (value[0] ?? '')).trim();
}
