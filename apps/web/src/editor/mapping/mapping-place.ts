// Where in a flow a mapping stands: the mapping of a map step, or that of a field of an action.
import type { FieldValue, FlowDocument, FlowNode } from '@patchbay/model/flow';
import { pathNames } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';

export interface MappingPlace {
  readonly nodeId: string;
  /** The field of the input, for steps that are no maps. */
  readonly field?: string | undefined;
  /** Inside a field of entries, the names that lead to it, as a pointer: `/customer/address`. */
  readonly entry?: string | undefined;
}

export const nodeAt = (doc: FlowDocument, { nodeId }: MappingPlace): FlowNode | undefined =>
  doc.nodes.find((node) => node.id === nodeId);

/** Undefined when the place holds no mapping. */
export function mappingAt(
  node: FlowNode | undefined,
  { field, entry = '' }: MappingPlace,
): MappingDocument | undefined {
  if (node === undefined) return undefined;
  if (field === undefined) return node.kind === 'map' ? node.mapping : undefined;
  const value = pathNames(entry).reduce<FieldValue | undefined>(
    (outer, name) => (outer?.mode === 'entries' ? outer.entries.find((one) => one.name === name)?.value : undefined),
    inputOf(node, field),
  );
  return value?.mode === 'mapping' ? value.mapping : undefined;
}

function inputOf(node: FlowNode, field: string): FieldValue | undefined {
  if (node.kind === 'respond') return field === 'headers' ? node.headers : field === 'body' ? node.body : undefined;
  return 'input' in node && Object.hasOwn(node.input, field) ? node.input[field] : undefined;
}

/** The node with another mapping at the place. */
export function withMapping(node: FlowNode, { field, entry = '' }: MappingPlace, mapping: MappingDocument): FlowNode {
  if (field === undefined) return node.kind === 'map' ? { ...node, mapping } : node;
  const value = withValue(inputOf(node, field), pathNames(entry), { mode: 'mapping', mapping });
  if (node.kind === 'respond') return field === 'headers' || field === 'body' ? { ...node, [field]: value } : node;
  return 'input' in node ? { ...node, input: { ...node.input, [field]: value } } : node;
}

function withValue(before: FieldValue | undefined, [name, ...rest]: readonly string[], value: FieldValue): FieldValue {
  if (name === undefined || before?.mode !== 'entries') return name === undefined ? value : (before ?? value);
  const at = before.entries.findIndex((entry) => entry.name === name);
  return {
    ...before,
    entries: before.entries.map((entry, index) =>
      index === at ? { ...entry, value: withValue(entry.value, rest, value) } : entry,
    ),
  };
}
