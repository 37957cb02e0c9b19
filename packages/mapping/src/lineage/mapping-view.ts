// A mapping as it is looked at: the document, the shapes of its sources and of its target, and what it uses of the library.
import { quoteMember, quoteName } from '@patchbay/model/expression';
import { tableOf, targetUseOf } from '@patchbay/model/mapping';
import type { LookupTable, MappingBundle, MappingDocument, MappingSource, SchemaUse } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import type { ScopeTypes } from '../check/type-scope.ts';

export interface ViewSource {
  /** The expression that gives the whole source: `order`, `trigger.body`. */
  readonly root: string;
  /** What people call it. */
  readonly label: string;
  /** Undefined when nobody knows its shape. */
  readonly schema: DataSchema | undefined;
  readonly role: NonNullable<MappingSource['role']>;
}

export interface MappingView {
  /** As it is stored: references to the library stay references. */
  readonly doc: MappingDocument;
  readonly sources: readonly ViewSource[];
  readonly target: DataSchema | undefined;
  /** What the document's references mean: its own bundle first, then the library. */
  readonly bundle: MappingBundle;
}

export interface ViewContext {
  /** What stands around the mapping: the roots of a flow, or the shapes of its inputs where the document names none. */
  readonly scopeTypes?: ScopeTypes | undefined;
  /** The parts of the library that the document names, by reference (`Order@3`). */
  readonly library?: MappingBundle | undefined;
}

/** The view of a document. What is not found in bundle or library has no known shape. */
export function viewOf(doc: MappingDocument, { scopeTypes = {}, library = {} }: ViewContext = {}): MappingView {
  const bundle = merged(doc.bundle, library);
  const declared = Object.entries(doc.sources ?? {});
  const named = declared.map(([name, source]): ViewSource => ({
    root: quoteName(name),
    label: name,
    schema: schemaOf(source.schema, bundle) ?? ownSchema(scopeTypes, name),
    role: source.role ?? 'payload',
  }));
  const around = Object.entries(scopeTypes)
    .filter(([name]) => !declared.some(([other]) => other === name))
    .flatMap(([name, schema]) => rootsOf(name, schema));
  return { doc, sources: [...named, ...around], target: schemaOf(targetUseOf(doc), bundle), bundle };
}

/** The schema that a use of one means; undefined when it is a reference to what is not there. */
export function schemaOf(use: SchemaUse | undefined, bundle: MappingBundle): DataSchema | undefined {
  if (typeof use !== 'string') return use;
  return own(bundle.schemas, use);
}

/** A lookup table of the document with what it takes from the library; undefined when either is not there. */
export function lookupTableOf({ doc, bundle }: MappingView, name: string): LookupTable | undefined {
  const lookup = own(doc.lookups, name);
  if (lookup === undefined || 'values' in lookup) return lookup;
  const table = own(bundle.lookups, lookup.table);
  return table === undefined ? undefined : tableOf(table, lookup);
}

const own = <Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

const ownSchema = (types: ScopeTypes, name: string): DataSchema | undefined => own(types, name);

function merged(bundle: MappingBundle | undefined, library: MappingBundle): MappingBundle {
  if (bundle === undefined) return library;
  if (library.schemas === undefined && library.lookups === undefined && library.mappings === undefined) return bundle;
  return {
    schemas: { ...library.schemas, ...bundle.schemas },
    lookups: { ...library.lookups, ...bundle.lookups },
    mappings: { ...library.mappings, ...bundle.mappings },
  };
}

/** Roots of a flow hold envelopes: what is mapped stands one level deeper (`trigger.body`, `steps.charge`). */
const envelopes = new Set(['trigger', 'steps']);

function rootsOf(name: string, schema: DataSchema): ViewSource[] {
  const role = name === 'vars' ? 'variables' : 'payload';
  const inner = Object.entries(schema.properties ?? {});
  if (!envelopes.has(name) || inner.length === 0) return [{ root: quoteName(name), label: name, schema, role }];
  return inner.map(([part, type]) => ({
    root: `${name}.${quoteMember(part)}`,
    label: name === 'trigger' && part === 'body' ? 'trigger' : part,
    schema: type,
    role: part === 'headers' && name === 'trigger' ? 'headers' : 'payload',
  }));
}

/** The same view of an edited document: its sources and its target are looked at anew where they changed. */
export function withDocument(view: MappingView, doc: MappingDocument): MappingView {
  if (doc === view.doc) return view;
  const isSame = doc.sources === view.doc.sources && targetUseOf(doc) === targetUseOf(view.doc);
  if (isSame) return { ...view, doc };
  const around = view.sources.filter(
    ({ root }) => !Object.keys(view.doc.sources ?? {}).some((name) => quoteName(name) === root),
  );
  const next = viewOf(doc, { library: view.bundle });
  const known = next.sources.map((source) => {
    const old = view.sources.find(({ root }) => root === source.root);
    return source.schema === undefined && old !== undefined ? { ...source, schema: old.schema } : source;
  });
  const others = around.filter(({ root }) => !known.some((source) => source.root === root));
  return { ...next, sources: [...known, ...others] };
}
