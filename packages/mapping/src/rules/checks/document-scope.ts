// What a document's rules see, as types. The same document around the same names gives the same scope, so that what was
// checked in it is not checked again: an edit of a rule leaves sources, tables and target as they are.
import { targetUseOf } from '@patchbay/model/mapping';
import type { LookupTable, MappingDocument, MappingSource, SchemaUse } from '@patchbay/model/mapping';
import { inferSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { checkedText } from '../../check/checked-text.ts';
import { anything, itemsOf, standalone, unionOf } from '../../check/type-algebra.ts';
import { visibleNames, withTypes } from '../../check/type-scope.ts';
import type { TableType, TypeScope } from '../../check/type-scope.ts';
import { References } from '../library.ts';

export interface DocumentScope {
  readonly scope: TypeScope;
  readonly references: References;
  readonly tables: ReadonlyMap<string, LookupTable>;
  /** The target's shape, its references resolved; undefined when there is none, or when it is not known. */
  readonly target: DataSchema | undefined;
}

type Given = Pick<MappingDocument, 'sources' | 'lookups' | 'bundle'> & { readonly target: SchemaUse | undefined };

interface Known {
  readonly given: Given;
  readonly references: References | undefined;
  readonly made: DocumentScope;
}

const known = new WeakMap<TypeScope, Known[]>();
const keptScopes = 8;

/** @param outer what references mean around the document, when it is a mapping of a bundle */
export function documentScope(doc: MappingDocument, around: TypeScope, outer?: References): DocumentScope {
  const entries = known.get(around) ?? [];
  const found = entries.find(
    ({ given, references }) =>
      references === outer &&
      given.sources === doc.sources &&
      given.lookups === doc.lookups &&
      given.target === targetUseOf(doc) &&
      given.bundle === doc.bundle,
  );
  if (found !== undefined) return found.made;
  const { sources, lookups, bundle } = doc;
  const target = targetUseOf(doc);
  const made = makeScope(doc, around, outer);
  known.set(
    around,
    [{ given: { sources, lookups, target, bundle }, references: outer, made }, ...entries].slice(0, keptScopes),
  );
  return made;
}

function makeScope(doc: MappingDocument, around: TypeScope, outer: References | undefined): DocumentScope {
  const references = (outer ?? new References()).within(doc);
  const tables = references.tables(doc);
  const schema = references.schema(targetUseOf(doc));
  const target = schema === undefined ? undefined : standalone(schema);
  const names = Object.entries(doc.sources ?? {}).map(
    ([name, source]) => [name, sourceType(name, source, { around, references })] as const,
  );
  const types = new Map<string, TableType>();
  for (const [name, type] of names) {
    const source = doc.sources?.[name];
    if (source?.role === 'lookup' && source.key !== undefined)
      types.set(name, { value: itemsOf(type), keys: undefined, hasDefault: false });
  }
  for (const [name, table] of tables) types.set(name, tableType(table));
  for (const name of Object.keys(doc.lookups ?? {}))
    if (!types.has(name)) types.set(name, { value: anything, keys: undefined, hasDefault: true });
  const scope = { ...withTypes(around, names), tables: types, target: target ?? anything, source: names[0]?.[1] };
  return { scope, references, tables, target };
}

function sourceType(
  name: string,
  { schema: use, from }: MappingSource,
  { around, references }: { around: TypeScope; references: References },
): DataSchema {
  const schema = references.schema(use);
  if (schema !== undefined) return standalone(schema);
  if (from !== undefined) return checkedText(from, around).type;
  return use === undefined ? (visibleNames(around).get(name) ?? anything) : anything;
}

/** Values of large tables are looked at in part: their shape does not change after some hundred. */
const sampledValues = 500;

function tableType({ values, default: otherwise }: LookupTable): TableType {
  const keys = Object.keys(values);
  const sampled = keys.slice(0, sampledValues).map((key) => values[key] ?? null);
  const found = sampled.length === 0 ? anything : inferSchema(sampled);
  return {
    value: otherwise === undefined ? found : unionOf([found, inferSchema([otherwise])]),
    keys,
    hasDefault: otherwise !== undefined && otherwise !== null,
  };
}
