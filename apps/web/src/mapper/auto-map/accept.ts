// Accepted suggestions become rules: as many as there are, one edit.
import { setRule, setRuleMeta } from '@patchbay/mapping/edit';
import type { LookupTable, MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { Suggestion } from './suggestion.ts';

export interface Accepted {
  readonly doc: MappingDocument;
  readonly said: string;
  /** Everything that was accepted, the loops that came along included. */
  readonly taken: readonly Suggestion[];
}

/** `all`: every suggestion at hand, for the loops around the accepted ones. `keyOf` gives the sample's value of a lookup's key. */
export function accept(given: {
  readonly doc: MappingDocument;
  readonly accepted: readonly Suggestion[];
  readonly all: readonly Suggestion[];
  readonly keyOf: (suggestion: Suggestion) => unknown;
}): Accepted {
  const { accepted, all, keyOf } = given;
  const needed = new Set(accepted.flatMap(({ needs }) => needs));
  const chosen = new Set(accepted.map(({ target }) => target));
  const loops = all.filter(({ kind, target }) => kind === 'loop' && (needed.has(target) || chosen.has(target)));
  const fields = accepted.filter(({ kind }) => kind === 'field');
  const taken = [...loops.toSorted((one, other) => one.target.length - other.target.length), ...fields];
  let { doc } = given;
  for (const suggestion of taken) {
    const made = ruleOf(doc, suggestion, keyOf(suggestion));
    doc = setRule(made.doc, suggestion.target, made.rule);
    doc = setRuleMeta(doc, suggestion.target, { by: `auto:${suggestion.score.toFixed(2)}` }).doc;
  }
  const count = taken.length;
  return { doc, taken, said: count === 1 ? 'Accepted one suggestion.' : `Accepted ${count} suggestions.` };
}

function ruleOf(
  doc: MappingDocument,
  suggestion: Suggestion,
  key: unknown,
): { doc: MappingDocument; rule: MappingRule } {
  if (suggestion.kind === 'loop') {
    return { doc, rule: { for: suggestion.text, as: suggestion.as ?? 'item', fields: {} } };
  }
  if (suggestion.conversion !== 'lookup') return { doc, rule: { expr: suggestion.text } };
  const known = tableWith(doc, key);
  if (known !== undefined) return { doc, rule: { lookup: known, key: suggestion.text } };
  const name = freeTable(doc, suggestion.target);
  const table: LookupTable = { values: {} };
  return { doc: { ...doc, lookups: { ...doc.lookups, [name]: table } }, rule: { lookup: name, key: suggestion.text } };
}

/** A table of the document, or of its bundle, that knows the sample's key. */
function tableWith(doc: MappingDocument, key: unknown): string | undefined {
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  const found = Object.entries(doc.lookups ?? {}).find(([, lookup]) => {
    const table = 'values' in lookup ? lookup : doc.bundle?.lookups?.[lookup.table];
    return table !== undefined && Object.hasOwn(table.values, String(key));
  });
  return found?.[0];
}

function freeTable(doc: MappingDocument, target: string): string {
  const wanted = target.slice(target.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9_]/g, '') || 'table';
  const taken = doc.lookups ?? {};
  let name = wanted;
  for (let number = 2; Object.hasOwn(taken, name); number += 1) name = `${wanted}${number}`;
  return name;
}
