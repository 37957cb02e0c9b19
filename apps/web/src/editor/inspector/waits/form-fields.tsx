import { FormField } from '@patchbay/model/flow';
import type { ApprovalNode } from '@patchbay/model/flow';
import { useState } from 'react';
import { Checkbox, SelectField, TextAreaField, TextField } from '../../../ui/index.ts';
import { Parts } from '../lists/list-fields.tsx';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';

const types: readonly { readonly value: FormField['type']; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'choice', label: 'Choice' },
  { value: 'yesNo', label: 'Yes or no' },
  { value: 'date', label: 'Date' },
];

/** What people read becomes what expressions say, until somebody says otherwise. */
const nameOf = (label: string): string =>
  label
    .normalize('NFD')
    .replaceAll(/[^A-Za-z0-9 ]/g, '')
    .trim()
    .split(/ +/)
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join('')
    .replace(/^[^a-z]+/, '')
    .slice(0, 60);

/** The form that goes with the question. */
export function FormFields({ form }: { readonly form: NodeForm<ApprovalNode> }) {
  const { node, update, disabled } = form;
  const fresh = (): FormField => {
    const taken = new Set(node.fields.map(({ name }) => name));
    let number = node.fields.length + 1;
    while (taken.has(`field${number}`)) number += 1;
    return { name: `field${number}`, label: `Field ${number}`, type: 'text' };
  };
  return (
    <Parts
      title="Form"
      word="Field"
      parts={node.fields}
      least={0}
      most={50}
      disabled={disabled}
      fresh={fresh}
      onChange={(fields, field) => update({ ...node, fields }, field)}
    >
      {(field, index, replace) => <OneField form={form} field={field} index={index} replace={replace} />}
    </Parts>
  );
}

interface OneFieldProps {
  readonly form: NodeForm<ApprovalNode>;
  readonly field: FormField;
  readonly index: number;
  readonly replace: (field: FormField) => void;
}

function OneField({ form, field, index, replace }: OneFieldProps) {
  const { disabled, seal, node } = form;
  const problem = problemsAt(form.problems, `fields.${index}`)[0];
  const ofChoices = problem?.code === 'flow.emptyChoice';
  const rename = (label: string): void => {
    const name = nameOf(label);
    const others = new Set(node.fields.flatMap((other, at) => (at === index ? [] : [other.name])));
    const follows = field.name === nameOf(field.label) || /^field\d+$/.test(field.name);
    replace({ ...field, label, ...(follows && name !== '' && !others.has(name) ? { name } : {}) });
  };
  return (
    <div className="grid gap-2" data-field={`fields.${index}`}>
      <TextField
        label="Label"
        required
        error={ofChoices ? undefined : problem?.message}
        maxLength={120}
        value={field.label}
        disabled={disabled}
        onChange={(event) => {
          if (event.target.value !== '') rename(event.target.value);
        }}
        onBlur={seal}
      />
      <FieldName form={form} field={field} index={index} replace={replace} />
      <SelectField
        label="Kind"
        value={field.type}
        disabled={disabled}
        options={types}
        onChange={(type) => {
          const { options, ...rest } = field;
          replace(type === 'choice' ? { ...rest, type, options: options ?? [] } : { ...rest, type });
        }}
      />
      {field.type === 'choice' ? (
        <TextAreaField
          label="Choices"
          required
          hint="One on each line."
          error={ofChoices ? problem.message : undefined}
          rows={3}
          value={(field.options ?? []).join('\n')}
          disabled={disabled}
          onChange={(event) => replace({ ...field, options: event.target.value.split('\n').slice(0, 100) })}
          onBlur={() => {
            const options = (field.options ?? []).map((option) => option.trim()).filter((option) => option !== '');
            replace({ ...field, options: [...new Set(options)] });
            seal();
          }}
        />
      ) : null}
      <TextField
        label="Hint"
        hint="Stands under the field, for whoever decides."
        maxLength={500}
        value={field.hint ?? ''}
        disabled={disabled}
        onChange={({ target }) => {
          const { hint: _, ...rest } = field;
          replace(target.value === '' ? rest : { ...rest, hint: target.value });
        }}
        onBlur={seal}
      />
      <Checkbox
        label="Must be filled in to approve"
        checked={field.required === true}
        disabled={disabled}
        onChange={(required) => {
          const { required: _, ...rest } = field;
          replace(required ? { ...rest, required } : rest);
        }}
      />
    </div>
  );
}

/** Taken over when the field is left: a half-typed name renames nothing, and a wrong one stays to be mended. */
function FieldName({ form, field, index, replace }: OneFieldProps) {
  const { node, disabled, seal } = form;
  const [draft, setDraft] = useState<{ readonly of: string; readonly text: string } | null>(null);
  // Fields are known by their place: a draft stays with the one that it was typed for.
  const isTyped = draft !== null && draft.of === field.name;
  const name = isTyped ? draft.text : field.name;
  const mistake = nameMistake(
    name,
    node.fields.flatMap((other, at) => (at === index ? [] : [other.name])),
  );
  const keep = (): void => {
    if (mistake !== undefined) return;
    if (name !== field.name) replace({ ...field, name });
    setDraft(null);
    seal();
  };
  return (
    <TextField
      label="Name in expressions"
      mono
      required
      hint={`Read as steps.${node.name}.fields.${field.name}`}
      error={mistake}
      maxLength={60}
      value={name}
      disabled={disabled}
      onChange={(event) => setDraft({ of: field.name, text: event.target.value })}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key !== 'Escape' || !isTyped) return;
        event.preventDefault();
        event.stopPropagation();
        setDraft(null);
      }}
    />
  );
}

function nameMistake(name: string, others: readonly string[]): string | undefined {
  if (!FormField.shape.name.safeParse(name).success)
    return 'Letters, digits and _, beginning with a lower-case letter.';
  return others.includes(name) ? 'Another field has this name. Choose another.' : undefined;
}
