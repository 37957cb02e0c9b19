// What every reader of schemas takes and gives. Bad input is told, never thrown.
import type { Diagnostic, Severity } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';

export type SchemaText = Uint8Array | string;

export interface SchemaReadOptions {
  /** The name of the main input, such as `orders/Order.xsd`: other files are looked for beside it, and it names what has no name. */
  readonly name?: string;
  /** Files that the input may refer to, by path. Nothing is ever fetched. */
  readonly files?: ReadonlyMap<string, SchemaText>;
}

export interface NamedSchema {
  readonly name: string;
  readonly schema: DataSchema;
}

export interface SchemaReading {
  /** The likeliest first. Empty when nothing could be read; then a diagnostic says why. */
  readonly schemas: readonly NamedSchema[];
  /** `at.field` names the file, and the place in it where that is a pointer; `at.start` is an offset in its text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Larger inputs are refused: a schema of this size is a mistake. Samples may be larger. */
export const maxSchemaLength = 20_000_000;
export const maxSampleLength = 200_000_000;

const maxFindings = 200;

export interface FindingPlace {
  readonly file?: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** Collects what a reader has to say; each message once, and not without end. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  #isAside = false;

  error(code: string, message: string, place?: FindingPlace): void {
    this.#add(this.#isAside ? 'warning' : 'error', code, { message, place });
  }

  /** What is wrong with a file that the main one refers to is a warning: the rest is read without it. */
  aside<Result>(read: () => Result): Result {
    const before = this.#isAside;
    this.#isAside = true;
    try {
      return read();
    } finally {
      this.#isAside = before;
    }
  }

  warning(code: string, message: string, place?: FindingPlace): void {
    this.#add('warning', code, { message, place });
  }

  info(code: string, message: string, place?: FindingPlace): void {
    this.#add('info', code, { message, place });
  }

  #add(
    severity: Severity,
    code: string,
    { message, place }: { message: string; place: FindingPlace | undefined },
  ): void {
    if (this.#seen.has(message) || this.diagnostics.length >= maxFindings) return;
    this.#seen.add(message);
    const at = {
      ...(place?.file === undefined ? {} : { field: place.file }),
      ...(place?.start === undefined ? {} : { start: place.start }),
      ...(place?.end === undefined ? {} : { end: place.end }),
    };
    this.diagnostics.push({ severity, code: `schema.${code}`, message, at });
  }
}

/** The last part of a path, without what follows the last dot: the name of what has none. */
export function baseName(path: string | undefined, otherwise: string): string {
  const file = /[^/\\]*$/.exec(path ?? '')?.[0] ?? '';
  const bare = file.replace(/\.[A-Za-z0-9]{1,10}$/, '');
  return bare === '' ? otherwise : bare;
}
