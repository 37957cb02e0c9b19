import { longestWaitMs, usualWaitMs } from '@patchbay/model/flow';
import type { ApprovalNode } from '@patchbay/model/flow';
import { Checkbox, Section, SelectField } from '../../../ui/index.ts';
import { isBlank } from '../fields/field-modes.ts';
import { ValueField } from '../fields/value-field.tsx';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';
import { LinkName } from './callback-settings.tsx';
import { DurationField } from './duration-field.tsx';
import { FormFields } from './form-fields.tsx';

const titleField = {
  name: 'title',
  label: 'Question',
  control: 'text',
  required: true,
  dynamic: true,
  description: 'One line, as it stands in the list of approvals.',
} as const;
const descriptionField = {
  name: 'description',
  label: 'Details',
  control: 'multiline',
  required: false,
  dynamic: true,
  description: 'What one needs to know to decide.',
} as const;

const deciders: readonly { readonly value: NonNullable<ApprovalNode['decidedBy']>; readonly label: string }[] = [
  { value: 'operator', label: 'Operators and above' },
  { value: 'analyst', label: 'Analysts and above' },
  { value: 'admin', label: 'Admins and owners' },
  { value: 'owner', label: 'Owners' },
];

/** A person says yes or no, in the list of approvals or by a link. */
export function ApprovalSettings({ form }: { readonly form: NodeForm<ApprovalNode> }) {
  const { node, update, seal, preview, problems, disabled } = form;
  const shared = { onBlur: seal, preview, problems, disabled };
  return (
    <>
      <Section className="grid gap-3">
        <ValueField
          {...shared}
          field={titleField}
          at="title"
          value={node.title}
          onChange={(title) => update({ ...node, title: title ?? { mode: 'fixed', value: '' } }, 'title')}
        />
        <ValueField
          {...shared}
          field={descriptionField}
          at="description"
          value={node.description}
          onChange={(description) => {
            const { description: _, ...rest } = node;
            update(description === undefined || isBlank(description) ? rest : { ...rest, description }, 'description');
          }}
        />
      </Section>
      <FormFields form={form} />
      <Who form={form} />
      <Times form={form} />
    </>
  );
}

function Who({ form }: { readonly form: NodeForm<ApprovalNode> }) {
  const { node, update, disabled } = form;
  return (
    <Section className="grid gap-2">
      <SelectField
        label="Who may decide"
        value={node.decidedBy ?? 'operator'}
        options={deciders}
        disabled={disabled}
        onChange={(decidedBy) => update({ ...node, decidedBy }, 'decidedBy')}
      />
      <Checkbox
        label="By link as well, without signing in"
        hint="Whoever has the address may decide. Send it with a step before this one."
        checked={node.byLink === true}
        disabled={disabled}
        onChange={(byLink) => {
          const { byLink: _, ...rest } = node;
          update(byLink ? { ...rest, byLink } : rest, 'byLink');
        }}
      />
      {node.byLink === true ? <LinkName name={node.name} /> : null}
    </Section>
  );
}

function Times({ form }: { readonly form: NodeForm<ApprovalNode> }) {
  const { node, update, seal, problems, disabled } = form;
  const shared = { maxMs: longestWaitMs, disabled, onBlur: seal };
  const put = (name: 'remindAfterMs' | 'timeoutMs', ms: number | undefined): void => {
    const { [name]: _, ...rest } = node;
    update((ms === undefined ? rest : { ...rest, [name]: ms }) as ApprovalNode, name);
  };
  return (
    <Section className="grid gap-3">
      <DurationField
        {...shared}
        label="Remind after"
        hint="It then leaves by “reminder” once and goes on waiting: connect there what tells people."
        name="remindAfterMs"
        valueMs={node.remindAfterMs}
        error={problemsAt(problems, 'remindAfterMs')[0]?.message}
        onChange={(ms) => put('remindAfterMs', ms)}
      />
      <DurationField
        {...shared}
        label="How long it waits"
        hint="Then it leaves by “no decision”; where nothing is connected there, the step fails."
        name="timeoutMs"
        valueMs={node.timeoutMs}
        usualMs={usualWaitMs}
        onChange={(ms) => put('timeoutMs', ms)}
      />
    </Section>
  );
}
