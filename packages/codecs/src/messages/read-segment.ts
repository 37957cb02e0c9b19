// One segment → an object: `{ "n101": "ST", "n102": "Solheim" }`. Composites lie flat in it (`nad0201`), so that every value has a
// name of its own; what may repeat is a list.
import type { Json, JsonObject } from '@patchbay/model/schema';
import { setField } from '../value/set-field.ts';
import type { Dialect, RawElement, RawPart, RawSegment } from './dialect.ts';
import type { ElementDefinition, SegmentDefinition } from './guide.ts';

/** Is told what is wrong; what it gives back stands in the place of the value. */
export type OnBad = (reason: string, kept: Json) => Json;

export function readSegment(
  segment: RawSegment,
  definition: SegmentDefinition | undefined,
  { dialect, onBad }: { readonly dialect: Dialect; readonly onBad: OnBad },
): JsonObject {
  const reader = new SegmentReader(segment.id, dialect, onBad);
  for (let at = 0; at < segment.elements.length; at += 1) {
    const raw = segment.elements[at] ?? '';
    if (raw !== '') reader.element(at + 1, raw, definition?.elements[at]);
  }
  return reader.object;
}

class SegmentReader {
  readonly object: JsonObject = {};
  readonly #id: string;
  readonly #dialect: Dialect;
  readonly #onBad: OnBad;

  constructor(id: string, dialect: Dialect, onBad: OnBad) {
    this.#id = id;
    this.#dialect = dialect;
    this.#onBad = onBad;
  }

  element(number: number, raw: RawElement, definition: ElementDefinition | undefined): void {
    const key = this.#dialect.elementKey(this.#id, number);
    // Most elements are one text of a known type that is right.
    if (typeof raw === 'string' && definition?.repeat !== true && this.#plain(this.object, key, raw, definition))
      return;
    const place: Place = { key, numbers: [number] };
    if (typeof raw === 'string') {
      if (definition?.repeat === true) this.#set(this.object, key, [this.#item(place, [raw], definition)]);
      else this.#parts({ into: this.object, place, definition }, [raw]);
      return;
    }
    const isList = definition === undefined ? raw.length > 1 : definition.repeat === true;
    if (isList) {
      const items = raw.map((parts) => this.#item(place, parts, definition));
      this.#set(this.object, key, items);
      return;
    }
    const [first = [], ...others] = raw;
    this.#parts({ into: this.object, place, definition }, first);
    if (others.length === 0) return;
    const all = raw.map((parts) => this.#item(place, parts, definition));
    this.#set(this.object, key, this.#onBad(`${this.#label(place)} is repeated, where it may stand once`, all));
  }

  /** One of several repetitions: a value, or an object where there are components. */
  #item(place: Place, parts: readonly RawPart[], definition: ElementDefinition | undefined): Json {
    const isPlain = definition?.components === undefined && parts.length <= 1 && typeof (parts[0] ?? '') === 'string';
    if (isPlain) return this.#value(place, String(parts[0] ?? ''), definition) ?? null;
    const into: JsonObject = {};
    this.#parts({ into, place, definition }, parts);
    return into;
  }

  /** Components, or subcomponents of one, laid flat into an object. */
  #parts({ into, place, definition }: Target, parts: readonly RawPart[]): void {
    const defined = definition?.components;
    const isSimple = defined === undefined && (definition !== undefined || parts.length === 1);
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at] ?? '';
      if (part === '') continue;
      // Of a simple element the first component is the element itself; what comes behind it is kept under its own name.
      const key = isSimple && at === 0 ? place.key : this.#dialect.partKey(place.key, at + 1);
      const inner = isSimple && at === 0 ? definition : defined?.[at];
      if (typeof part === 'string' && this.#plain(into, key, part, inner)) continue;
      const numbers = isSimple && at === 0 ? place.numbers : [...place.numbers, at + 1];
      if (typeof part !== 'string' && isSimple && at === 0) this.#subparts({ into, place, definition }, part);
      else if (typeof part !== 'string') this.#parts({ into, place: { key, numbers }, definition: inner }, part);
      else if (inner?.components !== undefined)
        this.#parts({ into, place: { key, numbers }, definition: inner }, [part]);
      else {
        const value = this.#value({ key, numbers }, part, inner);
        if (value !== undefined) this.#set(into, key, value);
      }
    }
  }

  /** Subcomponents in an element that has no components: the first is the element itself, the others have the names of subcomponents. */
  #subparts({ into, place, definition }: Target, parts: readonly RawPart[]): void {
    const [first = '', ...others] = parts;
    this.#parts({ into, place, definition }, [first]);
    const component = { key: this.#dialect.partKey(place.key, 1), numbers: [...place.numbers, 1] };
    this.#parts({ into, place: component, definition: undefined }, ['', ...others]);
  }

  /** Whether it could be read without a word about it. */
  #plain(into: JsonObject, key: string, text: string, definition: ElementDefinition | undefined): boolean {
    if (definition === undefined || definition.components !== undefined) return false;
    const value = this.#dialect.readValue(definition.type, text);
    if (value === undefined) return false;
    if (value !== '') setField(into, key, value);
    return true;
  }

  #value(place: Place, text: string, definition: ElementDefinition | undefined): Json | undefined {
    if (text === '') return undefined;
    if (definition === undefined) return text;
    const value = this.#dialect.readValue(definition.type, text);
    if (value !== undefined) return value === '' ? undefined : value;
    const name = `${this.#label(place)} ${definition.name}`;
    return this.#onBad(`“${text.slice(0, 60)}” in ${name} is not of the type ${definition.type}`, text);
  }

  #set(into: JsonObject, key: string, value: Json): void {
    setField(into, key, value);
  }

  #label({ numbers }: Place): string {
    return this.#dialect.label(this.#id, numbers);
  }
}

interface Place {
  readonly key: string;
  readonly numbers: readonly number[];
}

interface Target {
  readonly into: JsonObject;
  readonly place: Place;
  readonly definition: ElementDefinition | undefined;
}
