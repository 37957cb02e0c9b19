// Finds the items of one list in JSON text that arrives in pieces, without reading what stands around it into memory.
import { maxJsonDepth } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import type { CodecPlace } from '../codec-error.ts';
import { inMegabytes } from '../codec/limits.ts';
import type { Limits } from '../codec/limits.ts';
import { HeldText } from '../text/held-text.ts';

/** A stretch of text with whole items and the commas between them, and where it stands. */
export interface ElementRun {
  readonly text: string;
  readonly place: CodecPlace;
}

/**
 * - `value`: before a value on the way to the list; `name`, `colon`, `after`: inside an object on the way
 * - `skip`: inside a value that is not on the way
 * - `item`: before an item of the list; `inItem`: inside one; `afterItem`: behind one
 * - `whole`: inside the one value that is the record
 */
type State = 'value' | 'name' | 'colon' | 'after' | 'skip' | 'item' | 'inItem' | 'afterItem' | 'whole' | 'end';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const opens = (code: number): boolean => code === 0x7b || code === 0x5b;
const closes = (code: number): boolean => code === 0x7d || code === 0x5d;

export class ElementSplitter {
  readonly #names: readonly string[];
  readonly #limits: Limits;
  #state: State = 'value';
  /** Objects entered on the way. */
  #level = 0;
  #found = false;
  /** Names seen where the next one of the path is missing. */
  readonly #seen = new Set<string>();
  #name = '';
  readonly #held = new HeldText();
  #buffer = '';
  #at = 0;
  /** Where the kept text begins: of an item, a name, the whole value. */
  #start = -1;
  #depth = 0;
  #inText = false;
  #afterComma = false;
  #consumed = 0;
  #line = 1;
  #lineStart = 0;

  constructor(names: readonly string[], limits: Limits) {
    this.#names = names;
    this.#limits = limits;
  }

  /** The items that are complete now, in one run. */
  push(piece: string): ElementRun | undefined {
    const text = this.#held.add(piece);
    return text === undefined ? undefined : this.#read(text);
  }

  /** After the last piece: `push` no more. Hands out runs until there is none. */
  *end(): Iterable<ElementRun> {
    const last = this.#read(this.#held.rest());
    if (last !== undefined) yield last;
    const left = this.#left();
    if (left !== undefined) yield left;
  }

  #read(text: string): ElementRun | undefined {
    this.#buffer = text;
    let runStart = -1;
    let runEnd = -1;
    while (this.#at < this.#buffer.length) {
      const start = this.#start;
      const before = this.#state;
      this.#step();
      if ((before === 'inItem' || before === 'whole') && this.#state !== before && start !== -1) {
        if (runStart === -1) runStart = start;
        runEnd = this.#at;
      }
    }
    const run = runStart === -1 ? undefined : this.#run(runStart, runEnd);
    this.#drop();
    return run;
  }

  /** A value that is no list or object has no end of its own. */
  #left(): ElementRun | undefined {
    if (this.#level === 0 && this.#depth === 0 && !this.#inText) {
      const isWhole = this.#state === 'whole';
      if (isWhole || this.#state === 'skip') this.#state = 'end';
      if (isWhole) return this.#run(this.#start, this.#buffer.length);
    }
    if (this.#state !== 'end') {
      const isEmpty = this.#state === 'value' && this.#level === 0;
      if (!isEmpty) throw this.#mistake('it ends too early');
      throw new CodecError('The text is empty, but JSON was expected.', { offset: 0, line: 1, column: 1 });
    }
    if (!this.#found) throw this.#missing();
    return undefined;
  }

  /** Forgets the text that is done with, and checks that what is kept is no endless record. */
  #drop(): void {
    let keepFrom = this.#start === -1 ? this.#at : this.#start;
    // A backslash at the border escapes what comes next.
    while (this.#inText && keepFrom > 0 && this.#buffer.charCodeAt(keepFrom - 1) === BACKSLASH) keepFrom -= 1;
    this.#countLines(keepFrom);
    this.#buffer = this.#buffer.slice(keepFrom);
    this.#consumed += keepFrom;
    this.#at -= keepFrom;
    this.#held.hold(this.#buffer);
    if (this.#start === -1) return;
    this.#start = 0;
    if (this.#buffer.length > this.#limits.maxRowSize) {
      const cap = inMegabytes(this.#limits.maxRowSize);
      throw CodecError.limit(
        `A record is longer than ${cap}. Name the list of records with “path”, or raise maxRowSize.`,
        this.#place(0),
      );
    }
  }

  #countLines(until: number): void {
    for (let at = this.#buffer.indexOf('\n'); at !== -1 && at < until; at = this.#buffer.indexOf('\n', at + 1)) {
      this.#line += 1;
      this.#lineStart = this.#consumed + at + 1;
    }
  }

  #place(at: number): CodecPlace {
    let line = this.#line;
    let lineStart = this.#lineStart;
    for (let end = this.#buffer.indexOf('\n'); end !== -1 && end < at; end = this.#buffer.indexOf('\n', end + 1)) {
      line += 1;
      lineStart = this.#consumed + end + 1;
    }
    const offset = this.#consumed + at;
    return { offset, line, column: offset - lineStart + 1 };
  }

  #run(from: number, to: number): ElementRun {
    return { text: this.#buffer.slice(from, to), place: this.#place(from) };
  }

  #mistake(reason: string): CodecError {
    return CodecError.input('JSON', reason, this.#place(this.#at));
  }

  #missing(): CodecError {
    const names = [...this.#seen].slice(0, 10).join(', ');
    const there = names === '' ? '' : ` There is: ${names}.`;
    const message = `Nothing stands at the path ${this.#names.join('.')} of the JSON document.${there} Name the list of records.`;
    return new CodecError(message, { offset: 0, line: 1, column: 1 }, 'option');
  }

  /** Goes at least one character on, or changes the state. */
  #step(): void {
    switch (this.#state) {
      case 'inItem':
      case 'skip':
      case 'whole':
        this.#through();
        return;
      case 'name':
        this.#readName();
        return;
      case 'value':
      case 'colon':
      case 'after':
      case 'item':
      case 'afterItem':
      case 'end': {
        const code = this.#buffer.charCodeAt(this.#at);
        if (isSpace(code)) this.#at += 1;
        else this.#turn(code);
      }
    }
  }

  /** What a character means between values. */
  #turn(code: number): void {
    switch (this.#state) {
      case 'value':
        this.#enter(code);
        return;
      case 'colon':
        if (code !== 0x3a) throw this.#mistake('a colon is missing after a name');
        this.#at += 1;
        this.#state = this.#isOnTheWay() ? 'value' : 'skip';
        return;
      case 'after':
        if (code === 0x2c) {
          this.#state = 'name';
          this.#afterComma = true;
        } else if (code === 0x7d) this.#leave();
        else throw this.#mistake('a comma or } is missing');
        this.#at += 1;
        return;
      case 'item':
        this.#startItem(code);
        return;
      case 'afterItem':
        this.#endItem(code);
        return;
      case 'name':
      case 'skip':
      case 'inItem':
      case 'whole':
      case 'end':
        throw this.#mistake('there is more text after the value');
    }
  }

  #isOnTheWay(): boolean {
    if (this.#name === this.#names[this.#level - 1]) return true;
    if (this.#seen.size < 50) this.#seen.add(this.#name);
    return false;
  }

  #enter(code: number): void {
    if (this.#level < this.#names.length) {
      if (code !== 0x7b) {
        // Nothing here has names: whatever it is, the path ends before its list.
        this.#state = 'skip';
        return;
      }
      this.#level += 1;
      this.#at += 1;
      this.#state = 'name';
      this.#afterComma = false;
      return;
    }
    if (this.#found) throw this.#mistake(`“${this.#name}” stands there twice`);
    this.#found = true;
    if (code === 0x5b) {
      this.#at += 1;
      this.#state = 'item';
      this.#afterComma = false;
      return;
    }
    this.#start = this.#at;
    this.#state = 'whole';
  }

  /** Behind the object that was entered last. */
  #leave(): void {
    this.#level -= 1;
    this.#state = this.#level === 0 ? 'end' : 'after';
  }

  #readName(): void {
    const code = this.#buffer.charCodeAt(this.#at);
    if (this.#start === -1) {
      if (isSpace(code)) {
        this.#at += 1;
        return;
      }
      if (code === 0x7d && !this.#afterComma) {
        this.#at += 1;
        this.#leave();
        return;
      }
      if (code !== QUOTE) throw this.#mistake('a name between double quotes is missing');
      this.#start = this.#at;
      this.#at += 1;
      return;
    }
    const end = this.#endOfText();
    if (end === -1) return;
    const raw = this.#buffer.slice(this.#start, end + 1);
    try {
      this.#name = JSON.parse(raw) as string;
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw this.#mistake('a name holds a line break, a control character or an unknown escape');
    }
    this.#start = -1;
    this.#at = end + 1;
    this.#state = 'colon';
  }

  #startItem(code: number): void {
    if (code === 0x5d && !this.#afterComma) {
      this.#endList();
      return;
    }
    if (code === 0x5d || code === 0x2c) throw this.#mistake('a value is missing beside a comma');
    this.#start = this.#at;
    this.#state = 'inItem';
  }

  #endItem(code: number): void {
    if (code === 0x5d) {
      this.#endList();
      return;
    }
    if (code !== 0x2c) throw this.#mistake('a comma or ] is missing');
    this.#at += 1;
    this.#state = 'item';
    this.#afterComma = true;
  }

  #endList(): void {
    this.#at += 1;
    this.#state = this.#level === 0 ? 'end' : 'after';
  }

  /** The end of a text that is open, from `at` on; -1 when it goes on in the next piece. */
  #endOfText(): number {
    let end = this.#buffer.indexOf('"', this.#at);
    while (end !== -1 && this.#isEscaped(end)) end = this.#buffer.indexOf('"', end + 1);
    if (end === -1) this.#at = this.#buffer.length;
    return end;
  }

  #isEscaped(at: number): boolean {
    let count = 0;
    while (this.#buffer.charCodeAt(at - 1 - count) === BACKSLASH) count += 1;
    return count % 2 === 1;
  }

  /** Through one value to its end. A value that is skipped is not checked, but its brackets and quotes must close. */
  #through(): void {
    const buffer = this.#buffer;
    const { length } = buffer;
    while (this.#at < length) {
      if (this.#inText) {
        const end = this.#endOfText();
        if (end === -1) return;
        this.#inText = false;
        this.#at = end + 1;
      }
      let at = this.#at;
      let code = 0x20;
      for (; at < length; at += 1) {
        code = buffer.charCodeAt(at);
        if (code === QUOTE || code === 0x2c || opens(code) || closes(code)) break;
      }
      this.#at = at;
      if (at === length || this.#mark(code)) return;
    }
  }

  /** What a quote, comma or bracket inside a value means; true at the end of the value. */
  #mark(code: number): boolean {
    if (this.#depth === 0 && (code === 0x2c || closes(code))) {
      this.#endValue();
      return true;
    }
    this.#at += 1;
    if (code === QUOTE) this.#inText = true;
    else if (opens(code)) this.#deeper();
    else if (closes(code)) {
      this.#depth -= 1;
      if (this.#depth === 0 && this.#state !== 'inItem') {
        this.#endValue();
        return true;
      }
    }
    return false;
  }

  #deeper(): void {
    this.#depth += 1;
    const deepest = Math.min(maxJsonDepth, this.#limits.maxDepth);
    const around = this.#level + (this.#state === 'inItem' ? 1 : 0);
    if (this.#depth + around > deepest) throw this.#mistake(`it is nested more than ${deepest} levels deep`);
  }

  #endValue(): void {
    this.#start = -1;
    if (this.#state === 'inItem') this.#state = 'afterItem';
    else this.#state = this.#level === 0 ? 'end' : 'after';
  }
}
