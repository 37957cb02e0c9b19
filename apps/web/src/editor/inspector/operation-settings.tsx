import type { FieldManifest, OperationManifest } from '@patchbay/model/connector';
import type { FieldValue, FlowNode } from '@patchbay/model/flow';
import { Fold, ProblemBox, Section } from '../../ui/index.ts';
import { operationOf } from '../catalogue.ts';
import { useEditor } from '../editor-context.ts';
import { ConnectionSection } from './connection-section.tsx';
import { isBlank } from './fields/field-modes.ts';
import { ValueField } from './fields/value-field.tsx';
import type { NodeForm } from './node-edit.ts';
import { OutputShape } from './output-shape.tsx';
import { RepeatSection } from './repeat-section.tsx';
import { TriggerSections } from './trigger-sections.tsx';
import { useDiscovery } from './use-discovery.ts';

export type OperationNode = Extract<FlowNode, { kind: 'trigger' | 'action' }>;
export type OperationForm = NodeForm<OperationNode>;

/** A form drawn from the manifest: required fields first, advanced folded. */
export function OperationSettings({ form }: { readonly form: OperationForm }) {
  const { catalogue } = useEditor();
  const { node } = form;
  const operation = operationOf(catalogue, node.operation);
  if (operation === undefined) {
    return (
      <ProblemBox
        className="m-4"
        title={`“${node.operation}” is not installed here`}
        cause="The connector that offers it is missing."
        next="Replace the step, or install its connector. Its settings are kept."
      />
    );
  }
  const shown = operation.fields.filter((field) => isShown(field, node.input, operation));
  const plain = shown.filter((field) => !field.advanced);
  const advanced = shown.filter((field) => field.advanced);
  return (
    <>
      {operation.connection === 'none' ? null : <ConnectionSection form={form} operation={operation} />}
      <Section className="grid gap-3">
        <p className="text-12 text-ink-3">{operation.description}</p>
        {[...plain]
          .sort((left, right) => Number(right.required) - Number(left.required))
          .map((field) => (
            <OperationField key={field.name} field={field} form={form} />
          ))}
      </Section>
      {node.kind === 'trigger' ? <TriggerSections form={{ ...form, node }} /> : null}
      {node.kind === 'action' ? <RepeatSection form={{ ...form, node }} operation={operation} /> : null}
      {node.kind === 'action' ? <OutputShape form={{ ...form, node }} /> : null}
      {advanced.length === 0 ? null : (
        <Fold title="Advanced" summary={`${advanced.length} settings`}>
          <div className="grid gap-3">
            {advanced.map((field) => (
              <OperationField key={field.name} field={field} form={form} />
            ))}
          </div>
        </Fold>
      )}
    </>
  );
}

function isShown(field: FieldManifest, input: OperationNode['input'], operation: OperationManifest): boolean {
  // The sample of a manual start is edited with every other trigger's.
  if (operation.kind === 'trigger' && field.name === 'sample') return false;
  if (field.showWhen === undefined) return true;
  const { field: other, in: values } = field.showWhen;
  const held = Object.hasOwn(input, other) ? input[other] : undefined;
  if (held !== undefined && held.mode !== 'fixed') return true;
  const value = held?.value ?? operation.fields.find((candidate) => candidate.name === other)?.default;
  if (value === undefined || value === null) return values.includes('');
  return values.includes(typeof value === 'string' ? value : JSON.stringify(value));
}

/** What counts while a field is left alone, so that people see it. */
const usualValue = (field: FieldManifest): FieldValue | undefined =>
  field.default === undefined ? undefined : { mode: 'fixed', value: field.default };

function OperationField({ field, form }: { readonly field: FieldManifest; readonly form: OperationForm }) {
  const { node, update, seal, preview, problems, disabled } = form;
  const discovered = useDiscovery(field, node);
  const at = `input.${field.name}`;
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
