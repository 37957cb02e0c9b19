// What a mapping reads and what it makes: its sources and its target.
import { quoteName } from '@patchbay/model/expression';
import { isStructure } from '@patchbay/model/mapping';
import type { MappingDocument, MappingSource, SchemaUse } from '@patchbay/model/mapping';
import { isJsonObject } from '@patchbay/model/schema';
import type { MappingView } from '../lineage/mapping-view.ts';
import { rootScopeOf } from '../lineage/rule-scope.ts';
import { lineageOf } from '../lineage/lineage-of.ts';
import { refuse } from './edit.ts';
import type { EditResult, Refusal } from './edit.ts';
import { freeName } from './free-name.ts';
import { nameMistake } from './loop-edits.ts';
import { mapRootTexts } from './map-texts.ts';
import { renamedNames } from './rename-name.ts';
import { shownPath } from './rule-at.ts';
import { orderedDocument, orderedSource } from './stored-order.ts';
import { withTableNames } from './tables-used.ts';

const sourcesOf = (doc: MappingDocument): [string, MappingSource][] => Object.entries(doc.sources ?? {});

function withSources(doc: MappingDocument, entries: readonly (readonly [string, MappingSource])[]): MappingDocument {
  if (entries.length > 0)
    return orderedDocument({
      ...doc,
      sources: Object.fromEntries(entries.map(([name, source]) => [name, orderedSource(source)])),
    });
  const { sources: _none, ...rest } = doc;
  return rest;
}

const has = (doc: MappingDocument, name: string): boolean => sourcesOf(doc).some(([key]) => key === name);
const none = (name: string): Refusal => refuse(`This mapping has no source “${name}”.`);

/** One more source, after the others. Without a name: `source`, `source2`, … */
export function addSource(
  doc: MappingDocument,
  { name, source = {} }: { name?: string; source?: MappingSource } = {},
): EditResult {
  const chosen = name ?? freeName('source', (taken) => has(doc, taken));
  const mistake = nameMistake(chosen);
  if (mistake !== undefined) return refuse(mistake);
  if (has(doc, chosen)) return refuse(`There is a source “${chosen}” already.`);
  return {
    doc: withSources(doc, [...sourcesOf(doc), [chosen, source]]),
    path: '',
    said: `Added the source ${chosen}.`,
  };
}

/** Shape, role, key or filling of a source; undefined takes a part away. */
export function setSource(doc: MappingDocument, name: string, change: Partial<MappingSource>): EditResult {
  if (!has(doc, name)) return none(name);
  const entries = sourcesOf(doc).map(([key, old]): [string, MappingSource] => {
    if (key !== name) return [key, old];
    return [key, Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== undefined))];
  });
  return { doc: withSources(doc, entries), path: '', said: `Changed the source ${name}.` };
}

/** Another name: what reads it follows, and so do the samples, which are objects with a key for each source. */
export function renameSource(view: MappingView, from: string, to: string): EditResult {
  const { doc } = view;
  if (!has(doc, from)) return none(from);
  const mistake = nameMistake(to);
  if (mistake !== undefined) return refuse(mistake);
  if (from === to) return { doc, path: '', said: `${from} keeps its name.` };
  if (has(doc, to)) return refuse(`There is a source “${to}” already.`);
  const own = sourcesOf(doc).find(([key]) => key === from)?.[1];
  const isTable = own?.role === 'lookup' && !hasTable(doc, from);
  if (isTable && hasTable(doc, to)) return refuse(`There is a lookup table “${to}” already.`);
  const renaming = renamedNames({ from, to, isBinder: (binder) => binder === undefined });
  const rewritten = mapRootTexts(doc, rootScopeOf(view), renaming.change);
  const [clash] = renaming.clashes;
  if (clash !== undefined)
    return refuse(`“${to}” means something else in ${shownPath(clash.path)}. Choose another name.`);
  const entries = sourcesOf(doc).map(([key, source]): [string, MappingSource] => [key === from ? to : key, source]);
  const renamed = withSources(isTable ? withTable(view, rewritten, new Map([[from, to]])) : rewritten, entries);
  const isGiven = own?.from === undefined;
  return {
    doc: isGiven ? withSampleKeys(renamed, from, to) : renamed,
    path: '',
    said: `Renamed the source ${from} to ${to}.`,
  };
}

const hasTable = ({ lookups }: MappingDocument, name: string): boolean =>
  lookups !== undefined && Object.hasOwn(lookups, name);

/** Records of a lookup source are looked up by its name. */
function withTable(view: MappingView, doc: MappingDocument, names: ReadonlyMap<string, string>): MappingDocument {
  const root = withTableNames(doc.root, { path: '', scope: rootScopeOf(view) }, names);
  return isStructure(root) && root !== doc.root ? { ...doc, root } : doc;
}

function withSampleKeys(doc: MappingDocument, from: string, to: string): MappingDocument {
  if (doc.samples === undefined) return doc;
  const samples = doc.samples.map((sample) => {
    if (!isJsonObject(sample.in) || !Object.hasOwn(sample.in, from)) return sample;
    return {
      ...sample,
      in: Object.fromEntries(Object.entries(sample.in).map(([key, value]) => [key === from ? to : key, value])),
    };
  });
  return { ...doc, samples };
}

/** The document without the source. One that rules read is refused unless `evenIfUsed`: their texts stay, and are shown as wrong. */
export function removeSource(
  view: MappingView,
  name: string,
  { evenIfUsed = false }: { evenIfUsed?: boolean } = {},
): EditResult {
  if (!has(view.doc, name)) return none(name);
  const used = lineageOf(view).dependentsOf(quoteName(name)).length;
  if (used > 0 && !evenIfUsed)
    return refuse(`${name} is read by ${used === 1 ? 'one rule' : `${used} rules`}: map them another way first.`);
  return {
    doc: withSources(
      view.doc,
      sourcesOf(view.doc).filter(([key]) => key !== name),
    ),
    path: '',
    said: `Removed the source ${name}.`,
  };
}

/** The shape that the mapping makes; undefined: any. Rules stay, also those that the new shape has no place for. */
export function setTarget(doc: MappingDocument, schema: SchemaUse | undefined): EditResult {
  if (schema !== undefined)
    return { doc: orderedDocument({ ...doc, target: { schema } }), path: '', said: 'Changed the target.' };
  const { target: _none, ...rest } = doc;
  return { doc: rest, path: '', said: 'The target takes any shape.' };
}
