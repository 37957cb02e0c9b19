// One field of an operation, drawn from its manifest.
import type { FieldManifest, OperationManifest } from '@patchbay/model/connector';
import { isShownField } from '@patchbay/model/flow';
import type { FieldValue, FlowNode } from '@patchbay/model/flow';
import { isBlank } from './fields/field-modes.ts';
import { ValueField } from './fields/value-field.tsx';
import type { NodeForm } from './node-edit.ts';
import { useDiscovery } from './use-discovery.ts';

export type OperationNode = Extract<FlowNode, { kind: 'trigger' | 'action' }>;
export type OperationForm = NodeForm<OperationNode>;

export const shownFields = (operation: OperationManifest, input: OperationNode['input']): FieldManifest[] =>
  operation.fields.filter((field) => isShown(field, input, operation));

function isShown(field: FieldManifest, input: OperationNode['input'], operation: OperationManifest): boolean {
  // The sample of a manual start is edited with every other trigger's.
  if (operation.kind === 'trigger' && field.name === 'sample') return false;
  return isShownField(field, input, operation.fields);
}

/** What counts while a field is left alone, so that people see it. */
const usualValue = (field: FieldManifest): FieldValue | undefined =>
  field.default === undefined ? undefined : { mode: 'fixed', value: field.default };

/** `place`: what stands before its name where it is no field of the step itself. */
export function OperationField({
  field,
  form,
  place,
}: {
  readonly field: FieldManifest;
  readonly form: OperationForm;
  readonly place?: 'compensate.' | undefined;
}) {
  const { node, update, seal, preview, problems, disabled } = form;
  const discovered = useDiscovery(field, node);
  const at = `${place ?? ''}input.${field.name}`;
  const change = (value: FieldValue | undefined): void => {
    const others = Object.fromEntries(Object.entries(node.input).filter(([name]) => name !== field.name));
    const input =
      value === undefined || (isBlank(value) && field.default === undefined)
        ? others
        : { ...node.input, [field.name]: value };
    update({ ...node, input }, at);
  };
  return (
    <ValueField
      field={field}
      at={at}
      value={Object.hasOwn(node.input, field.name) ? node.input[field.name] : usualValue(field)}
      onChange={change}
      onBlur={seal}
      preview={preview}
      problems={problems}
      disabled={disabled}
      options={discovered.options}
      knownNames={discovered.names}
    />
  );
}
