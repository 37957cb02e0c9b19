import type { FieldValue, FlowNode } from '@patchbay/model/flow';
import { useState } from 'react';
import { Checkbox, Field, Section, TextInput } from '../../ui/index.ts';
import { FieldProblems } from '../expression/expression-field.tsx';
import { isBlank } from './fields/field-modes.ts';
import { ValueField } from './fields/value-field.tsx';
import { problemsAt } from './node-edit.ts';
import type { NodeForm } from './node-edit.ts';

const reasonField = {
  name: 'reason',
  label: 'Reason',
  control: 'text',
  required: false,
  dynamic: true,
  description: 'Stands in the run’s history.',
} as const;
const messageField = {
  name: 'message',
  label: 'What went wrong',
  control: 'text',
  required: true,
  dynamic: true,
  description: 'What people read on the run.',
} as const;

export function StopSettings({ form }: { readonly form: NodeForm<Extract<FlowNode, { kind: 'stop' }>> }) {
  const { node, update, seal, preview, problems, disabled } = form;
  const put = (value: FieldValue | undefined): void => {
    const { reason: _, ...rest } = node;
    update(value === undefined || isBlank(value) ? rest : { ...rest, reason: value }, 'reason');
  };
  return (
    <Section className="grid gap-3">
      <p className="text-12 text-ink-3">
        The run ends here as succeeded. Nothing new starts on its other ways; what is under way there finishes first.
      </p>
      <Checkbox
        label="Take back what the run did"
        hint="By what its steps say under “If a later step fails”, the last step first."
        checked={node.undo === true}
        disabled={disabled}
        onChange={(on) => {
          const { undo: _, ...rest } = node;
          update(on ? { ...rest, undo: true } : rest, 'undo');
        }}
      />
      <FieldProblems problems={problemsAt(problems, 'undo')} />
      <ValueField
        field={reasonField}
        at="reason"
        value={node.reason}
        onChange={put}
        {...{ onBlur: seal, preview, problems, disabled }}
      />
    </Section>
  );
}

type FailNode = Extract<FlowNode, { kind: 'fail' }>;

const plainCode = /^[a-z][A-Za-z0-9_]{0,59}$/;

export function FailSettings({ form }: { readonly form: NodeForm<FailNode> }) {
  const { node, update, seal, preview, problems, disabled } = form;
  return (
    <Section className="grid gap-3">
      <p className="text-12 text-ink-3">
        The run ends here as failed. Nothing new starts on its other ways; what is under way there finishes first.
      </p>
      <ValueField
        field={messageField}
        at="message"
        value={node.message}
        onChange={(message) => update({ ...node, message: message ?? { mode: 'fixed', value: '' } }, 'message')}
        {...{ onBlur: seal, preview, problems, disabled }}
      />
      <CodeField key={node.code} form={form} />
    </Section>
  );
}

/** Kept when it is one plain word; else it says so, and the step keeps the code that it had. */
function CodeField({ form }: { readonly form: NodeForm<FailNode> }) {
  const { node, update, seal, disabled } = form;
  const [text, setText] = useState(node.code ?? '');
  const code = text.trim();
  const wrong = code !== '' && !plainCode.test(code);
  const keep = (): void => {
    const { code: _, ...rest } = node;
    if (!wrong && code !== (node.code ?? '')) update(code === '' ? rest : { ...rest, code }, 'code');
    seal();
  };
  return (
    <Field
      label="Code"
      hint="One word that programs read, such as outOfStock."
      error={
        wrong ? 'Letters, digits and _ only, starting with a lower-case letter. It is not kept as it is.' : undefined
      }
    >
      {({ id, describedBy, invalid }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          data-field="code"
          placeholder="failed"
          maxLength={60}
          value={text}
          disabled={disabled}
          onChange={(event) => setText(event.target.value)}
          onBlur={keep}
        />
      )}
    </Field>
  );
}
