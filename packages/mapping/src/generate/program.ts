// The text of a generated program while it is written: declarations that run once, and functions with their own temporaries.
// Whatever comes from a document enters it as a JSON literal only; every identifier is made here.

/** One function that is being written; temporaries live in its own scope. */
export class FunctionText {
  #temporaries = 0;
  readonly #prefix: string;
  readonly #head: string;

  constructor(prefix: string, head: string) {
    this.#prefix = prefix;
    this.#head = head;
  }

  /** A fresh name for a value in between. */
  temporary(): string {
    this.#temporaries += 1;
    return `${this.#prefix}${this.#temporaries}`;
  }

  /** The body of the function, its temporaries declared; `f` is the frame, `S` its slots. */
  body(statements: string): string {
    const names = Array.from({ length: this.#temporaries }, (_, at) => `${this.#prefix}${at + 1}`);
    const declared = names.length === 0 ? '' : `let ${names.join(', ')}; `;
    return `${this.#head}const S = f.slots; ${declared}${statements}`;
  }
}

export class Program {
  readonly #declarations: string[] = [];
  #names = 0;
  readonly #known = new Map<string, string>();
  readonly #captured = new Map<unknown, string>();

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

  /** Something of the other back end that the program uses as it is: a table, a handler. */
  capture(value: unknown): string {
    const known = this.#captured.get(value);
    if (known !== undefined) return known;
    const name = this.constant('k', `k[${this.#captured.size}]`);
    this.#captured.set(value, name);
    return name;
  }

  get captured(): readonly unknown[] {
    return [...this.#captured.keys()];
  }

  /** A place that may fail, by the label that messages use. */
  site(label: string, { start, end }: { readonly start: number; readonly end: number }): string {
    return this.constant('s', `new rt.Site(${literal(label)}, { start: ${start}, end: ${end} })`);
  }

  /** A function of a frame (and, for lambdas, an item and its position). `write` hands back its statements. */
  declareFunction(prefix: string, parameters: 'f' | 'f, a, b', write: (text: FunctionText) => string): string {
    return this.#declare(prefix, { parameters, head: '' }, write);
  }

  /** A function that fills a target while a mapping runs. */
  declareFiller(write: (text: FunctionText) => string): string {
    return this.#declare('o', { parameters: 'run, target', head: 'const f = run.frame; ' }, write);
  }

  /** A maker of objects of one shape: plain objects, whose fields find their place inside. */
  declareShape(): string {
    const name = this.name('T');
    this.#declarations.push(`function ${name}() {} ${name}.prototype = Object.prototype;`);
    return name;
  }

  #declare(
    prefix: string,
    { parameters, head }: { readonly parameters: string; readonly head: string },
    write: (text: FunctionText) => string,
  ): string {
    const name = this.name(prefix);
    const text = new FunctionText(`${name}_`, head);
    const body = text.body(write(text));
    this.#declarations.push(`const ${name} = (${parameters}) => { ${body} };`);
    return name;
  }

  get text(): string {
    return this.#declarations.join('\n');
  }
}

/** JSON is a subset of JavaScript's literals; a program text may hold U+2028 in strings. */
export const literal = (value: unknown): string => JSON.stringify(value);

/** A key of an object literal: computed, since `__proto__` would set the prototype there. */
export const literalKey = (name: string): string => (name === '__proto__' ? '["__proto__"]' : literal(name));

/** A slot of the frame, whose slots stand in `S`. */
export const slotText = (slot: number): string => `S[${slot}]`;
