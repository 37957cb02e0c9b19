// Cells → records. A record is copied from one with all names and then filled: no name is ever added to it, so it stays small and
// quick to read, and `__proto__` is a name like any other.
import { shapeOf, typeInWords } from '@patchbay/model/schema';
import type { DataSchema, Json, JsonObject } from '@patchbay/model/schema';
import { patternOf, textReaderFor } from './typed-text.ts';
import type { NumberForm, TextReader } from './typed-text.ts';

export interface BadCell {
  readonly column: string;
  readonly text: string;
  /** What the schema asks for, in words. */
  readonly wanted: string;
}

export class RowBuilder {
  readonly names: readonly string[];
  readonly #template: JsonObject;
  readonly #readers: readonly (TextReader | undefined)[];
  readonly #isTyped: boolean;
  readonly #wanted: readonly string[];
  readonly #nullText: string | undefined;

  constructor(
    names: readonly string[],
    schema: DataSchema | undefined,
    form: NumberForm & { nullText?: string | undefined },
  ) {
    this.names = names;
    this.#template = Object.fromEntries(names.map((name) => [name, null]));
    const root = schema ?? {};
    const fields = new Map(shapeOf(root, recordSchema(schema)).fields.map((field) => [field.name, field.schema]));
    const columns = names.map((name) => fields.get(name));
    this.#readers = columns.map((column) => column && textReaderFor(column, { root, decimal: form.decimal }));
    this.#wanted = columns.map((column) => (column === undefined ? '' : inWords(root, column)));
    this.#nullText = form.nullText;
    this.#isTyped = form.nullText !== undefined || this.#readers.some((reader) => reader !== undefined);
  }

  /** `cells` are as many as the names. `onBad` says what stands in the place of a cell that is not of its type. */
  build(cells: readonly string[], onBad: (bad: BadCell) => Json): JsonObject {
    const row = { ...this.#template };
    const { names } = this;
    if (!this.#isTyped) {
      for (let at = 0; at < names.length; at += 1) row[names[at] ?? ''] = cells[at] ?? null;
      return row;
    }
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] ?? '';
      const cell = cells[at];
      row[name] = cell === undefined ? null : this.#cell(at, cell, onBad);
    }
    return row;
  }

  #cell(at: number, text: string, onBad: (bad: BadCell) => Json): Json {
    if (text === this.#nullText) return null;
    const read = this.#readers[at];
    if (read === undefined) return text;
    const value = read(text);
    if (value !== undefined) return value;
    const column = this.names[at] ?? '';
    return onBad({ column, text, wanted: this.#wanted[at] ?? '' });
  }
}

/** The shape of one record, also where the schema is that of the list. */
export function recordSchema(schema: DataSchema | undefined): DataSchema {
  if (schema === undefined) return {};
  const { types, fields, items } = shapeOf(schema, schema);
  return items !== undefined && fields.length === 0 && !types.includes('object') ? items : schema;
}

function inWords(root: DataSchema, schema: DataSchema): string {
  const pattern = patternOf(root, schema);
  if (pattern !== undefined) return `a date written ${pattern}`;
  return shapeOf(root, schema)
    .types.map((type) => typeInWords(type))
    .join(' or ');
}
