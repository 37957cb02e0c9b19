import type { DataSchema, DataType } from '@patchbay/model/schema';

/** `value`: a plain value · `list`: a list of plain values · `array`: a list of structures, which a loop walks · `object`. */
export type FieldKind = 'value' | 'list' | 'array' | 'object';

export interface Field {
  /** Its place in the list of all fields of its side. */
  readonly id: number;
  /** -1 for a root. */
  readonly parent: number;
  /** Which root it belongs to. */
  readonly root: number;
  readonly name: string;
  /** Steps from the root's value; `[]` enters a list. */
  readonly path: readonly string[];
  readonly kind: FieldKind;
  readonly types: readonly DataType[];
  readonly schema: DataSchema;
  readonly required: boolean;
  /** The nearest array around it, itself not counted; -1 when there is none. */
  readonly array: number;
  readonly depth: number;
}

export const isLeaf = (field: Field): boolean => field.kind === 'value' || field.kind === 'list';
