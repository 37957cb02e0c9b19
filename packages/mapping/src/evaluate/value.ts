// Values of expressions: plain JSON. Reading never leaves own properties, so no payload can reach a prototype.
import { numberText } from './decimal.ts';
import type { Frame } from './frame.ts';
import type { Site } from './site.ts';

export type Row = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const own = (object: Row, name: string): unknown => {
  if (!Object.hasOwn(object, name)) return null;
  const value = object[name];
  return value === undefined ? null : value;
};

/** `object[name] = value`, also for `__proto__`, which as a plain assignment would set the prototype. */
export function put(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[name] = value;
  }
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text “${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return 'a structure';
}

/** Text of a plain value; nothing is empty text. */
export function textOf(value: unknown, site: Site): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  const remedy = Array.isArray(value) ? 'Use TEXTJOIN to join its items' : 'Name the field to use';
  throw site.error('typeMismatch', `needs text, but this is ${kindOf(value)}. ${remedy}, or TOJSON for all of it.`);
}

/** A condition: nothing counts as false; other values are refused rather than guessed at. */
export function truthOf(value: unknown, site: Site): boolean {
  if (value === true) return true;
  if (value === false || value === null) return false;
  throw site.error('typeMismatch', `needs true or false, but this is ${kindOf(value)}. Compare it with something.`);
}

export function numberOf(value: unknown, site: Site): number {
  if (typeof value === 'number') return value;
  const remedy = typeof value === 'string' ? ' Convert it with NUMBER().' : '';
  throw site.error('typeMismatch', `needs a number, but this is ${kindOf(value)}.${remedy}`);
}

/** From this length on, comparing or looking up a text is charged by its length. */
export const longText = 1_024;

/** Typed deep equality: the number 1 is not the text "1". */
export function equal(left: unknown, right: unknown, frame: Frame, site: Site): boolean {
  if (typeof left === 'string' && left.length > longText) frame.chargeScan(left.length, site);
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    frame.charge(1 + left.length, site);
    return left.every((item, position) => equal(item, right[position], frame, site));
  }
  if (Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  frame.charge(1 + names.length, site);
  return names.every(
    (name) => Object.hasOwn(right, name) && equal(own(left as Row, name), own(right as Row, name), frame, site),
  );
}

/** A text that two values share exactly when they are equal: the key of indexes and of UNIQUE. */
export function canonicalText(value: unknown, frame: Frame, site: Site): string {
  if (typeof value === 'string') {
    if (value.length > longText) frame.chargeText(value.length, site);
    return `"${value}`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    frame.chargeList(value.length, site);
    return `[${value.map((item) => lengthed(canonicalText(item, frame, site))).join('')}`;
  }
  const names = Object.keys(value).sort();
  frame.chargeList(names.length, site);
  return `{${names.map((name) => lengthed(name) + lengthed(canonicalText(own(value as Row, name), frame, site))).join('')}`;
}

const lengthed = (text: string): string => `${text.length}:${text}`;

const rankOf = (value: unknown): number => {
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'boolean') return 2;
  return value === null || value === undefined ? 4 : 3;
};

/** A fixed order without any locale: numbers, texts by UTF-16 unit, booleans, structures, nothing last. */
export function compareValues(left: unknown, right: unknown): number {
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) return rank;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return typeof left === 'boolean' ? Number(left) - Number(right) : 0;
}
