// The one rule by which JSON text becomes values, at every door: numbers whose digits a double cannot hold stay text.
import type { Json } from './json.ts';
import { isLongNumber, mayHoldLongFraction } from './long-number.ts';

export type JsonTextResult =
  | { readonly ok: true; readonly value: Json }
  /** `offset` counts UTF-16 units; `reason` is a clause without a full stop. */
  | { readonly ok: false; readonly offset: number; readonly reason: string };

export const maxJsonDepth = 200;

/**
 * Reads JSON text (RFC 8259). A whole number beyond 2^53, and a fraction of more than 17 digits, 15 of them whole, that a
 * double does not keep, becomes text, digit for digit. Of repeated keys the last wins;
 * `__proto__` is a key like any other. Nested deeper than 200 levels, or no JSON: a reason and a place.
 */
export function readJsonText(text: string): JsonTextResult {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return explain(text);
  }
  // One walk over the value costs a tenth of `JSON.parse`; a search through the text costs half of it.
  const finding = inspect(value, 0);
  if (finding === PLAIN && !mayHoldLongFraction(text)) return { ok: true, value };
  if (finding > LARGE_NUMBER) return explain(text);
  const quoted = quoteLongNumbers(text);
  return { ok: true, value: quoted === undefined ? value : (JSON.parse(quoted) as Json) };
}

const PLAIN = 0;
const LARGE_NUMBER = 1;
const ENDLESS_NUMBER = 2;
const TOO_DEEP = 3;

/** The worst thing in a value: a number beyond 2^53, one beyond what a double holds, or too many levels. */
function inspect(value: Json, depth: number): number {
  if (typeof value === 'number') return inspectNumber(value);
  if (typeof value !== 'object' || value === null) return PLAIN;
  if (depth >= maxJsonDepth) return TOO_DEEP;
  let worst = PLAIN;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'string') continue;
      const finding = inspect(item, depth + 1);
      if (finding > worst) worst = finding;
    }
    return worst;
  }
  for (const name in value) {
    const item = value[name];
    if (typeof item === 'string' || item === undefined) continue;
    const finding = inspect(item, depth + 1);
    if (finding > worst) worst = finding;
  }
  return worst;
}

function inspectNumber(value: number): number {
  if (value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) return PLAIN;
  return Number.isFinite(value) ? LARGE_NUMBER : ENDLESS_NUMBER;
}

/** Why a text is not taken. */
function explain(text: string): JsonTextResult {
  const tooDeepAt = firstTooDeep(text);
  if (tooDeepAt === undefined) return new JsonReader(text).read();
  return { ok: false, offset: tooDeepAt, reason: `it is nested more than ${maxJsonDepth} levels deep` };
}

/**
 * Where a text is nested deeper than so many levels. It counts brackets outside of strings, which are skipped by jumps, so that no
 * recursive reader ever meets a tower of them.
 */
export function firstTooDeep(text: string, limit = maxJsonDepth): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return at;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return undefined;
}

/** JSON that is valid, with quotes around the numbers that a double does not hold; nothing when there are none. */
function quoteLongNumbers(text: string): string | undefined {
  let quoted = '';
  let done = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x2d || isDigit(code)) {
      numberForm.lastIndex = at;
      const [token = ''] = numberForm.exec(text) ?? [];
      if (isLongNumber(token)) {
        quoted += `${text.slice(done, at)}"${token}"`;
        done = at + token.length;
      }
      if (token !== '') at += token.length - 1;
    }
  }
  return done === 0 ? undefined : quoted + text.slice(done);
}

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at === -1 ? text.length : at;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text.charCodeAt(at - 1 - count) === 0x5c) count += 1;
  return count % 2 === 1;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

class JsonMistake extends Error {
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }
}

const numberForm = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const literals: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** The careful way: six to eight times slower than `JSON.parse`, so only where that fails, for the reason and the place. */
class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonTextResult {
    try {
      const value = this.#value();
      this.#space();
      if (this.#at < this.#text.length) throw this.#mistake('there is more text after the value');
      return { ok: true, value };
    } catch (cause) {
      if (cause instanceof JsonMistake) return { ok: false, offset: cause.offset, reason: cause.message };
      throw cause;
    }
  }

  #mistake(reason: string, offset = this.#at): JsonMistake {
    return new JsonMistake(reason, offset);
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text.charAt(this.#at)) && this.#at < this.#text.length) this.#at += 1;
  }

  #value(): Json {
    this.#space();
    const first = this.#text.charAt(this.#at);
    if (first === '{') return this.#object();
    if (first === '[') return this.#array();
    if (first === '"') return this.#string();
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #number(): Json {
    numberForm.lastIndex = this.#at;
    const found = numberForm.exec(this.#text);
    if (found === null) throw this.#unexpected();
    const [digits] = found;
    this.#at += digits.length;
    const value = Number(digits);
    if (!Number.isFinite(value)) throw this.#mistake('a number is too large', this.#at - digits.length);
    return isLongNumber(digits) ? digits : value;
  }

  #unexpected(): JsonMistake {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0x20);
    if (this.#at >= this.#text.length) return this.#mistake('it ends too early');
    if (character === "'") return this.#mistake("texts stand between double quotes, not '");
    return this.#mistake(`a value cannot begin with “${character}”`);
  }

  #string(): string {
    const start = this.#at;
    const end = endOfString(this.#text, start);
    if (end >= this.#text.length) throw this.#mistake('the closing quote of a text is missing', start);
    this.#at = end + 1;
    const raw = this.#text.slice(start, end + 1);
    try {
      return JSON.parse(raw) as string;
    } catch (cause) {
      if (cause instanceof SyntaxError)
        throw this.#mistake('a text holds a line break, a control character or an unknown escape', start);
      throw cause;
    }
  }

  #array(): Json[] {
    const items: Json[] = [];
    this.#at += 1;
    this.#space();
    if (this.#taken(']')) return items;
    for (;;) {
      items.push(this.#value());
      this.#space();
      if (this.#taken(']')) return items;
      if (!this.#taken(','))
        throw this.#mistake(this.#at >= this.#text.length ? 'it ends too early' : 'a comma or ] is missing');
    }
  }

  #object(): Json {
    const object: { [key: string]: Json } = {};
    this.#at += 1;
    this.#space();
    if (this.#taken('}')) return object;
    for (;;) {
      this.#space();
      if (this.#text.charAt(this.#at) !== '"')
        throw this.#mistake(
          this.#at >= this.#text.length ? 'it ends too early' : 'a name between double quotes is missing',
        );
      const name = this.#string();
      this.#space();
      if (!this.#taken(':')) throw this.#mistake('a colon is missing after a name');
      const value = this.#value();
      if (name === '__proto__')
        Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
      else object[name] = value;
      this.#space();
      if (this.#taken('}')) return object;
      if (!this.#taken(','))
        throw this.#mistake(this.#at >= this.#text.length ? 'it ends too early' : 'a comma or } is missing');
    }
  }

  #taken(character: string): boolean {
    if (this.#text.charAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }
}
