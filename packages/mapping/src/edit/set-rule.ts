// The one way in which rules are written into a document. Siblings keep their order and their identity.
import { fieldEntries, isStructure, withFieldEntries } from '@patchbay/model/mapping';
import type { FieldEntry, LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { pathNames } from '../rules/rule-path.ts';
import { orderedRule } from './stored-order.ts';

/** Deeper paths are no target's: the document stays as it is. */
const maxDepth = 100;

/**
 * The document with another rule at a path, or without one. Objects on the way are made; a rule for a value that stands
 * in the way is replaced by an object. Other rules keep their order. The root takes objects and loops only. What is said
 * about rules (`meta`) stays as it is: `removeRules` and `renameRule` take it along.
 */
export function setRule(doc: MappingDocument, path: string, rule: MappingRule | undefined): MappingDocument {
  const names = pathNames(path);
  if (names.length > maxDepth) return doc;
  const stored = rule === undefined || isUntyping(rule) ? rule : orderedRule(rule);
  if (names.length > 0) {
    const root = withRule(doc.root, names, stored);
    return root === doc.root ? doc : { ...doc, root };
  }
  if (stored === undefined) return { ...doc, root: { fields: {} } };
  return isStructure(stored) && stored !== doc.root ? { ...doc, root: stored } : doc;
}

const isUntyping = (rule: MappingRule): boolean => 'type' in rule && rule.type === undefined;

/** Several rules at once, in this order. */
export const setRules = (
  doc: MappingDocument,
  rules: Iterable<readonly [path: string, rule: MappingRule | undefined]>,
): MappingDocument => {
  let next = doc;
  for (const [path, rule] of rules) next = setRule(next, path, rule);
  return next;
};

function withRule<Parent extends ObjectRule | LoopRule>(
  parent: Parent,
  names: readonly string[],
  rule: MappingRule | undefined,
): Parent {
  const [name, ...rest] = names;
  if (name === undefined) return parent;
  const old = Object.hasOwn(parent.fields, name) ? parent.fields[name] : undefined;
  if (rest.length > 0) {
    if (rule === undefined && (old === undefined || !isStructure(old))) return parent;
    const inner: ObjectRule | LoopRule = old !== undefined && isStructure(old) ? old : { fields: {} };
    const next = withRule(inner, rest, rule);
    return next === old ? parent : withField(parent, name, next);
  }
  if (rule === old) return parent;
  return rule === undefined ? withoutField(parent, name) : withField(parent, name, ofType(rule, old));
}

/** A type belongs to the field: another value for it leaves it as it is. Who takes it away says so (`type: undefined`). */
function ofType(rule: MappingRule, old: MappingRule | undefined): MappingRule {
  if (isUntyping(rule)) return orderedRule(rule);
  if (old === undefined || isStructure(old) || old.type === undefined || isStructure(rule) || 'type' in rule)
    return rule;
  return orderedRule({ ...rule, type: old.type });
}

const withoutField = <Parent extends ObjectRule | LoopRule>(parent: Parent, name: string): Parent =>
  withEntries(parent, (entries) => entries.filter(([key]) => key !== name));

const withField = <Parent extends ObjectRule | LoopRule>(parent: Parent, name: string, rule: MappingRule): Parent =>
  withEntries(parent, (entries) =>
    Object.hasOwn(parent.fields, name)
      ? entries.map(([key, old]) => [key, key === name ? rule : old])
      : [...entries, [name, rule]],
  );

/** The structure with its fields changed as a list of entries: names, order and number may change. */
export function withEntries<Parent extends ObjectRule | LoopRule>(
  parent: Parent,
  change: (entries: readonly FieldEntry[]) => readonly FieldEntry[],
): Parent {
  return withFieldEntries(parent, change(fieldEntries(parent)));
}
