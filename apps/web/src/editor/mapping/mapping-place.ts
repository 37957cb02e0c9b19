// Where in a flow a mapping stands: the mapping of a map step, or that of a field of an action.
import type { FieldValue, FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';

export interface MappingPlace {
  readonly nodeId: string;
  /** The field of the input, for steps that are no maps. */
  readonly field?: string | undefined;
}

export const nodeAt = (doc: FlowDocument, { nodeId }: MappingPlace): FlowNode | undefined =>
  doc.nodes.find((node) => node.id === nodeId);

/** Undefined when the place holds no mapping. */
export function mappingAt(node: FlowNode | undefined, { field }: MappingPlace): MappingDocument | undefined {
  if (node === undefined) return undefined;
  if (field === undefined) return node.kind === 'map' ? node.mapping : undefined;
  const value = inputOf(node, field);
  return value?.mode === 'mapping' ? value.mapping : undefined;
}

const inputOf = (node: FlowNode, field: string): FieldValue | undefined =>
  'input' in node && Object.hasOwn(node.input, field) ? node.input[field] : undefined;

/** The node with another mapping at the place. */
export function withMapping(node: FlowNode, { field }: MappingPlace, mapping: MappingDocument): FlowNode {
  if (field === undefined) return node.kind === 'map' ? { ...node, mapping } : node;
  if (!('input' in node)) return node;
  return { ...node, input: { ...node.input, [field]: { mode: 'mapping', mapping } } };
}
