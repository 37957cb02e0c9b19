import type { FlowNode } from '@patchbay/model/flow';

/** A field of a trigger that holds a fixed text; empty where it holds none. */
export function fixedText(node: Extract<FlowNode, { kind: 'trigger' }>, field: string): string {
  const value = Object.hasOwn(node.input, field) ? node.input[field] : undefined;
  return value?.mode === 'fixed' && typeof value.value === 'string' ? value.value : '';
}
