import { Search, X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Kbd } from './kbd.tsx';
import { TextInput } from './text-field.tsx';

export interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'size'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly shortcut?: string | undefined;
  readonly frameClassName?: string;
}

export function SearchField({ label, value, onChange, shortcut, placeholder = label, ...rest }: SearchFieldProps) {
  return (
    <TextInput
      type="search"
      role="searchbox"
      icon={Search}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return;
        event.stopPropagation();
        onChange('');
      }}
      className="[&::-webkit-search-cancel-button]:hidden"
      suffix={
        value !== '' ? (
          <button
            type="button"
            aria-label="Clear the search"
            className="grid size-6 place-items-center text-ink-3"
            onClick={() => onChange('')}
          >
            <X size={14} aria-hidden />
          </button>
        ) : shortcut === undefined ? null : (
          <Kbd keys={shortcut} />
        )
      }
      {...rest}
    />
  );
}
