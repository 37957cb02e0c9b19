// What must be filled in of steps that no manifest describes. That an expression is empty is said where expressions are checked.
import type { Diagnostic } from '../errors/diagnostic.ts';
import type { FlowNode } from './document.ts';
import type { FieldValue } from './nodes/field-value.ts';

export function neededProblems(node: FlowNode): Diagnostic[] {
  const needed = neededField(node);
  if (needed === null || !isBlank(needed.value)) return [];
  const message = `“${node.label}” needs “${needed.label}”. Fill it in.`;
  return [{ severity: 'error', code: 'flow.missingInput', message, at: { nodeId: node.id, field: needed.field } }];
}

interface NeededField {
  readonly field: string;
  readonly label: string;
  readonly value: FieldValue;
}

function neededField(node: FlowNode): NeededField | null {
  if (node.kind === 'approval') return { field: 'title', label: 'Question', value: node.title };
  if (node.kind === 'fail') return { field: 'message', label: 'What went wrong', value: node.message };
  if (node.kind === 'respond') return { field: 'status', label: 'Status', value: node.status };
  if (node.kind !== 'delay') return null;
  return { field: 'value', label: node.mode === 'for' ? 'How long' : 'Until when', value: node.value };
}

const isBlank = (given: FieldValue): boolean =>
  given.mode === 'fixed' && (given.value === null || (typeof given.value === 'string' && given.value.trim() === ''));
