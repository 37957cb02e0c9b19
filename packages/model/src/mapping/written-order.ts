// A document as its text says it: the order of fields and properties, where names like 2024 come after others.
import type { WrittenKeys } from '../schema/written-keys.ts';
import { writtenKeys } from '../schema/written-keys.ts';
import { fieldEntries, withFieldEntries } from './field-order.ts';
import { isStructure } from './mapping-document.ts';
import type { LoopRule, MappingDocument, MappingRule, ObjectRule } from './mapping-document.ts';

/** The document, read from this text, with the order in which the text has the fields of its rules. An `order` that is there says more. */
export function inWrittenOrder(doc: MappingDocument, text: string): MappingDocument {
  const keys = writtenKeys(text);
  return keys === undefined ? doc : documentOf(doc, [], keys);
}

function documentOf(doc: MappingDocument, path: readonly string[], keys: WrittenKeys): MappingDocument {
  const { mappings } = doc.bundle ?? {};
  const root = structureOf(doc.root, [...path, 'root'], keys);
  if (mappings === undefined) return { ...doc, root };
  const inner = Object.entries(mappings).map(([ref, mapping]): [string, MappingDocument] => [
    ref,
    documentOf(mapping, [...path, 'bundle', 'mappings', ref], keys),
  ]);
  return { ...doc, root, bundle: { ...doc.bundle, mappings: Object.fromEntries(inner) } };
}

function structureOf<Rule extends ObjectRule | LoopRule>(rule: Rule, path: readonly string[], keys: WrittenKeys): Rule {
  const below = [...path, 'fields'];
  const written = keys(below) ?? [];
  const entries = fieldEntries({ fields: rule.fields, order: rule.order ?? written }).map(
    ([name, child]): [string, MappingRule] => [
      name,
      isStructure(child) ? structureOf(child, [...below, name], keys) : child,
    ],
  );
  return withFieldEntries(rule, entries);
}
