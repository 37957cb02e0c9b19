import type { FieldManifest } from '@patchbay/model/connector';
import type { Json } from '@patchbay/model/schema';
import { useId } from 'react';
import { Checkbox, Select, TextInput } from '../../../ui/index.ts';
import { CodeEditor } from '../../../ui/code-editor/index.ts';
import { JsonControl } from './json-control.tsx';
import { StatementsControl } from './statements-control.tsx';

export interface FixedOptions {
  readonly options: readonly { value: string; label: string }[];
  /** Why there are none: still asked for, or the system refused. */
  readonly note?: string;
}

export interface FixedControlProps {
  readonly field: Pick<FieldManifest, 'name' | 'label' | 'control'> & Partial<FieldManifest>;
  readonly value: Json | undefined;
  /** Undefined: the field is blank and leaves the document. */
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly disabled: boolean;
  readonly options?: FixedOptions | undefined;
}

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** The control of a fixed value, as its manifest says. */
export function FixedControl(props: FixedControlProps) {
  const { field, value, onChange, onBlur, disabled } = props;
  switch (field.control) {
    case 'text':
    case 'secret':
    case 'cron':
    case 'zone':
      return <TextControl {...props} />;
    case 'number':
      return <NumberControl {...props} />;
    case 'boolean':
      return (
        <Checkbox
          label={field.label}
          quiet={props.label === undefined}
          checked={value === true}
          disabled={disabled}
          onChange={onChange}
        />
      );
    case 'select':
      return field.discover === undefined ? <SelectControl {...props} /> : <SuggestControl {...props} />;
    case 'topic':
      return <SuggestControl {...props} />;
    case 'multiline':
      return (
        <textarea
          id={props.id}
          rows={3}
          aria-label={props.label}
          aria-describedby={props.describedBy}
          disabled={disabled}
          placeholder={field.placeholder}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
          onBlur={onBlur}
          className="block w-full resize-y rounded-1 border border-ctl-line bg-panel px-2 py-1 outline-none focus:border-accent focus:ring-1 focus:ring-accent"
        />
      );
    case 'sql':
      return (
        <CodeEditor
          language="sql"
          label={field.label}
          value={textOf(value)}
          readOnly={disabled}
          onChange={(text) => onChange(text === '' ? undefined : text)}
          onBlur={onBlur}
        />
      );
    case 'statements':
      return (
        <StatementsControl value={value} onChange={onChange} onBlur={onBlur} disabled={disabled} label={field.label} />
      );
    case 'json':
    case 'schema':
    case 'entries':
    case 'rows':
      return <JsonControl label={field.label} value={value} onChange={onChange} onBlur={onBlur} disabled={disabled} />;
  }
}

const zones = (): string[] => Intl.supportedValuesOf('timeZone');
const cronExamples = ['*/5 * * * *', '0 * * * *', '0 6 * * *', '0 6 * * 1-5', '0 0 1 * *'];

function TextControl({ field, value, onChange, onBlur, id, label, describedBy, invalid, disabled }: FixedControlProps) {
  const listId = useId();
  const suggestions = field.control === 'zone' ? zones() : field.control === 'cron' ? cronExamples : [];
  return (
    <>
      <TextInput
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid === true || undefined}
        disabled={disabled}
        placeholder={field.placeholder}
        mono={field.control === 'cron'}
        list={suggestions.length === 0 ? undefined : listId}
        value={textOf(value)}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        onBlur={onBlur}
      />
      {suggestions.length === 0 ? null : (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </>
  );
}

function NumberControl({
  field,
  value,
  onChange,
  onBlur,
  id,
  label,
  describedBy,
  invalid,
  disabled,
}: FixedControlProps) {
  return (
    <TextInput
      id={id}
      type="number"
      step="any"
      min={field.schema?.minimum}
      max={field.schema?.maximum}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid === true || undefined}
      disabled={disabled}
      placeholder={field.placeholder}
      className="tabular"
      value={textOf(value)}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
      onBlur={onBlur}
    />
  );
}

/** Options that the system behind a connection lists may be typed too: it may not answer just now. */
function SuggestControl(props: FixedControlProps) {
  const { field, value, onChange, id, label, describedBy, invalid, disabled, options } = props;
  const listId = useId();
  return (
    <>
      <TextInput
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid === true || undefined}
        list={listId}
        disabled={disabled}
        placeholder={options?.note ?? field.placeholder ?? 'Choose or type'}
        value={textOf(value)}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        onBlur={props.onBlur}
      />
      <datalist id={listId}>
        {options?.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </datalist>
    </>
  );
}

function SelectControl({ field, value, onChange, id, label, describedBy, invalid, disabled }: FixedControlProps) {
  const chosen = textOf(value);
  return (
    <Select
      id={id}
      {...(label === undefined ? {} : { 'aria-label': label })}
      aria-describedby={describedBy}
      aria-invalid={invalid === true || undefined}
      disabled={disabled}
      value={chosen === '' ? undefined : chosen}
      options={field.options ?? []}
      onChange={onChange}
    />
  );
}
