// The text of a generated program while it is written: declarations that run once, and functions with their own temporaries.
// Whatever comes from a document enters it as a JSON literal only; every identifier is made here.

/** One function that is being written; temporaries live in its own scope. */
export class FunctionText {
  #temporaries = 0;
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** A fresh name for a value in between. */
  temporary(): string {
    this.#temporaries += 1;
    return `${this.#prefix}${this.#temporaries}`;
  }

  /** The body of the function, its temporaries declared. */
  body(statements: string): string {
    if (this.#temporaries === 0) return statements;
    const names = Array.from({ length: this.#temporaries }, (_, at) => `${this.#prefix}${at + 1}`);
    return `let ${names.join(', ')}; ${statements}`;
  }
}

export class Program {
  readonly #declarations: string[] = [];
  #names = 0;
  readonly #known = new Map<string, string>();

  /** A name that no other part of the program has. */
  name(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  /** Declares something that is worked out once, when the program is loaded; equal texts share one name. */
  constant(prefix: string, text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const name = this.name(prefix);
    this.#known.set(text, name);
    this.#declarations.push(`const ${name} = ${text};`);
    return name;
  }

  /** A place that may fail, by the label that messages use. */
  site(label: string, { start, end }: { readonly start: number; readonly end: number }): string {
    return this.constant('s', `new rt.Site(${literal(label)}, { start: ${start}, end: ${end} })`);
  }

  /** `write` hands back the statements of the body. */
  declareFunction(prefix: string, parameters: string, write: (text: FunctionText) => string): string {
    const name = this.name(prefix);
    const text = new FunctionText(`${name}_`);
    const body = text.body(write(text));
    this.#declarations.push(`const ${name} = (${parameters}) => { ${body} };`);
    return name;
  }

  declare(text: string): void {
    this.#declarations.push(text);
  }

  get text(): string {
    return this.#declarations.join('\n');
  }
}

/** JSON is a subset of JavaScript's literals; a program text may hold U+2028 in strings. */
export const literal = (value: unknown): string => JSON.stringify(value);

/** A key of an object literal: computed, since `__proto__` would set the prototype there. */
export const literalKey = (name: string): string => (name === '__proto__' ? '["__proto__"]' : literal(name));

/** The variable that holds what a slot of the frame holds in the other back end. */
export const slotVariable = (slot: number): string => `n${slot}`;
