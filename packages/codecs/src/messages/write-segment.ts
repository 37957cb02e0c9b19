// An object → one segment: the inverse of reading, checked against the definition.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import type { Dialect, RawElement, RawPart } from './dialect.ts';
import type { Scalar } from '../value/plain-text.ts';
import type { ElementDefinition, SegmentDefinition } from './guide.ts';

export interface SegmentTarget {
  readonly id: string;
  readonly definition: SegmentDefinition | undefined;
  readonly dialect: Dialect;
  /** Where the object stands in what is written, for messages. */
  readonly path: string;
}

/** Keys of the object that belong to no element come back in `others`. */
export function writeSegment(object: JsonObject, target: SegmentTarget): { elements: RawElement[]; others: string[] } {
  const others: string[] = [];
  const slots: Slots = [];
  for (const [key, value] of Object.entries(object)) {
    const numbers = target.dialect.parseKey(target.id, key);
    if (numbers === undefined) others.push(key);
    else if (value !== null) place(slots, { numbers, value, key, target });
  }
  const { definition } = target;
  const count = Math.max(slots.length - 1, definition?.elements.length ?? 0);
  const elements: RawElement[] = [];
  for (let number = 1; number <= count; number += 1) {
    const own = definition?.elements[number - 1];
    const slot = slots[number] ?? [];
    const at = { number, definition: own, target };
    const raw = typeof slot === 'object' ? rawElement(slot, at) : textOfPart(slot, at, 1);
    if (raw === '' && own?.required === true) {
      const label = target.dialect.label(target.id, [number]);
      throw CodecError.value(target.dialect.name, `${label} ${own.name} is missing`, target.path);
    }
    elements.push(raw);
  }
  while (elements.at(-1) === '') elements.pop();
  return { elements, others };
}

interface Placed {
  readonly numbers: readonly number[];
  readonly value: Json;
  readonly key: string;
  readonly target: SegmentTarget;
}

const maxPart = 999;

/** `slots[element][repetition][component][subcomponent]`, counted from 1 but for repetitions; what has one plain value is that. */
type Slots = (Scalar | Json[][][])[];

function place(slots: Slots, { numbers, value, key, target }: Placed): void {
  const [element = 1, component = 1, sub = 1] = numbers;
  if (Math.max(element, component, sub) > maxPart || Math.min(element, component, sub) < 1) {
    throw CodecError.value(target.dialect.name, `“${key}” counts beyond what a segment can hold`, target.path);
  }
  for (let next = slots.length; next <= element; next += 1) slots.push([]);
  const known = slots[element] ?? [];
  if (numbers.length === 1 && typeof value !== 'object' && typeof known === 'object' && known.length === 0) {
    slots[element] = value;
    return;
  }
  const repetitions = typeof known === 'object' ? known : [[[], [null, known]]];
  slots[element] = repetitions;
  const items = Array.isArray(value) ? value : [value];
  for (const [at, item] of items.entries()) {
    const components = (repetitions[at] ??= []);
    if (isJsonObject(item)) {
      for (const [inner, part] of Object.entries(item)) {
        const found = target.dialect.parseKey(target.id, inner);
        if (found === undefined || found[0] !== element) {
          throw CodecError.value(
            target.dialect.name,
            `“${inner}” is no component of ${target.dialect.label(target.id, [element])}`,
            target.path,
          );
        }
        if (part !== null) put(components, { component: found[1] ?? 1, sub: found[2] ?? 1, value: part });
      }
    } else if (item !== null) put(components, { component, sub, value: item });
  }
}

function put(components: Json[][], { component, sub, value }: { component: number; sub: number; value: Json }): void {
  const subs = (components[component] ??= []);
  subs[sub] = value;
}

interface ElementTarget {
  readonly number: number;
  readonly definition: ElementDefinition | undefined;
  readonly target: SegmentTarget;
}

function rawElement(repetitions: readonly Json[][][], at: ElementTarget): RawElement {
  if (repetitions.length > 1 && at.definition !== undefined && at.definition.repeat !== true) {
    const label = at.target.dialect.label(at.target.id, [at.number]);
    throw CodecError.value(
      at.target.dialect.name,
      `${label} ${at.definition.name} may stand once, and is a list`,
      at.target.path,
    );
  }
  // Most elements of a segment are not there.
  if (repetitions.length === 0) return '';
  const raw: RawPart[][] = [];
  // By number: of repetitions some may be left out.
  for (let repetition = 0; repetition < repetitions.length; repetition += 1)
    raw.push(rawParts(repetitions[repetition] ?? [], at));
  const [only = []] = raw;
  if (raw.length > 1) return raw;
  return only.length === 0 ? '' : only.length === 1 && typeof only[0] === 'string' ? only[0] : raw;
}

function rawParts(components: readonly Json[][], at: ElementTarget): RawPart[] {
  const parts: RawPart[] = [];
  for (let component = 1; component < components.length; component += 1) {
    const subs = components[component] ?? [];
    const texts: string[] = [];
    for (let sub = 1; sub < subs.length; sub += 1) {
      const value = subs[sub];
      texts.push(value === undefined ? '' : textOfPart(value, at, component, sub));
    }
    while (texts.at(-1) === '') texts.pop();
    parts.push(texts.length > 1 ? texts : (texts[0] ?? ''));
  }
  while (parts.at(-1) === '') parts.pop();
  return parts;
}

/** Of a simple element the first component is the element itself. */
function textOfPart(value: Json, at: ElementTarget, component: number, sub = 1): string {
  const own = at.definition?.components?.[component - 1] ?? (component === 1 ? at.definition : undefined);
  const definition = own?.components?.[sub - 1] ?? own;
  const { dialect, id, path } = at.target;
  const type = definition?.components === undefined ? (definition?.type ?? '') : '';
  const fail = (reason: string): CodecError => {
    const numbers = [at.number, component, sub];
    const last = numbers.findLastIndex((number, place) => place === 0 || number > 1);
    const label = `${dialect.label(id, numbers.slice(0, last + 1))} ${definition?.name ?? ''}`.trim();
    return CodecError.value(dialect.name, `${reason} (${label})`, path);
  };
  if (typeof value === 'object') throw fail('a list or object stands where a text or number belongs');
  const text = dialect.writeValue(type, value);
  if (text === undefined) throw fail(`“${String(value).slice(0, 60)}” is not of the type ${type}`);
  const maxLength = definition?.maxLength ?? Infinity;
  // A text has no more characters than units.
  if (text.length <= maxLength) return text;
  const size = typeof value === 'number' ? text.replace(/[-.,]/g, '').length : Array.from(text).length;
  if (size > maxLength) {
    throw fail(`“${text.slice(0, 60)}” has ${size} characters, and at most ${maxLength} may stand there`);
  }
  return text;
}
