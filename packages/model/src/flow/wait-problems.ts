// What may be wrong with steps that wait, besides their expressions.
import type { Diagnostic, Severity } from '../errors/diagnostic.ts';
import type { FlowNode } from './document.ts';
import { usualWaitMs } from './nodes/wait-nodes.ts';
import type { ApprovalNode } from './nodes/wait-nodes.ts';

export function waitProblems(node: FlowNode): Diagnostic[] {
  if (node.kind !== 'approval') return [];
  return [...formProblems(node), ...reminderProblems(node)];
}

function formProblems({ id, label, fields }: ApprovalNode): Diagnostic[] {
  const names = new Set<string>();
  return fields.flatMap((field, index): Diagnostic[] => {
    const at = { nodeId: id, field: `fields.${index}` };
    const twice = names.has(field.name);
    names.add(field.name);
    if (twice) {
      const message = `Two fields of the form of “${label}” are named “${field.name}”. Rename one: the output holds each by its name.`;
      return [problem('error', 'flow.duplicateField', message, at)];
    }
    if (field.type !== 'choice' || (field.options ?? []).length > 0) return [];
    const message = `“${field.label}” in the form of “${label}” is a choice and offers nothing. Add what may be chosen.`;
    return [problem('error', 'flow.emptyChoice', message, at)];
  });
}

function reminderProblems({ id, label, remindAfterMs, timeoutMs = usualWaitMs }: ApprovalNode): Diagnostic[] {
  if (remindAfterMs === undefined || remindAfterMs < timeoutMs) return [];
  const message = `“${label}” reminds after it has stopped waiting. Remind earlier, or wait longer.`;
  return [problem('warning', 'flow.lateReminder', message, { nodeId: id, field: 'remindAfterMs' })];
}

const problem = (severity: Severity, code: string, message: string, at: Diagnostic['at']): Diagnostic => ({
  severity,
  code,
  message,
  at,
});
