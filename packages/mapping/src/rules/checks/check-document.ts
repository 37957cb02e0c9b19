// A document as a whole: its sources and tables, its root, and what its rules read of one another.
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { oneCheck } from '../../check/suggest.ts';
import { anything } from '../../check/type-algebra.ts';
import { rootScope } from '../../check/type-scope.ts';
import type { TypeScope } from '../../check/type-scope.ts';
import { checkLibraryUses } from './check-library-uses.ts';
import { checkRefs } from './check-refs.ts';
import { checkSourceNames } from './check-names.ts';
import { checkRule } from './check-rule.ts';
import type { CheckedMapping, CheckInner } from './checked-rule.ts';
import { documentScope } from './document-scope.ts';
import { checkTargetReads } from './target-reads.ts';
import { checkSources } from './check-sources.ts';
import type { References } from '../library.ts';
import { tooDeep } from '../rule-depth.ts';

/** @param outer what references mean around the document, when it is a mapping of a bundle */
export function checkDocument(doc: MappingDocument, around: TypeScope, outer?: References): CheckedMapping {
  const deep = tooDeep(doc);
  return deep === undefined
    ? oneCheck(() => checkParts(doc, around, outer))
    : { diagnostics: [deep], outputType: anything };
}

function checkParts(doc: MappingDocument, around: TypeScope, outer: References | undefined): CheckedMapping {
  const document = documentScope(doc, around, outer);
  const { scope, target } = document;
  const root = checkRule(doc.root, { path: '', scope, target, required: true, document, checkInner });
  return {
    diagnostics: [
      ...checkLibraryUses(doc, document.references),
      ...checkTargetRefs(doc, document.references),
      ...checkSources(doc, around),
      ...checkSourceNames(doc, around).diagnostics,
      ...root.diagnostics,
      ...checkTargetReads(doc, root.reads),
    ],
    outputType: target ?? root.type,
  };
}

function checkTargetRefs(doc: MappingDocument, references: References): Diagnostic[] {
  const schema = references.schema(doc.target?.schema);
  return schema === undefined ? [] : checkRefs(schema, 'The schema of the target', 'mapping#target');
}

/** It stands alone: nothing is around it but its sources. */
const checkInner: CheckInner = (doc, references) => checkDocument(doc, rootScope({}), references);
