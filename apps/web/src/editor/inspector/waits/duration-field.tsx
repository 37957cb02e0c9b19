import { useState } from 'react';
import { Field, Select, TextInput } from '../../../ui/index.ts';
import { unitMs, unitOf } from './duration-words.ts';
import type { DurationUnit } from './duration-words.ts';

const units: readonly { readonly value: DurationUnit; readonly label: string }[] = [
  { value: 'seconds', label: 'seconds' },
  { value: 'minutes', label: 'minutes' },
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
];

interface DurationFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly name: string;
  readonly valueMs: number | undefined;
  /** What holds when nothing is typed. */
  readonly usualMs?: number;
  readonly maxMs: number;
  readonly error?: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (ms: number | undefined) => void;
  readonly onBlur: () => void;
}

/** A while, as a number and its unit. What is no while is said, and not kept. */
export function DurationField(props: DurationFieldProps) {
  const { label, hint, name, valueMs, usualMs, maxMs, error, disabled, onChange, onBlur } = props;
  const shownMs = valueMs ?? usualMs ?? 3_600_000;
  const [unit, setUnit] = useState<DurationUnit>(unitOf(shownMs));
  const [text, setText] = useState(valueMs === undefined ? '' : String(valueMs / unitMs[unit]));
  const msOf = (typed: string, of: DurationUnit): number => Math.round(Number(typed) * unitMs[of]);
  const isWhile = (ms: number): boolean => Number.isFinite(ms) && ms >= 1_000 && ms <= maxMs;
  const wrong = text.trim() !== '' && !isWhile(msOf(text, unit));
  const put = (typed: string, of: DurationUnit): void => {
    if (typed.trim() === '') onChange(undefined);
    else if (isWhile(msOf(typed, of))) onChange(msOf(typed, of));
  };
  return (
    <Field label={label} hint={hint} error={wrong ? 'Between a second and 366 days. It is not kept as it is.' : error}>
      {({ id, describedBy, invalid }) => (
        <div className="flex gap-2" data-field={name}>
          <TextInput
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            inputMode="decimal"
            frameClassName="w-24"
            placeholder={usualMs === undefined ? 'never' : String(usualMs / unitMs[unit])}
            value={text}
            disabled={disabled}
            onChange={(event) => {
              setText(event.target.value);
              put(event.target.value, unit);
            }}
            onBlur={onBlur}
          />
          <Select<DurationUnit>
            aria-label={`Unit of “${label}”`}
            className="flex-1"
            value={unit}
            options={units}
            disabled={disabled}
            onChange={(next) => {
              setUnit(next);
              put(text, next);
            }}
          />
        </div>
      )}
    </Field>
  );
}
