// What people say about rules follows the rules: under a new path when they move, gone when they are gone.
import type { MappingDocument, RuleMeta } from '@patchbay/model/mapping';
import type { Edit } from './edit.ts';
import { isInside, shownPath } from './rule-at.ts';
import { orderedDocument, orderedMeta } from './stored-order.ts';

const metaOf = (doc: MappingDocument): [string, RuleMeta][] => Object.entries(doc.meta?.rules ?? {});

function withMeta(doc: MappingDocument, entries: readonly (readonly [string, RuleMeta])[]): MappingDocument {
  if (entries.length > 0) return orderedDocument({ ...doc, meta: { rules: Object.fromEntries(entries) } });
  const { meta: _none, ...rest } = doc;
  return rest;
}

export const ruleMeta = (doc: MappingDocument, path: string): RuleMeta => {
  const rules = doc.meta?.rules ?? {};
  return (Object.hasOwn(rules, path) ? rules[path] : undefined) ?? {};
};

const maxComment = 5_000;
const maxName = 200;
/** Never half of a character that takes two units. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** Some of what is said about a rule, comments up to 5,000 characters; a blank or undefined value takes that part away. */
export function setRuleMeta(doc: MappingDocument, path: string, change: Partial<RuleMeta>): Edit {
  const next = Object.entries({ ...ruleMeta(doc, path), ...change })
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]): [string, string] => [name, cut(value ?? '', name === 'comment' ? maxComment : maxName)]);
  const others = metaOf(doc).filter(([key]) => key !== path);
  const isKnown = others.length < metaOf(doc).length;
  const own: [string, RuleMeta] = [path, orderedMeta(Object.fromEntries(next))];
  const entries = metaOf(doc).map(([key, meta]): [string, RuleMeta] => (key === path ? own : [key, meta]));
  const changed = next.length === 0 ? others : isKnown ? entries : [...entries, own];
  const said = `Changed ${Object.keys(change).join(', ')} of ${shownPath(path)}.`;
  return { doc: withMeta(doc, changed), path, said };
}

/** The document without what is said about rules at these paths and inside them. */
export function withoutMeta(doc: MappingDocument, paths: readonly string[]): MappingDocument {
  const left = metaOf(doc).filter(([key]) => !paths.some((path) => isInside(key, path)));
  return left.length === metaOf(doc).length ? doc : withMeta(doc, left);
}

/** The document with what is said about a rule, and about those inside it, under the path that the rule has now. */
export function withMovedMeta(doc: MappingDocument, from: string, to: string): MappingDocument {
  const entries = metaOf(doc);
  if (from === to || !entries.some(([key]) => isInside(key, from))) return doc;
  const left = entries.filter(([key]) => isInside(key, from) || !isInside(key, to));
  return withMeta(
    doc,
    left.map(([key, meta]) => [isInside(key, from) ? to + key.slice(from.length) : key, meta]),
  );
}

/** The same said about a copy. */
export function withCopiedMeta(doc: MappingDocument, from: string, to: string): MappingDocument {
  const copied = metaOf(doc)
    .filter(([key]) => isInside(key, from))
    .map(([key, meta]): [string, RuleMeta] => [to + key.slice(from.length), meta]);
  return copied.length === 0 ? doc : withMeta(withoutMeta(doc, [to]), [...metaOf(doc), ...copied]);
}

/** The document with more said about rules; what was said under the same paths gives way. */
export function withAddedMeta(doc: MappingDocument, added: readonly (readonly [string, RuleMeta])[]): MappingDocument {
  if (added.length === 0) return doc;
  const names = new Set(added.map(([path]) => path));
  return withMeta(doc, [...metaOf(doc).filter(([key]) => !names.has(key)), ...added]);
}
