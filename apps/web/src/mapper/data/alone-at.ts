import { isStructure, pathNames } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, ObjectRule } from '@patchbay/model/mapping';

/** The document with only the rules on the way to one: what a rule may read depends on nothing else, and costs as little. */
export function aloneAt(doc: MappingDocument, path: string): MappingDocument {
  return { ...doc, root: along(doc.root, pathNames(path)) };
}

function along<Rule extends ObjectRule | LoopRule>(rule: Rule, [name, ...rest]: readonly string[]): Rule {
  const child = name !== undefined && Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
  if (name === undefined || child === undefined) return { ...rule, fields: {} };
  return { ...rule, fields: Object.fromEntries([[name, isStructure(child) ? along(child, rest) : child]]) };
}
