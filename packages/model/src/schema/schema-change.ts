// A change of a schema, as data.
import type { Json } from './json.ts';

/** Which side of mappings the schema stands on: rules read a source and write a target. */
export type SchemaRole = 'source' | 'target';

export type ChangeKind =
  | 'added'
  | 'removed'
  | 'type'
  | 'format'
  | 'required'
  | 'nullable'
  | 'cardinality'
  | 'enum'
  | 'length'
  | 'range'
  | 'pattern';

export interface SchemaChange {
  readonly kind: ChangeKind;
  /** As in `SchemaNode.path`. */
  readonly path: string;
  /** `breaking`: rules of today may fail or write what is refused. */
  readonly severity: 'breaking' | 'compatible';
  /** One sentence for a person. */
  readonly message: string;
  readonly before?: Json;
  readonly after?: Json;
  /** Of a field that was removed: new fields that may be the same one, the likeliest place first. */
  readonly candidates?: readonly string[];
  /** The topmost field that was added or removed together with this one. */
  readonly within?: string;
}
