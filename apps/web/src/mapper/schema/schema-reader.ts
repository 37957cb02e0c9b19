// What reads schemas out of files for these dialogs. Whoever shows them gives it: the screen itself knows no server.
import type { Diagnostic } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';

/** A file that a person gave, or a text that they pasted. */
export interface GivenFile {
  /** Its path, as other files include or import it. */
  readonly name: string;
  readonly content: Uint8Array | string;
}

export interface ReadRequest {
  readonly file: GivenFile;
  /** Files that it refers to. */
  readonly others: readonly GivenFile[];
  /** Absent: it is found out. */
  readonly format?: string | undefined;
  /** Of a CSV sample. */
  readonly options?: { readonly delimiter?: string; readonly header?: boolean } | undefined;
}

export interface FoundSchema {
  readonly name: string;
  readonly schema: DataSchema;
  /** How many fields it has; recursive shapes count once. */
  readonly fields: number;
  /** How it came in, to be kept with it. */
  readonly origin: {
    readonly format: string;
    readonly file?: string | undefined;
    readonly type?: string | undefined;
    readonly sourceHash?: string | undefined;
  };
}

export type SchemasRead =
  | {
      readonly ok: true;
      readonly format: string;
      readonly schemas: readonly FoundSchema[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly ok: false;
      /** What is wrong, as a sentence. */
      readonly title: string;
      readonly next?: string | undefined;
      readonly diagnostics: readonly Diagnostic[];
    };

export interface NamedChoice {
  readonly value: string;
  readonly label: string;
  readonly aside?: string | undefined;
}

export type Choices =
  | { readonly ok: true; readonly choices: readonly NamedChoice[] }
  | { readonly ok: false; readonly title: string };

export interface SchemaReader {
  /** Never rejects: what goes wrong is said in the answer. */
  readonly read: (request: ReadRequest) => Promise<SchemasRead>;
  /** Tables of live databases; absent where the role may not use connections. */
  readonly tables?:
    | {
        readonly connections: () => Promise<Choices>;
        readonly tables: (connection: string) => Promise<Choices>;
        readonly read: (connection: string, table: string) => Promise<SchemasRead>;
      }
    | undefined;
}
