// Patterns of users run in a linear-time engine (RE2 syntax: no look-around, no back-references), so none can hang a run.
import { RE2JS, RE2JSException } from 're2js';
import type { Frame } from '../evaluate/frame.ts';
import { remembered } from '../evaluate/remembered.ts';
import type { Site } from '../evaluate/site.ts';

const maxPatternLength = 1_000;

/** Compiled patterns outlive an evaluation; what they cost is charged once in each, so that a run costs the same anywhere. */
const compiled = remembered<RE2JS>(250);
const patterns = {};

/** The pattern, compiled, and charged once in an evaluation. At most 1,000 characters. */
export function linearPattern(pattern: string, frame: Frame, site: Site): RE2JS {
  checkLength(pattern, site);
  return programOf(pattern, frame, site);
}

/** The same, however long the pattern is. */
export function programOf(pattern: string, frame: Frame, site: Site): RE2JS {
  return frame.once(patterns, pattern, () => {
    const program = compiled(pattern, () => compile(pattern, site));
    // Classes of Unicode are tables of hundreds of ranges, and an instruction is an object.
    const classes = pattern.match(/\\p/gi)?.length ?? 0;
    frame.charge(1_000 + 3_000 * classes + 10 * program.programSize(), site);
    frame.chargeKept(128 * program.programSize(), site);
    return program;
  });
}

function checkLength(pattern: string, site: Site): void {
  if (pattern.length > maxPatternLength)
    throw site.error('invalidValue', `the pattern has more than ${maxPatternLength} characters.`);
}

/** The pattern, compiled anew, for those who keep it. At most 1,000 characters. */
export function compilePattern(pattern: string, site: Site): RE2JS {
  checkLength(pattern, site);
  return compile(pattern, site);
}

function compile(pattern: string, site: Site): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    if (cause instanceof RE2JSException)
      throw site.error('invalidValue', `the pattern is not valid (${cause.message}).`);
    throw cause;
  }
}

/**
 * What reading characters costs, in steps. At each one each instruction of the program may be tried, and a few characters with
 * counts make many of them; each that is tried copies where the groups stand. Four are one step.
 */
const readingCost = (program: RE2JS, characters: number): number =>
  Math.floor((characters * program.programSize() * (1 + program.groupCount() / 32)) / 4);

/** Whether the pattern is found in the text. One pass over the text is charged beforehand. */
export function isFound(program: RE2JS, text: string, frame: Frame, site: Site): boolean {
  frame.charge(1 + readingCost(program, text.length), site);
  const found = program.test(text);
  release(program);
  return found;
}

/** Up to here a search is short, whatever it meets. */
const shortText = 256;
const shortProgram = 256;

/**
 * The same for one of many texts that are held to a pattern: short ones are charged by what they took. Most patterns of forms have
 * one way on at each character. Of others the engine keeps where they may stand, reads a character in no time once it knows, and
 * what it had to work out anew shows in what it keeps. What it knows from earlier costs nothing, so that a budget may end a few
 * texts later than in another process.
 */
export function hasForm(program: RE2JS, text: string, frame: Frame, site: Site): boolean {
  const { onepass: straight, lazyDFA: automaton } = program.re2();
  const isShort = text.length <= shortText && program.programSize() <= shortProgram;
  const isKnown = straight !== null || (automaton !== null && !automaton.failed);
  if (!isShort || !isKnown) return isFound(program, text, frame, site);
  const before = automaton?.memBudget ?? 0;
  const found = program.test(text);
  const kept = before - (automaton?.memBudget ?? 0);
  // Where more is left than before, all was given up and begun anew.
  frame.charge(1 + (text.length >> 3) + ((kept < 0 ? (automaton?.maxMem ?? 0) : kept) >> 4), site);
  release(program);
  return found;
}

/** Steps that a search takes however little it reads. */
const searchSteps = 4;

/**
 * Looks for a pattern in a text, again and again from where it was found. Each search is linear, but it may read to the end
 * before it knows that the match ends early (`a.*z|a`). One pass over the text is charged beforehand, and what is read beyond
 * that as it is read.
 */
export class PatternSearch {
  readonly #program: RE2JS;
  readonly #read: ReadText;
  readonly #matcher: ReturnType<RE2JS['matcher']>;
  readonly #began: () => void;

  constructor(program: RE2JS, text: string, frame: Frame, site: Site) {
    frame.charge(1 + readingCost(program, text.length), site);
    this.#program = program;
    this.#read = new ReadText(text, (characters) => {
      frame.charge(readingCost(program, characters), site);
    });
    this.#matcher = program.matcher(this.#read as unknown as string);
    this.#began = () => {
      frame.charge(searchSteps, site);
    };
  }

  /** Goes on to the next match, if there is one. */
  find(): boolean {
    this.#began();
    this.#read.searchFrom(this.#matcher.hasMatch ? this.#matcher.end() : 0);
    const found = this.#matcher.find();
    release(this.#program);
    return found;
  }

  get start(): number {
    return this.#matcher.start();
  }

  get end(): number {
    return this.#matcher.end();
  }

  /** What a group holds in this match; nothing when it has no part in it. 0 is the match. */
  group(number: number): string | null {
    // Groups are told by a second search, over the match alone.
    if (number === 0 || this.#matcher.hasGroups) return this.#matcher.group(number);
    this.#began();
    this.#read.searchFrom(this.#matcher.start());
    const found = this.#matcher.group(number);
    release(this.#program);
    return found;
  }
}

const again = 1_024;

/** A text that tells when more of it has been read than its length: what each search reads, from where it begins to the furthest. */
class ReadText extends String {
  readonly #text: string;
  readonly #more: (characters: number) => void;
  #left: number;
  #furthest = 0;

  constructor(text: string, more: (characters: number) => void) {
    super(text);
    this.#text = text;
    this.#more = more;
    this.#left = text.length + again;
  }

  searchFrom(at: number): void {
    this.#furthest = at;
  }

  override charCodeAt(at: number): number {
    if (at > this.#furthest) this.#reads(at);
    return this.#text.charCodeAt(at);
  }

  override indexOf(part: string, from?: number): number {
    return this.#text.indexOf(part, from);
  }

  override substring(from: number, to?: number): string {
    return this.#text.substring(from, to);
  }

  #reads(at: number): void {
    this.#left -= at - this.#furthest;
    this.#furthest = at;
    while (this.#left < 0) {
      this.#more(again);
      this.#left += again;
    }
  }
}

const maxKeptBytes = 256_000;

/** The engine keeps what it worked out for the next search: of a hostile pattern that is megabytes. */
function release(program: RE2JS): void {
  const { lazyDFA: automaton, numSubexp: groups } = program.re2();
  if (automaton !== null && automaton.maxMem - automaton.memBudget > maxKeptBytes) automaton.clearCache();
  if (program.programSize() * (1 + groups) > maxKeptBytes / 16) program.reset();
}
