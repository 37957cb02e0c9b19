// A mapping document checked against the shapes of its sources and of its target; hands back the shape of what it makes.
import type { Diagnostic } from '@patchbay/model/errors';
import { isStructure } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { scopeOfTypes } from '../check/check-expression.ts';
import { visibleNames } from '../check/type-scope.ts';
import type { ScopeTypes, TypeScope } from '../check/type-scope.ts';
import { checkRefs } from './checks/check-refs.ts';
import { checkDocument } from './checks/check-document.ts';
import type { CheckedMapping } from './checks/checked-rule.ts';
import { documentScope } from './checks/document-scope.ts';
import { scopeOfPart, structureScopes } from './checks/structure-scopes.ts';
import { unusedSourceFields } from './checks/unused-source-fields.ts';
import { pathNames } from './rule-path.ts';

export type { CheckedMapping } from './checks/checked-rule.ts';

/**
 * Everything that can be said of a mapping without data. What was checked before is kept with the objects that were
 * checked: hand in the same `scopeTypes`, sources, tables and target after an edit, and only the edited rules are checked.
 */
export function checkMapping(doc: MappingDocument, scopeTypes: ScopeTypes): CheckedMapping {
  const { diagnostics, outputType } = checkDocument(doc, scopeOfTypes(scopeTypes));
  const isTooDeep = diagnostics.some(({ code }) => code === 'mapping.tooDeep');
  return {
    diagnostics: isTooDeep
      ? diagnostics
      : [...ofShapes(scopeTypes), ...diagnostics, ...unusedSourceFields(doc, scopeTypes)],
    outputType,
  };
}

const ofShapes = (types: ScopeTypes): Diagnostic[] =>
  Object.entries(types).flatMap(([name, type]) => checkRefs(type, `The schema of “${name}”`, `mapping#source.${name}`));

/** The mapping of a step, inside what the step may read. */
export const checkMappingInScope = (doc: MappingDocument, around: TypeScope): CheckedMapping =>
  checkDocument(doc, around);

/** The shape of what a mapping makes: the target schema, when it has one. */
export const outputSchemaOf = (doc: MappingDocument, scopeTypes: ScopeTypes): DataSchema =>
  checkDocument(doc, scopeOfTypes(scopeTypes)).outputType;

/**
 * What the expressions of a rule may read, innermost names first: for completion in the cell of a row. `path` may end in
 * a part (`#for`, `#where`, `#let.total`). A path without a rule sees what its nearest parent's fields see.
 */
export const scopeTypesOfRule = (doc: MappingDocument, path: string, scopeTypes: ScopeTypes): ScopeTypes =>
  Object.fromEntries(visibleNames(scopeOfRule(doc, path, scopeOfTypes(scopeTypes))));

/** The same as a scope, with what `$` and its kin mean. */
export function scopeOfRule(doc: MappingDocument, path: string, around: TypeScope): TypeScope {
  const [rulePath = '', ...parts] = path.split('#');
  const part = parts.join('#');
  if (part.startsWith('source.')) return around;
  let { scope } = documentScope(doc, around);
  let rule: MappingRule | undefined = doc.root;
  for (const name of pathNames(rulePath)) {
    if (rule === undefined || !isStructure(rule)) return scope;
    scope = structureScopes(rule, scope).fields;
    rule = Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
  }
  return rule !== undefined && isStructure(rule) ? scopeOfPart(rule, part, scope) : scope;
}
