// The words of code: what is left of JavaScript or TypeScript without its comments and texts. No parser: where it cannot tell what a
// sign means, the whole text is left, which is more than there is and never less.

/**
 * The code with blanks in place of comments, texts and patterns; what a template works out (`${…}`) stays. Every other character
 * keeps its place.
 */
export function codeAlone(code: string): string {
  const alone = new Scan(code).read();
  // A text may be code itself.
  return alone === null || /(?<![\w$])(?:eval|Function)(?![\w$])/.test(alone) ? code : alone;
}

/**
 * What stood before a sign: behind a value a slash divides, behind an operator it begins a pattern, and there are places where it may
 * do either. A head is a word such as `if`, whose brackets are those of no call.
 */
type Before = 'value' | 'operator' | 'either' | 'head';

const token = {
  gap: /\s+|\/\/[^\n\r\u2028\u2029]*/y,
  comment: /\/\*[^]*?\*\//y,
  single: /'(?:[^'\\\n\r]|\\(?:\r\n|[^]))*'/y,
  double: /"(?:[^"\\\n\r]|\\(?:\r\n|[^]))*"/y,
  /** Behind a backtick, or the `}` that ends a part that is worked out. */
  template: /(?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{)/y,
  pattern: /\/(?:[^/\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/[\w$]*/y,
  /** A number is one too. */
  word: /\d[\w.]*|[\p{L}\p{N}_$\\][\p{L}\p{N}\p{M}_$\\\u200c\u200d]*/uy,
  sign: /\+\+|--|!==?|\.{3}|[^]/y,
};

const words: ReadonlyMap<string, Before> = new Map([
  ...'break case continue default delete do else extends in instanceof new return throw typeof void'
    .split(' ')
    .map((word) => [word, 'operator'] as const),
  // These may be names as well.
  ...'await of yield'.split(' ').map((word) => [word, 'either'] as const),
  ...'if while for with'.split(' ').map((word) => [word, 'head'] as const),
]);

class Scan {
  readonly #code: string;
  #at = 0;
  #alone = '';
  #before: Before = 'operator';
  #isMember = false;
  /** What is open, innermost last; of round brackets, what stands behind them. */
  readonly #open: (Before | '[' | '{' | '${')[] = [];

  constructor(code: string) {
    this.#code = code;
  }

  /** Null: it cannot tell. */
  read(): string | null {
    while (this.#at < this.#code.length) if (!this.#step()) return null;
    return this.#open.length === 0 ? this.#alone : null;
  }

  /** False: it cannot tell. */
  #step(): boolean {
    if (this.#blank(token.gap)) return true;
    const here = this.#code.slice(this.#at, this.#at + 2);
    if (here === '/*') return this.#blank(token.comment);
    if (here.startsWith("'")) return this.#text(token.single);
    if (here.startsWith('"')) return this.#text(token.double);
    if (here.startsWith('/')) return this.#slash();
    if (here.startsWith('`')) {
      this.#put(' ');
      return this.#template();
    }
    const word = this.#match(token.word);
    if (word !== undefined) return this.#word(word);
    return this.#sign(this.#match(token.sign) ?? '');
  }

  #word(word: string): true {
    this.#put(word);
    this.#before = (this.#isMember ? undefined : words.get(word)) ?? 'value';
    this.#isMember = false;
    return true;
  }

  #sign(sign: string): boolean {
    const before = this.#before;
    this.#isMember = sign === '.';
    if (sign === '}' && this.#open.at(-1) === '${') {
      this.#open.pop();
      this.#put(' ');
      return this.#template();
    }
    this.#put(sign);
    switch (sign) {
      case '(':
        this.#open.push(before === 'head' ? 'operator' : before === 'either' ? 'either' : 'value');
        break;
      case '[':
      case '{':
        this.#open.push(sign);
        break;
      case ')': {
        const behind = this.#open.pop();
        if (behind === undefined || behind === '[' || behind === '{' || behind === '${') return false;
        this.#before = behind;
        return true;
      }
      case ']':
        this.#before = 'value';
        return this.#open.pop() === '[';
      case '}':
        this.#before = 'either';
        return this.#open.pop() === '{';
      case '++':
      case '--':
        this.#before = 'value';
        return true;
      case '!':
        // Behind a value it is TypeScript's, which says that there is one.
        return true;
      default:
    }
    this.#before = 'operator';
    return true;
  }

  /** It divides, or begins a pattern. Where it may do either and no pattern can end on the line, it divides. */
  #slash(): boolean {
    if (this.#before === 'operator') return this.#text(token.pattern);
    if (this.#before === 'either' && this.#match(token.pattern) !== undefined) return false;
    this.#put('/');
    this.#before = 'operator';
    return true;
  }

  #template(): boolean {
    const text = this.#match(token.template);
    if (text === undefined) return false;
    this.#put(blanks(text));
    const isOver = text.endsWith('`');
    if (!isOver) this.#open.push('${');
    this.#before = isOver ? 'value' : 'operator';
    this.#isMember = false;
    return true;
  }

  #text(expected: RegExp): boolean {
    this.#before = 'value';
    this.#isMember = false;
    return this.#blank(expected);
  }

  #blank(expected: RegExp): boolean {
    const text = this.#match(expected);
    if (text !== undefined) this.#put(blanks(text));
    return text !== undefined;
  }

  #match(expected: RegExp): string | undefined {
    expected.lastIndex = this.#at;
    return expected.exec(this.#code)?.[0];
  }

  /** As long as what stands there. */
  #put(text: string): void {
    this.#alone += text;
    this.#at += text.length;
  }
}

const blanks = (text: string): string => text.replaceAll(/[^\n\r\u2028\u2029]/g, ' ');
