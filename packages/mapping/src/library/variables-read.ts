// Which variables of the environment a document reads, by name: to say where one is used.
import { parseExpression, referencesOf } from '@patchbay/model/expression';
import { expressionsOf, variablesNamedIn } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { expressionsOfMapping } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { visitNode } from './bundle-flow.ts';

/** Names of variables; null among them: it may read any (`vars[key]`). */
export type VariablesRead = ReadonlySet<string | null>;

const roots: readonly string[] = ['vars', '$vars'];

/** What the flow reads, mappings of its bundles included. */
export function variablesOfFlow(doc: FlowDocument): VariablesRead {
  const found = new Set<string | null>();
  for (const node of doc.nodes) {
    for (const { text } of expressionsOf(node)) addExpression(text, roots, found);
    if (node.kind === 'code') for (const name of variablesNamedIn(node.code)) found.add(name);
    visitNode(node, {
      mapping: (mapping) => {
        addMapping(mapping, found);
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
  const [first] = Object.entries(doc.sources ?? {});
  // Then the variables are what `$source` means.
  const isSource = first?.[0] === 'vars' && first[1].from === undefined;
  const read = isSource ? [...roots, '$source'] : roots;
  for (const { text } of expressionsOfMapping(doc)) addExpression(text, read, found);
  for (const mapping of Object.values(doc.bundle?.mappings ?? {})) addMapping(mapping, found);
}

function addExpression(text: string, read: readonly string[], found: Set<string | null>): void {
  if (!read.some((root) => text.includes(root))) return;
  for (const { root, path } of referencesOf(parseExpression(text).ast)) {
    if (read.includes(root)) found.add(path[0] ?? null);
  }
}
