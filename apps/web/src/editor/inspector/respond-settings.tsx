import type { FieldValue, FlowNode } from '@patchbay/model/flow';
import { Section } from '../../ui/index.ts';
import { isBlank } from './fields/field-modes.ts';
import { ValueField } from './fields/value-field.tsx';
import type { NodeForm } from './node-edit.ts';

type RespondNode = Extract<FlowNode, { kind: 'respond' }>;

const statusField = {
  name: 'status',
  label: 'Status',
  control: 'number',
  required: true,
  dynamic: true,
  description: 'The HTTP status of the answer.',
  schema: { minimum: 100, maximum: 599 },
} as const;
const headersField = { name: 'headers', label: 'Headers', control: 'entries', required: false, dynamic: true } as const;
const bodyField = { name: 'body', label: 'Body', control: 'json', required: false, dynamic: true } as const;

/** The answer to whoever called the webhook. The run goes on after it. */
export function RespondSettings({ form }: { readonly form: NodeForm<RespondNode> }) {
  const { node, update, seal, preview, problems, disabled } = form;
  const shared = { onBlur: seal, preview, problems, disabled };
  const put = (name: 'headers' | 'body', value: FieldValue | undefined): void => {
    const { [name]: _, ...rest } = node;
    update((value === undefined || isBlank(value) ? rest : { ...rest, [name]: value }) as RespondNode, name);
  };
  return (
    <Section className="grid gap-3">
      <ValueField
        {...shared}
        field={statusField}
        at="status"
        value={node.status}
        onChange={(status) => update({ ...node, status: status ?? { mode: 'fixed', value: '' } }, 'status')}
      />
      <ValueField {...shared} field={bodyField} at="body" value={node.body} onChange={(value) => put('body', value)} />
      <ValueField
        {...shared}
        field={headersField}
        at="headers"
        value={node.headers}
        onChange={(value) => put('headers', value)}
      />
    </Section>
  );
}
