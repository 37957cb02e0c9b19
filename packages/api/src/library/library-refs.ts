// Which things of the library a document names. References stand in documents alone, so one walk finds them all.
import type { LibraryKind } from '@patchbay/db/repositories';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { isStructure } from '@patchbay/model/mapping';

export interface FoundRef {
  readonly kind: LibraryKind;
  /** `Order@3`. */
  readonly ref: string;
  /** Where it stands: `target`, `sources.order`, `/items/address`; in a flow behind the node's name. */
  readonly place: string;
}

const namedParts = /^(.*)@(\d+)$/s;

/** `Order@3` → its name and number. Null for what is no reference. */
export function partsOfRef(ref: string): { name: string; number: number } | null {
  const [, name, number] = namedParts.exec(ref) ?? [];
  return name === undefined || number === undefined ? null : { name, number: Number(number) };
}

export const refOf = (name: string, number: number): string => `${name}@${number}`;

const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** All references of a mapping; those inside its bundle are not its own. */
export function refsOfMapping(doc: MappingDocument): FoundRef[] {
  const found: FoundRef[] = [];
  for (const [name, source] of Object.entries(doc.sources ?? {})) {
    if (typeof source.schema === 'string') found.push({ kind: 'schema', ref: source.schema, place: `sources.${name}` });
  }
  if (typeof doc.target?.schema === 'string') found.push({ kind: 'schema', ref: doc.target.schema, place: 'target' });
  for (const [name, lookup] of Object.entries(doc.lookups ?? {})) {
    if ('table' in lookup) found.push({ kind: 'lookup', ref: lookup.table, place: `lookups.${name}` });
  }
  refsOfRule(doc.root, '', found);
  return found;
}

function refsOfRule(rule: MappingRule, path: string, found: FoundRef[]): void {
  if ('map' in rule) found.push({ kind: 'mapping', ref: rule.map, place: path });
  if (!isStructure(rule)) return;
  for (const [name, child] of Object.entries(rule.fields)) refsOfRule(child, `${path}/${segment(name)}`, found);
}

/** What a map node uses: a mapping in the place of its own, and what its own document names. */
export function refsOfNode(node: FlowNode): FoundRef[] {
  if (node.kind !== 'map') return [];
  const used: FoundRef[] = node.use === undefined ? [] : [{ kind: 'mapping', ref: node.use.map, place: 'use' }];
  return [...used, ...refsOfMapping(node.mapping)];
}

/** All references of a flow: the mappings that its nodes use, and what their own documents name. */
export const refsOfFlow = (doc: FlowDocument): FoundRef[] =>
  doc.nodes.flatMap((node) => refsOfNode(node).map((found) => ({ ...found, place: `${node.name}: ${found.place}` })));
