// What a person types into the search box of a side: words that must all be found, and `type:` for kinds of values.
import type { SchemaNode } from '@patchbay/model/schema';
import { aliasOf, synonymsOf, typeWord } from './type-words.ts';

export interface SearchCandidate {
  readonly name: string;
  /** Names from the top, with blanks or what stands in paths between: `customer name`; several ways to it on a line each. */
  readonly path: string;
  readonly shape: SchemaNode | undefined;
  /** The sample's value in words, and what stands in the rule. */
  readonly texts: () => readonly string[];
}

/** Undefined when the query asks for nothing. */
export function matcherOf(query: string): ((candidate: SearchCandidate) => boolean) | undefined {
  const asked = query.toLowerCase().replaceAll(/(?<!\S)type:\s+/g, 'type:');
  const terms = asked.split(/\s+/).filter(Boolean);
  if (terms.length === 0) return undefined;
  return (candidate) => terms.every((term) => matches(term, candidate));
}

function matches(term: string, candidate: SearchCandidate): boolean {
  const wanted = /^type:(.*)$/.exec(term)?.[1];
  if (wanted !== undefined) return isOfType(wanted, candidate.shape);
  return (
    candidate.name.toLowerCase().includes(term) ||
    candidate.path.toLowerCase().includes(term) ||
    hasNames(candidate.path, asNames(term)) ||
    aliasOf(candidate.shape)?.toLowerCase().includes(term) === true ||
    synonymsOf(candidate.shape).some((word) => word.toLowerCase().includes(term)) ||
    candidate.shape?.schema.description?.toLowerCase().includes(term) === true ||
    candidate.texts().some((text) => text.toLowerCase().includes(term))
  );
}

/** `customer.last_name`, `lines[].sku`, `/lines/sku`: paths are the names in them, however they are written. */
const asNames = (path: string): string => path.toLowerCase().replaceAll(/[./[\]` ]+/g, ' ');

const hasNames = (path: string, names: string): boolean => {
  const wanted = names.trim();
  return wanted !== '' && asNames(path).includes(wanted);
};

function isOfType(wanted: string, shape: SchemaNode | undefined): boolean {
  if (wanted === '') return true;
  if (shape === undefined) return false;
  if (shape.cardinality === 'many' && 'list'.startsWith(wanted)) return true;
  return (
    typeWord(shape)
      .split(/[ ,]+/)
      .some((word) => word.startsWith(wanted)) ||
    shape.types.some((type) => type.startsWith(wanted)) ||
    shape.schema.format?.startsWith(wanted) === true
  );
}
