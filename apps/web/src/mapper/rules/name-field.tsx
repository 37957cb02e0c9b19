import { useState } from 'react';
import { TextInput } from '../../ui/index.ts';

interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** False: the name is refused, and what was typed stays to be mended. */
  readonly onChange: (name: string) => boolean;
}

/** A name is taken over when the field is left, so that a half-typed one renames nothing. */
export function NameField({ label, value, placeholder, disabled = false, onChange }: NameFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = (): void => {
    if (draft === null || draft === value || onChange(draft.trim())) setDraft(null);
  };
  return (
    <TextInput
      mono
      aria-label={label}
      frameClassName="w-28"
      value={draft ?? value}
      placeholder={placeholder}
      disabled={disabled}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape' && draft !== null) {
          event.preventDefault();
          setDraft(null);
        }
      }}
    />
  );
}
