// XML Schema 1.0 (and what is common of 1.1) → one schema for each element that a document may begin with.
import { inputText } from './input-text.ts';
import { Findings, maxSchemaLength } from './schema-reading.ts';
import type { NamedSchema, SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { definitionAsSchema, namedLazily, withDefinitions } from './with-definitions.ts';
import { Components, sayCircle } from './xsd/components.ts';
import type { Component } from './xsd/components.ts';
import { XsdConverter } from './xsd/xsd-converter.ts';
import { readXsdFiles } from './xsd/xsd-files.ts';
import type { XsdDocument, XsdSet } from './xsd/xsd-files.ts';
import type { XmlElement } from './xml/xml-tree.ts';

const maxRoots = 500;

/**
 * `options.files` holds what the schema includes and imports. Elements come first that no other holds, then those that only stand in for another. A schema of
 * types alone gives one schema for each complex type.
 */
export function readXsdSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const text = inputText(input, { findings, file: options.name, what: 'an XML Schema', maxLength: maxSchemaLength });
  const set = text === undefined ? undefined : readXsdFiles(text, options, findings);
  if (set === undefined) return { schemas: [], diagnostics: findings.diagnostics };
  const components = new Components(set.documents);
  const converter = new XsdConverter(components, findings, prefixesOf(set));
  for (const head of components.circularHeads()) sayCircle(head, 'may stand in place of itself', findings);
  const roots = rootElements(components, set);
  const schemas = roots.length > 0 ? ofElements(roots, converter) : ofTypes(components, { set, converter });
  if (schemas.length === 0)
    findings.warning('nothing', 'The schema declares no elements and no types.', { file: options.name });
  if (roots.length > maxRoots) findings.info('partial', `Only the first ${maxRoots} elements are listed.`);
  return { schemas, diagnostics: findings.diagnostics };
}

function ofElements(roots: readonly Component[], converter: XsdConverter): NamedSchema[] {
  const made = roots.slice(0, maxRoots).map((element) => ({ name: element.name, schema: converter.root(element) }));
  return made.map(({ name, schema }) => namedLazily(name, () => withDefinitions(schema, converter.definitions)));
}

function ofTypes(components: Components, { set, converter }: { set: XsdSet; converter: XsdConverter }): NamedSchema[] {
  const types = nearest(components.all('complexType'), set);
  const names = types.slice(0, maxRoots).map((type) => converter.define(type));
  converter.finish();
  return names.map((name) => namedLazily(name, () => definitionAsSchema(name, converter.definitions)));
}

/** A namespace has one prefix everywhere: the main document's, else that of the first other that gives it one. */
function prefixesOf({ main, documents }: XsdSet): Map<string, string> {
  const prefixes = new Map<string, string>();
  for (const { root } of [main, ...documents]) {
    for (const [prefix, ns] of Object.entries(root.scope)) {
      if (prefix !== '' && !prefixes.has(ns)) prefixes.set(ns, prefix);
    }
  }
  if (main.root.scope[''] === main.targetNamespace) prefixes.delete(main.targetNamespace);
  return prefixes;
}

/** Of the main document; where it has none, of its namespace; else all. */
function nearest(all: readonly Component[], { main }: XsdSet): Component[] {
  const own = all.filter(({ document }) => document.file === main.file);
  if (own.length > 0) return own;
  const alike = all.filter(({ ns }) => ns === main.targetNamespace);
  return alike.length > 0 ? alike : [...all];
}

function rootElements(components: Components, set: XsdSet): Component[] {
  const referenced = referencedNames(set.documents);
  const concrete = components
    .all('element')
    .filter(({ node }) => !node.attributes.some(({ name, value }) => name === 'abstract' && value === 'true'));
  const near = nearest(concrete, set);
  const rank = ({ name, node }: Component): number =>
    referenced.has(name) ? 2 : node.attributes.some((attribute) => attribute.name === 'substitutionGroup') ? 1 : 0;
  return near.toSorted((one, other) => rank(one) - rank(other));
}

/** Local names of elements that other content refers to. */
function referencedNames(documents: readonly XsdDocument[]): Set<string> {
  const names = new Set<string>();
  const visit = (element: XmlElement): void => {
    for (const child of element.children) {
      if (child.name === 'element') {
        for (const { name, value } of child.attributes) {
          if (name === 'ref' || name === 'substitutionGroup') names.add(value.slice(value.indexOf(':') + 1));
        }
      }
      visit(child);
    }
  };
  for (const { root } of documents) visit(root);
  return names;
}
