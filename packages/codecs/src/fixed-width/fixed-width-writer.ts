import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { Row } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import type { OutputEncoding } from '../text/encode-text.ts';
import { ownField } from '../value/set-field.ts';
import { byteEncoding, onlyBytes } from './byte-text.ts';
import { hasBytes, layoutsOf } from './layout.ts';
import type { FixedField, LineLayout } from './layout.ts';
import type { FixedWidthWriteOptions } from './options.ts';
import { writeField } from './write-field.ts';

export class FixedWidthWriter {
  readonly #layouts: readonly LineLayout[];
  readonly #lineEnd: string;
  #count = 0;
  /** In which the lines are to be written. */
  readonly encoding: OutputEncoding;

  constructor(options: FixedWidthWriteOptions) {
    this.#layouts = layoutsOf(options.schema);
    const isBytes = hasBytes(this.#layouts);
    this.#lineEnd = options.lineEnd ?? (isBytes ? '' : '\r\n');
    this.encoding = options.encoding ?? (isBytes ? byteEncoding : 'utf-8');
    if (isBytes && this.encoding !== byteEncoding) throw CodecError.option('encoding', onlyBytes);
    for (const { fields } of this.#layouts) checkOverlap(fields);
  }

  line(row: Row): string {
    this.#count += 1;
    const record = `record ${this.#count}`;
    if (!isJsonObject(row)) throw CodecError.value('fixed width', 'a record must have named fields', record);
    const isOnly = this.#layouts.length === 1;
    const layout = this.#layouts.find((one) =>
      one.selectors.every((field) => fits(field, valueAt(row, field.path) ?? (isOnly ? field.constant : undefined))),
    );
    if (layout === undefined) {
      const names = [...new Set(this.#layouts.flatMap((one) => one.selectors.map((field) => field.path.join('.'))))];
      throw CodecError.value('fixed width', `no type of line has the ${names.join(', ')} of the record`, record);
    }
    let line = '';
    // Counted, not measured: a field is as long as its place.
    let end = 0;
    for (const field of layout.fields) {
      const value = valueAt(row, field.path) ?? field.constant;
      line += ' '.repeat(field.start - end) + writeField(field, value, () => `${record}.${field.path.join('.')}`);
      end = field.start + field.length;
    }
    return line + ' '.repeat(Math.max(0, layout.recordLength - end)) + this.#lineEnd;
  }
}

const fits = ({ constant }: FixedField, value: Json | undefined): boolean =>
  value === constant || (typeof value !== 'object' && String(value) === String(constant));

function checkOverlap(fields: readonly FixedField[]): void {
  let end = 0;
  for (const field of fields) {
    if (field.start < end)
      throw CodecError.option(
        'schema',
        `the field ${field.path.join('.')} lies over another one, so it cannot be written`,
      );
    end = field.start + field.length;
  }
}

function valueAt(row: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = row;
  for (const name of path) value = isJsonObject(value) ? ownField(value, name) : undefined;
  return value;
}
