// The fields of a node against the manifest of its operation: what is required is there, what must be fixed is fixed.
import type { OperationManifest } from '../connector/manifest.ts';
import type { Diagnostic } from '../errors/diagnostic.ts';
import { isBlankValue } from './nodes/field-value.ts';
import type { FieldValue, FieldValues } from './nodes/field-value.ts';
import { isShownField } from './shown-field.ts';

interface NodeWithInput {
  readonly id: string;
  readonly label: string;
  readonly input: FieldValues;
}

/** A list of nothing chosen fills no field. */
const isBlank = (value: FieldValue | undefined): boolean =>
  isBlankValue(value) || (value?.mode === 'fixed' && Array.isArray(value.value) && value.value.length === 0);

/** Statements and rules of repetition are judged before the run: a value of the run cannot stand in for them. */
export function inputProblems(node: NodeWithInput, { fields }: OperationManifest): Diagnostic[] {
  return fields.flatMap((field): Diagnostic[] => {
    const value = Object.hasOwn(node.input, field.name) ? node.input[field.name] : undefined;
    const at = { nodeId: node.id, field: `input.${field.name}` };
    if (field.required && field.default === undefined && isBlank(value) && isShownField(field, node.input, fields)) {
      const message = `“${node.label}” needs “${field.label}”. Fill it in.`;
      return [{ severity: 'error', code: 'flow.missingInput', message, at }];
    }
    const isNamed = value?.mode === 'schema' && field.control === 'schema';
    if (!field.dynamic && value !== undefined && value.mode !== 'fixed' && !isNamed && !isBlank(value)) {
      const message = `“${field.label}” of “${node.label}” must be a fixed value. Put what changes into another field.`;
      return [{ severity: 'error', code: 'flow.mustBeFixed', message, at }];
    }
    return [];
  });
}
