// Parts that became mappings of the library: the row that calls one may be taken back, the library's mapping stays.
import { isStructure } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { ruleAt } from '@patchbay/mapping/edit';

export interface KeptPart {
  /** Of the rule. */
  readonly path: string;
  /** Of the mapping: `Address@1`. */
  readonly ref: string;
}

/** Those whose rows called their mappings before and have rules of their own again. */
export const takenBack = (
  parts: readonly KeptPart[],
  before: MappingDocument,
  after: MappingDocument,
): readonly KeptPart[] => parts.filter((part) => calls(before, part) && hasOwnRules(after, part));

function calls(doc: MappingDocument, { path, ref }: KeptPart): boolean {
  const rule = ruleAt(doc, path);
  return rule !== undefined && 'map' in rule && rule.map === ref;
}

function hasOwnRules(doc: MappingDocument, { path }: KeptPart): boolean {
  const rule = ruleAt(doc, path);
  return rule !== undefined && isStructure(rule);
}
