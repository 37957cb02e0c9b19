// Which variables of the environment a document reads, by name: to say where one is used.
import { parseExpression, referencesOf } from '@patchbay/model/expression';
import { expressionsOf, variablesNamedIn } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { expressionsOfMapping } from '@patchbay/model/mapping';
import type { MappingBundle, MappingDocument } from '@patchbay/model/mapping';
import { visitNode } from './bundle-flow.ts';

/** Names of variables; null among them: it may read any (`vars[key]`). */
export type VariablesRead = ReadonlySet<string | null>;

const roots: ReadonlySet<string> = new Set(['vars', '$vars']);

/** What the flow reads, mappings of its bundles included. */
export function variablesOfFlow(doc: FlowDocument): VariablesRead {
  const found = new Set<string | null>();
  for (const node of doc.nodes) {
    for (const { text } of expressionsOf(node)) addExpression(text, found);
    if (node.kind === 'code') for (const name of variablesNamedIn(node.code)) found.add(name);
    visitNode(node, {
      mapping: (mapping) => {
        addBundle(mapping.bundle, found);
        return mapping;
      },
      schema: (value) => value,
    });
  }
  return found;
}

/** What the mapping reads, those of its bundle included. */
export function variablesOfMapping(doc: MappingDocument): VariablesRead {
  const found = new Set<string | null>();
  addMapping(doc, found);
  return found;
}

function addMapping(doc: MappingDocument, found: Set<string | null>): void {
  for (const { text } of expressionsOfMapping(doc)) addExpression(text, found);
  addBundle(doc.bundle, found);
}

function addBundle(bundle: MappingBundle | undefined, found: Set<string | null>): void {
  for (const mapping of Object.values(bundle?.mappings ?? {})) addMapping(mapping, found);
}

function addExpression(text: string, found: Set<string | null>): void {
  if (!text.includes('vars')) return;
  for (const { root, path } of referencesOf(parseExpression(text).ast)) {
    if (roots.has(root)) found.add(path[0] ?? null);
  }
}
