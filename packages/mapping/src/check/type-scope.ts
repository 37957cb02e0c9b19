// What names mean to the checker: the mirror of the compiler's environment, with types for slots.
import type { DataSchema } from '@patchbay/model/schema';

/** What is known of a lookup table, or of the records of a lookup source. */
export interface TableType {
  readonly value: DataSchema;
  /** Undefined when only a run knows them. */
  readonly keys: readonly string[] | undefined;
  /** Whether a key that is not there still has a value. */
  readonly hasDefault: boolean;
}

export interface TypeScope {
  readonly names: ReadonlyMap<string, DataSchema>;
  /** The item that is walked over here. */
  readonly item?: { readonly type: DataSchema; readonly shadows: boolean } | undefined;
  readonly target?: DataSchema | undefined;
  /** The mapping's first source. */
  readonly source?: DataSchema | undefined;
  /** The document's lookup tables and lookup sources by name. */
  readonly tables: ReadonlyMap<string, TableType>;
  readonly outer?: TypeScope | undefined;
}

/** The named sources that an expression may read, with their shapes. */
export type ScopeTypes = Readonly<Record<string, DataSchema>>;

export const rootScope = (types: ScopeTypes, tables: ReadonlyMap<string, TableType> = new Map()): TypeScope => ({
  names: new Map(Object.entries(types)),
  tables,
});

export const withTypes = (outer: TypeScope, names: Iterable<readonly [string, DataSchema]>): TypeScope => ({
  names: new Map(names),
  tables: outer.tables,
  target: outer.target,
  source: outer.source,
  outer,
});

export const withItemType = (
  outer: TypeScope,
  names: Iterable<readonly [string, DataSchema]>,
  item: { type: DataSchema; shadows: boolean },
): TypeScope => ({
  ...withTypes(outer, names),
  item,
});

export function itemAt(scope: TypeScope, levels: number): DataSchema | undefined {
  let left = levels;
  for (let at: TypeScope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.item === undefined) continue;
    if (left === 0) return at.item.type;
    left -= 1;
  }
  return undefined;
}

/** Every name that can be used here, innermost first. */
export function visibleNames(scope: TypeScope): Map<string, DataSchema> {
  const visible = new Map<string, DataSchema>();
  const add = (name: string, type: DataSchema): void => {
    if (!visible.has(name)) visible.set(name, type);
  };
  for (let at: TypeScope | undefined = scope; at !== undefined; at = at.outer) {
    for (const [name, type] of at.names) add(name, type);
    if (at.item?.shadows === true)
      for (const [name, type] of Object.entries(at.item.type.properties ?? {})) add(name, type);
  }
  return visible;
}
