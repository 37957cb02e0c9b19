import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { ruleAt } from './rule-at.ts';

/** Where a diagnostic points to in a document: a rule and the part of it; `source.NAME` and `lookup.NAME` of the document itself. */
export interface FixPlace {
  readonly path: string;
  readonly part: string;
}

/** The rule and the part that a diagnostic speaks of; undefined when it speaks of no mapping. */
export function placeOfDiagnostic(doc: MappingDocument, { at }: Pick<Diagnostic, 'at'>): FixPlace | undefined {
  const field = at.field ?? '';
  const start = /^(?:[^/#]*\.)?mapping(?=$|[/#])/.exec(field);
  if (start === null) return undefined;
  const rest = field.slice(start[0].length);
  // A field's name may hold a “#”: the longest beginning that is a rule's path is meant.
  const marks = [...rest.matchAll(/#/g)].map(({ index }) => index).toReversed();
  if (ruleAt(doc, rest) !== undefined) return { path: rest, part: '' };
  for (const mark of marks) {
    if (ruleAt(doc, rest.slice(0, mark)) !== undefined)
      return { path: rest.slice(0, mark), part: rest.slice(mark + 1) };
  }
  return { path: rest, part: '' };
}
