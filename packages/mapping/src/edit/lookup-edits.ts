// The lookup tables of a document: their lines, their default, their names.
import { isStructure } from '@patchbay/model/mapping';
import type { Lookup, LookupTable, MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import type { MappingView } from '../lineage/mapping-view.ts';
import { rootScopeOf } from '../lineage/rule-scope.ts';
import { isRefusal, refuse } from './edit.ts';
import type { EditResult, NamedEdit, Refusal } from './edit.ts';
import { freeName } from './free-name.ts';
import { orderedDocument } from './stored-order.ts';
import { tablesUsed, withTableNames } from './tables-used.ts';

const lookupsOf = (doc: MappingDocument): [string, Lookup][] => Object.entries(doc.lookups ?? {});

function withLookups(doc: MappingDocument, entries: readonly (readonly [string, Lookup])[]): MappingDocument {
  if (entries.length > 0) return orderedDocument({ ...doc, lookups: Object.fromEntries(entries) });
  const { lookups: _none, ...rest } = doc;
  return rest;
}

const find = (doc: MappingDocument, name: string): Lookup | undefined =>
  lookupsOf(doc).find(([key]) => key === name)?.[1];
const none = (name: string): Refusal => refuse(`There is no lookup table “${name}” in this mapping.`);

/** A table of the document or one of the library, under its name; a new name gets a new table. */
export function setLookup(doc: MappingDocument, name: string, lookup: Lookup): EditResult {
  if (name.trim() === '') return refuse('A lookup table needs a name.');
  const isNew = find(doc, name) === undefined;
  const entries = isNew
    ? [...lookupsOf(doc), [name, lookup] as const]
    : lookupsOf(doc).map(([key, old]): [string, Lookup] => [key, key === name ? lookup : old]);
  return { doc: withLookups(doc, entries), path: '', said: `${isNew ? 'Added' : 'Changed'} the lookup table ${name}.` };
}

/** An empty table under a free name. */
export function addLookup(doc: MappingDocument, wanted = 'table'): NamedEdit | Refusal {
  const name = freeName(wanted.trim() === '' ? 'table' : wanted, (taken) => find(doc, taken) !== undefined);
  const edit = setLookup(doc, name, { values: {} });
  return isRefusal(edit) ? edit : { ...edit, name };
}

/** Another name: rules and formulas that use the table follow. */
export function renameLookup(view: MappingView, from: string, to: string): EditResult {
  const { doc } = view;
  if (find(doc, from) === undefined) return none(from);
  if (to.trim() === '') return refuse('A lookup table needs a name.');
  if (from === to) return { doc, path: '', said: `${from} keeps its name.` };
  if (find(doc, to) !== undefined) return refuse(`There is a lookup table “${to}” already.`);
  const root = withTableNames(doc.root, { path: '', scope: rootScopeOf(view) }, new Map([[from, to]]));
  const entries = lookupsOf(doc).map(([key, table]): [string, Lookup] => [key === from ? to : key, table]);
  return {
    doc: { ...withLookups(doc, entries), root: isStructure(root) ? root : doc.root },
    path: '',
    said: `Renamed the table ${from} to ${to}.`,
  };
}

/** The document without the table; a table in use is refused unless `evenIfUsed`. */
export function removeLookup(
  view: MappingView,
  name: string,
  { evenIfUsed = false }: { evenIfUsed?: boolean } = {},
): EditResult {
  if (find(view.doc, name) === undefined) return none(name);
  const isUsed = tablesUsed(view.doc.root, { path: '', scope: rootScopeOf(view) }).has(name);
  if (isUsed && !evenIfUsed) return refuse(`The table “${name}” is used by rules: map them another way first.`);
  return {
    doc: withLookups(
      view.doc,
      lookupsOf(view.doc).filter(([key]) => key !== name),
    ),
    path: '',
    said: `Removed the table ${name}.`,
  };
}

function changed(
  doc: MappingDocument,
  name: string,
  change: (table: LookupTable) => LookupTable,
  said: string,
): EditResult {
  const table = find(doc, name);
  if (table === undefined) return none(name);
  if (!('values' in table)) return refuse(`“${name}” is a table of the library: change it there.`);
  return { ...setLookup(doc, name, change(table)), said };
}

/** One line of a table: a new key at the end, a known one with another value. */
export const setLookupValue = (
  doc: MappingDocument,
  name: string,
  { key, value }: { key: string; value: Json },
): EditResult =>
  changed(
    doc,
    name,
    (table) => {
      const entries = Object.entries(table.values);
      const isKnown = Object.hasOwn(table.values, key);
      const next = isKnown
        ? entries.map(([old, held]): [string, Json] => [old, old === key ? value : held])
        : [...entries, [key, value] as const];
      return { ...table, values: Object.fromEntries(next) };
    },
    `${key} is ${JSON.stringify(value)} in ${name}.`,
  );

export function renameLookupKey(
  doc: MappingDocument,
  name: string,
  { from, to }: { from: string; to: string },
): EditResult {
  const table = find(doc, name);
  if (table !== undefined && 'values' in table && from !== to && Object.hasOwn(table.values, to))
    return refuse(`There is a line for ${to} already.`);
  const rename = (old: LookupTable): LookupTable => ({
    ...old,
    values: Object.fromEntries(Object.entries(old.values).map(([key, value]) => [key === from ? to : key, value])),
  });
  return changed(doc, name, rename, `Renamed the key ${from} to ${to}.`);
}

export const removeLookupKey = (doc: MappingDocument, name: string, key: string): EditResult =>
  changed(
    doc,
    name,
    (table) => ({ ...table, values: Object.fromEntries(Object.entries(table.values).filter(([old]) => old !== key)) }),
    `Removed ${key} from ${name}.`,
  );

/** What the table gives for keys that it does not have; undefined: nothing. Tables of the library take one of the document's own. */
export function setLookupDefault(doc: MappingDocument, name: string, value: Json | undefined): EditResult {
  const table = find(doc, name);
  if (table === undefined) return none(name);
  const { default: _old, ...rest } = table;
  const next: Lookup = value === undefined ? rest : { ...rest, default: value };
  return { ...setLookup(doc, name, next), said: `Changed the default of ${name}.` };
}
