import { isJsonObject } from '@patchbay/model/schema';
import type { JsonObject } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import type { RawElement, RawPart } from '../messages/dialect.ts';
import type { MessageGuide } from '../messages/guide.ts';
import { chosenGuide } from '../messages/interchange-reader.ts';
import type { MessageWriteOptions } from '../messages/interchange-writer.ts';
import { isBare, writeMessage } from '../messages/message-writer.ts';
import { writeSegment } from '../messages/write-segment.ts';
import { plainText } from '../value/plain-text.ts';
import { ownField } from '../value/set-field.ts';
import { hl7Dialect } from './hl7-dialect.ts';
import { escaped, needsEscape } from './hl7-escapes.ts';
import { hl7Guides, structureOf } from './hl7-guides.ts';
import type { Hl7Delimiters } from './hl7-parser.ts';

/** `envelope` holds defaults of `msh`, `bhs` and `fhs`. */
export type Hl7WriteOptions = Omit<MessageWriteOptions, 'lineBreaks'>;

const usual: Hl7Delimiters = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };

interface Open {
  readonly given: string;
  count: number;
}

/** Messages, and around them the batches and files that they name. */
export class Hl7Writer {
  readonly #options: Hl7WriteOptions;
  #rows = 0;
  #file: Open | undefined;
  #batch: Open | undefined;
  #signs = usual;

  constructor(options: Hl7WriteOptions) {
    this.#options = options;
    chosenGuide(hl7Guides, options.guide, { id: '', version: '' });
  }

  row(row: Row): string {
    this.#rows += 1;
    const path = `record ${this.#rows}`;
    if (!isJsonObject(row)) throw CodecError.value('HL7', 'a message must have named fields', path);
    const around = this.#around(row, path);
    const isList = isBare(row, ['fhs', 'bhs', 'msh']);
    const given = isList ? headerIn(row, this.#given(row, 'msh')) : this.#given(row, 'msh');
    const guide = isList
      ? undefined
      : chosenGuide(hl7Guides, this.#options.guide, {
          id: structureIn(given),
          version: plainText(given['msh_12_1']),
        });
    const msh = this.#completed(given, guide, path);
    this.#signs = signsOf(msh, path);
    const message = { ...row, ...(guide === undefined ? {} : { msh }) };
    const segments = writeMessage(message, {
      dialect: hl7Dialect,
      guide,
      path,
      envelope: guide === undefined ? ['fhs', 'bhs', 'msh'] : ['fhs', 'bhs'],
    });
    const first = guide === undefined && segments[0]?.id !== 'MSH' ? this.#segment('MSH', msh, path) : '';
    if (this.#batch !== undefined) this.#batch.count += 1;
    return around + first + segments.map(({ id, elements }) => this.#text(id, elements)).join('');
  }

  end(): string {
    return this.#closeBatch() + this.#closeFile();
  }

  #given(row: JsonObject, key: string): JsonObject {
    const own = ownField(row, key);
    return { ...this.#options.envelope?.[key], ...(isJsonObject(own) ? own : {}) };
  }

  #completed(given: JsonObject, guide: MessageGuide | undefined, path: string): JsonObject {
    const [type, event] = guide?.id.split('_') ?? [];
    const msh: JsonObject = {
      msh_1: usual.field,
      msh_2: '^~\\&',
      msh_7: this.#options.now ?? null,
      msh_9_1: type ?? null,
      msh_9_2: event ?? null,
      ...(guide === undefined || given['msh_9_3'] !== undefined || given['msh_9_1'] !== undefined
        ? {}
        : { msh_9_3: guide.id }),
      msh_10: String((this.#options.controlNumber ?? 1) + this.#rows - 1),
      msh_11_1: 'P',
      msh_12_1: guide?.version ?? '2.5',
      ...given,
    };
    if ((msh['msh_9_1'] ?? null) === null) {
      throw CodecError.value('HL7', 'the message does not say what it is, neither in msh.msh_9_1 nor by a guide', path);
    }
    return msh;
  }

  #around(row: JsonObject, path: string): string {
    let text = '';
    const file = givenText(row, 'fhs');
    const batch = givenText(row, 'bhs');
    const isOtherFile = file !== this.#file?.given;
    if (isOtherFile || batch !== this.#batch?.given) text += this.#closeBatch();
    if (isOtherFile) text += this.#closeFile();
    if (file !== undefined && this.#file === undefined) {
      this.#file = { given: file, count: 0 };
      text += this.#header('FHS', row, path);
    }
    if (batch !== undefined && this.#batch === undefined) {
      this.#batch = { given: batch, count: 0 };
      text += this.#header('BHS', row, path);
    }
    return text;
  }

  #header(id: 'FHS' | 'BHS', row: JsonObject, path: string): string {
    const key = id.toLowerCase();
    const object: JsonObject = { [`${key}_1`]: usual.field, [`${key}_2`]: '^~\\&', ...this.#given(row, key) };
    this.#signs = usual;
    return this.#segment(id, { ...object, [`${key}_1`]: usual.field, [`${key}_2`]: '^~\\&' }, `${path}.${key}`);
  }

  #closeBatch(): string {
    const open = this.#batch;
    this.#batch = undefined;
    if (open === undefined) return '';
    if (this.#file !== undefined) this.#file.count += 1;
    return this.#text('BTS', [String(open.count)]);
  }

  #closeFile(): string {
    const open = this.#file;
    this.#file = undefined;
    return open === undefined ? '' : this.#text('FTS', [String(open.count)]);
  }

  #segment(id: string, object: JsonObject, path: string): string {
    const { elements, others } = writeSegment(object, {
      id,
      definition: hl7Dialect.segments[id],
      dialect: hl7Dialect,
      path,
    });
    if (others[0] !== undefined) throw CodecError.value('HL7', `“${others[0]}” is no field of the segment ${id}`, path);
    return this.#text(id, elements);
  }

  #text(id: string, elements: readonly RawElement[]): string {
    const { field } = this.#signs;
    const isHeader = id === 'MSH' || id === 'BHS' || id === 'FHS';
    const signs = isHeader ? `${field}${String(elements[1] ?? '')}` : '';
    const rest = isHeader ? elements.slice(2) : elements;
    const fields = rest.map((raw) => field + this.#element(raw)).join('');
    return `${id}${signs}${fields}\r`;
  }

  #element(raw: RawElement): string {
    if (typeof raw === 'string') return this.#escaped(raw);
    return raw
      .map((parts) => parts.map((part) => this.#part(part)).join(this.#signs.component))
      .join(this.#signs.repetition);
  }

  #part(part: RawPart): string {
    if (typeof part === 'string') return this.#escaped(part);
    return part.map((sub) => this.#escaped(sub)).join(this.#signs.subcomponent);
  }

  #escaped(text: string): string {
    if (!needsEscape(text, this.#signs)) return text;
    if (this.#signs.escape !== '') return escaped(text, this.#signs);
    throw CodecError.value(
      'HL7',
      'a text holds a sign that parts the message, and the message has no sign for escapes (MSH-2)',
      text.slice(0, 60),
    );
  }
}

/** Without a guide the header is mostly the first of the segments. */
function headerIn(row: JsonObject, given: JsonObject): JsonObject {
  const segments = ownField(row, 'segments');
  const first = Array.isArray(segments) ? segments[0] : undefined;
  return isJsonObject(first) && first['segment'] === 'MSH' ? first : given;
}

const givenText = (row: JsonObject, key: string): string | undefined => {
  const given = ownField(row, key);
  return isJsonObject(given) ? JSON.stringify(given) : undefined;
};

const structureIn = (msh: JsonObject): string =>
  structureOf({
    type: plainText(msh['msh_9_1']),
    event: plainText(msh['msh_9_2']),
    structure: plainText(msh['msh_9_3']),
  });

function signsOf(msh: JsonObject, path: string): Hl7Delimiters {
  const field = plainText(msh['msh_1']);
  const [component = '', repetition = '', escape = '', subcomponent = ''] = plainText(msh['msh_2']);
  const signs = [field, component, repetition, escape, subcomponent].filter((sign) => sign !== '');
  if (
    field.length !== 1 ||
    component === '' ||
    new Set(signs).size < signs.length ||
    /[A-Za-z0-9\s]/.test(signs.join(''))
  ) {
    throw CodecError.value('HL7', 'MSH-1 and MSH-2 must be different signs, such as | and ^~\\&', `${path}.msh`);
  }
  return { field, component, repetition, escape, subcomponent };
}
