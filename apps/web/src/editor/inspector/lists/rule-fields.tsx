// What a rule says beyond its field.
import type { ValidateNode, ValidationRule, ValueType } from '@patchbay/model/flow';
import { FieldError, SelectField, TextField } from '../../../ui/index.ts';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';
import { ListExpression } from './list-fields.tsx';

export interface RuleProps {
  readonly form: NodeForm<ValidateNode>;
  readonly rule: ValidationRule;
  readonly index: number;
  readonly replace: (rule: ValidationRule) => void;
}

const types: readonly { readonly value: ValueType; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'integer', label: 'Whole number' },
  { value: 'boolean', label: 'True or false' },
  { value: 'date', label: 'Date (2026-03-29)' },
  { value: 'dateTime', label: 'Date and time' },
  { value: 'list', label: 'List' },
  { value: 'structure', label: 'Structure' },
];

/** Problems that are told at what the rule says beyond its field. */
export const ofSettings: ReadonlySet<string> = new Set([
  'flow.noBound',
  'flow.mixedBounds',
  'flow.noRange',
  'flow.noPattern',
  'flow.badPattern',
]);

export function RuleFields({ form, rule, index, replace }: RuleProps) {
  const { disabled, seal, node } = form;
  const at = `rules.${index}`;
  const error = problemsAt(form.problems, at).find(({ code }) => ofSettings.has(code))?.message;
  switch (rule.rule) {
    case 'required':
      return null;
    case 'type':
      return (
        <SelectField
          label="Type"
          value={rule.type}
          disabled={disabled}
          options={types}
          onChange={(type) => replace({ ...rule, type })}
        />
      );
    case 'range':
      return (
        <div>
          <div className="grid grid-cols-2 gap-2">
            <Bound form={form} rule={rule} index={index} replace={replace} bound="min" label="At least" />
            <Bound form={form} rule={rule} index={index} replace={replace} bound="max" label="At most" />
          </div>
          {error === undefined ? null : <FieldError>{error}</FieldError>}
        </div>
      );
    case 'pattern':
      return (
        <TextField
          label="Pattern"
          mono
          required
          error={error}
          hint="RE2: ^[0-9]{5}$ is five digits and nothing else."
          maxLength={1_000}
          value={rule.pattern}
          disabled={disabled}
          onChange={(event) => replace({ ...rule, pattern: event.target.value })}
          onBlur={seal}
        />
      );
    case 'oneOf':
      return (
        <ListExpression
          form={form}
          at={at}
          label="Allowed values"
          hint="A list: of this flow, or written out."
          placeholder='["NO", "SE", "DK"]'
          value={rule.values}
          onChange={(values) => replace({ ...rule, values })}
        />
      );
    case 'condition':
      return (
        <ListExpression
          form={form}
          at={at}
          label="Condition"
          hint="“item” is the record. What the field above names is shown beside the mistake."
          placeholder="item.from <= item.to"
          value={rule.condition}
          over={node.items}
          onChange={(condition) => replace({ ...rule, condition })}
        />
      );
  }
}

interface BoundProps extends RuleProps {
  readonly rule: Extract<ValidationRule, { rule: 'range' }>;
  readonly bound: 'min' | 'max';
  readonly label: string;
}

/** What reads as a number is one; all else is a text, such as a date. */
function Bound({ form, rule, replace, bound, label }: BoundProps) {
  const value = rule[bound];
  return (
    <TextField
      label={label}
      mono
      maxLength={200}
      placeholder={bound === 'min' ? '0' : '2026-12-31'}
      value={value === undefined ? '' : String(value)}
      disabled={form.disabled}
      onChange={(event) => {
        const { [bound]: _, ...rest } = rule;
        const text = event.target.value;
        const number = Number(text);
        // Unfinished numbers (`1.`, `-`) stay as they are typed.
        const next = text.trim() !== '' && String(number) === text ? number : text;
        replace(text === '' ? { ...rest } : { ...rest, [bound]: next });
      }}
      onBlur={form.seal}
    />
  );
}
