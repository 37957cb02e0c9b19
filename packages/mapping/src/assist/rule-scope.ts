import type { MappingDocument } from '@patchbay/model/mapping';
import { scopeOfTypes } from '../check/check-expression.ts';
import type { ScopeTypes, TypeScope } from '../check/type-scope.ts';
import { scopeOfRule } from '../rules/check-mapping.ts';

/**
 * All that the expressions at a place of a mapping may read: names, the items behind `$`, `$parent` and `$index`, earlier
 * target values, lookup tables with their keys. For checks, completion and hovers there.
 * @param place the rule's path, with `#part` behind it for its parts (`/lines#where`)
 */
export const ruleScope = (doc: MappingDocument, place: string, scopeTypes: ScopeTypes): TypeScope =>
  scopeOfRule(doc, place, scopeOfTypes(scopeTypes));
