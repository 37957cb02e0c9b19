import { type ReactNode, useState } from 'react';
import { type NumberRange, numberIn, rangeWords } from './number-words.ts';
import { TextField } from './text-field.tsx';

export interface NumberFieldProps extends NumberRange {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  /** Stands behind the number where a unit does not say it: `runs at once`. */
  readonly after?: string;
  /** Undefined: blank, which is a value of its own where `onClear` says so. */
  readonly value: number | undefined;
  readonly onChange: (value: number) => void;
  readonly onClear?: () => void;
  readonly onBlur?: () => void;
  readonly disabled?: boolean;
  /** Where problems that are about it lead. */
  readonly field?: string;
}

/** A number within bounds. What is typed stays, also while it is no such number; then it is said, and not kept. */
export function NumberField(props: NumberFieldProps) {
  const { label, hint, placeholder, after, value, onChange, onClear, onBlur, disabled, field, ...range } = props;
  // Belongs to the value that it was typed over: an undo, or another person, shows theirs.
  const [draft, setDraft] = useState<{ readonly text: string; readonly over: number | undefined }>();
  const text = draft !== undefined && draft.over === value ? draft.text : value === undefined ? '' : String(value);
  const said = range.unit ?? after;
  const isBlank = text.trim() === '' && onClear !== undefined;
  const isWrong = !isBlank && numberIn(text, range) === undefined;
  const type = (typed: string): void => {
    const next = numberIn(typed, range);
    if (typed.trim() === '' && onClear !== undefined) {
      setDraft({ text: typed, over: undefined });
      onClear();
      return;
    }
    setDraft({ text: typed, over: next ?? value });
    if (next !== undefined) onChange(next);
  };
  return (
    <TextField
      label={label}
      inputMode={range.whole === true ? 'numeric' : 'decimal'}
      className="tabular"
      hint={hint}
      error={isWrong ? rangeWords(range, value) : undefined}
      placeholder={placeholder}
      suffix={said === undefined ? undefined : <span className="text-12 whitespace-nowrap text-ink-3">{said}</span>}
      value={text}
      disabled={disabled}
      data-field={field}
      onChange={(event) => type(event.target.value)}
      onBlur={onBlur}
    />
  );
}
