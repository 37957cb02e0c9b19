import type { ValidateNode, ValidationRule } from '@patchbay/model/flow';
import { Field, SelectField, TextField, TextInput } from '../../../ui/index.ts';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';
import { ItemsField, Parts } from './list-fields.tsx';
import { ofSettings, RuleFields } from './rule-fields.tsx';
import type { RuleProps } from './rule-fields.tsx';

const rules: readonly { readonly value: ValidationRule['rule']; readonly label: string }[] = [
  { value: 'required', label: 'Has a value' },
  { value: 'type', label: 'Is of a type' },
  { value: 'range', label: 'Lies in a range' },
  { value: 'pattern', label: 'Has a form' },
  { value: 'oneOf', label: 'Is one of a list' },
  { value: 'condition', label: 'Meets a condition' },
];

/** Another rule for the same field, with nothing said yet. */
function ruleOf(rule: ValidationRule['rule'], { field, message }: ValidationRule): ValidationRule {
  const base = { field, ...(message === undefined ? {} : { message }) };
  switch (rule) {
    case 'required':
    case 'range':
      return { ...base, rule };
    case 'type':
      return { ...base, rule, type: 'number' };
    case 'pattern':
      return { ...base, rule, pattern: '' };
    case 'oneOf':
      return { ...base, rule, values: '' };
    case 'condition':
      return { ...base, rule, condition: '' };
  }
}

export function ValidateSettings({ form }: { readonly form: NodeForm<ValidateNode> }) {
  const { node, update, disabled, seal } = form;
  return (
    <>
      <ItemsField form={form} />
      <Parts
        title="Rules"
        word="Rule"
        parts={node.rules}
        least={1}
        most={100}
        disabled={disabled}
        fresh={(): ValidationRule => ({ rule: 'required', field: '' })}
        onChange={(next, field) => update({ ...node, rules: next }, field)}
      >
        {(rule, index, replace) => (
          <div className="grid gap-2" data-field={`rules.${index}`}>
            <RuleField form={form} rule={rule} index={index} replace={replace} />
            <SelectField
              label="Rule"
              value={rule.rule}
              disabled={disabled}
              options={rules}
              onChange={(kind) => replace(ruleOf(kind, rule))}
            />
            <RuleFields form={form} rule={rule} index={index} replace={replace} />
            <TextField
              label="Words when it is broken"
              hint="Else the usual words."
              maxLength={500}
              value={rule.message ?? ''}
              disabled={disabled}
              onChange={(event) => {
                const { message: _, ...rest } = rule;
                replace(event.target.value === '' ? rest : { ...rest, message: event.target.value });
              }}
              onBlur={seal}
            />
          </div>
        )}
      </Parts>
    </>
  );
}

function RuleField({ form, rule, index, replace }: RuleProps) {
  const problem = problemsAt(form.problems, `rules.${index}`).find(
    ({ at, code }) => at.start === undefined && !ofSettings.has(code),
  );
  return (
    <Field
      label="Field"
      required
      hint={index === 0 ? 'A path in the record; lines[*].sku judges each line by itself.' : undefined}
      error={problem?.severity === 'error' ? problem.message : undefined}
    >
      {({ id, describedBy, invalid }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          mono
          placeholder="address.zip"
          value={rule.field}
          disabled={form.disabled}
          onChange={(event) => replace({ ...rule, field: event.target.value })}
          onBlur={form.seal}
        />
      )}
    </Field>
  );
}
