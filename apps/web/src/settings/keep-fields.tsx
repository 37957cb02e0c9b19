import { SelectField } from '../ui/index.ts';
import { daysOf, daysOptions, type KeepField, type KeepRuns, valueOf } from './keep-words.ts';

const fields: readonly {
  readonly field: KeepField;
  readonly label: string;
  readonly hint: string;
  readonly never?: string;
}[] = [
  { field: 'succeededDays', label: 'Runs that succeeded', hint: 'Counted from their end.' },
  { field: 'failedDays', label: 'Runs that failed or were cancelled', hint: 'Replays of a run keep it, too.' },
  {
    field: 'deadLetterDays',
    label: 'Dead letters that wait for somebody',
    hint: 'Once redriven or discarded, they are failed runs like any other.',
    never: 'until somebody decides',
  },
];

/** The three questions of a rule. */
export function KeepFields({
  keep,
  onChange,
  disabled = false,
}: {
  readonly keep: KeepRuns;
  readonly onChange: (keep: KeepRuns) => void;
  readonly disabled?: boolean;
}) {
  return (
    <>
      {fields.map(({ field, label, hint, never }) => (
        <SelectField
          key={field}
          label={label}
          hint={hint}
          disabled={disabled}
          value={valueOf(keep[field])}
          options={daysOptions(keep[field], never)}
          onChange={(value) => onChange({ ...keep, [field]: daysOf(value) })}
        />
      ))}
    </>
  );
}
