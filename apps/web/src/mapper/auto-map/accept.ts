// Accepted suggestions become rules: as many as there are, one edit.
import { parseSourceKey } from '@patchbay/mapping';
import type { MappingView } from '@patchbay/mapping';
import { applySuggestions, isRefusal, setRule, setRuleMeta } from '@patchbay/mapping/edit';
import type { AcceptedSuggestion } from '@patchbay/mapping/edit';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Suggestion } from './suggestion.ts';

export interface Accepted {
  readonly doc: MappingDocument;
  readonly said: string;
  /** Everything that was accepted, the loops that came along included. */
  readonly taken: readonly Suggestion[];
}

/** `all`: every suggestion at hand, for the loops around the accepted ones. `keyOf` gives the sample's value of a lookup's key. */
export function accept(given: {
  readonly view: MappingView;
  readonly accepted: readonly Suggestion[];
  readonly all: readonly Suggestion[];
  readonly keyOf: (suggestion: Suggestion) => unknown;
}): Accepted {
  const { view, accepted, all, keyOf } = given;
  const needed = new Set(accepted.flatMap(({ needs }) => needs));
  const chosen = new Set(accepted.map(({ target }) => target));
  const loops = all.filter(({ kind, target }) => kind === 'loop' && (needed.has(target) || chosen.has(target)));
  const fields = accepted.filter(({ kind }) => kind === 'field');
  const plain = [...loops, ...fields.filter(({ conversion }) => conversion !== 'lookup')];
  const made = plain.length === 0 ? undefined : applySuggestions(view, plain.map(asAccepted));
  let doc = made === undefined || isRefusal(made) ? view.doc : made.doc;
  for (const suggestion of fields.filter(({ conversion }) => conversion === 'lookup'))
    doc = withLookup(doc, suggestion, keyOf(suggestion));
  const taken = [...loops, ...fields];
  return {
    doc,
    taken,
    said: taken.length === 1 ? 'Accepted one suggestion.' : `Accepted ${taken.length} suggestions.`,
  };
}

const asAccepted = ({ target, source, kind, as, text, score }: Suggestion): AcceptedSuggestion => ({
  target,
  source: parseSourceKey(source),
  kind,
  score,
  ...(kind === 'loop' ? { as } : { text }),
});

/** The values at both ends differ: a table tells which stands for which, one at hand or a blank one to fill. */
function withLookup(before: MappingDocument, suggestion: Suggestion, key: unknown): MappingDocument {
  const { target, text, score } = suggestion;
  const known = tableWith(before, key);
  const name = known ?? freeTable(before, target);
  const doc = known === undefined ? { ...before, lookups: { ...before.lookups, [name]: { values: {} } } } : before;
  const written = setRule(doc, target, { lookup: name, key: text });
  return setRuleMeta(written, target, { by: `auto:${score.toFixed(2)}` }).doc;
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
