import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Field, type FieldProps } from './field.tsx';
import { inputProps } from './text-field.tsx';

export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** Dim, at the right: `createCharge`, `Healthy`. */
  readonly aside?: ReactNode;
}

export interface SelectProps<Value extends string> {
  readonly value: Value | undefined;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
  readonly className?: string;
}

/** Values must not be empty text: that is how the absence of a choice is said. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  placeholder = 'Choose…',
  className,
  disabled = false,
  ...rest
}: SelectProps<Value>) {
  return (
    <Radix.Root value={value ?? ''} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
      <Radix.Trigger
        {...rest}
        className={classNames(
          'flex h-7 w-full min-w-0 items-center gap-1.5 rounded-1 border border-ctl-line bg-panel px-2 text-left outline-none focus:border-accent focus:ring-1 focus:ring-accent disabled:border-line disabled:bg-sunken disabled:text-ink-3 aria-[invalid=true]:border-bad data-placeholder:text-ink-3',
          className,
        )}
      >
        <span className="min-w-0 flex-1 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon asChild>
          <ChevronDown size={14} aria-hidden className="text-ink-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="open-motion z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded-2 bg-raised shadow-3"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex min-h-6 items-center gap-2 rounded-1 py-0.5 pr-2 pl-1 outline-none data-highlighted:bg-accent-soft"
              >
                <span className="w-4">
                  <Radix.ItemIndicator>
                    <Check size={14} aria-hidden />
                  </Radix.ItemIndicator>
                </span>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.aside === undefined ? null : (
                  <span className="ml-auto pl-4 text-12 text-ink-3">{option.aside}</span>
                )}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface SelectFieldProps<Value extends string>
  extends Omit<FieldProps, 'children' | 'className'>, Omit<SelectProps<Value>, 'id'> {
  readonly fieldClassName?: string;
}

export function SelectField<Value extends string>({
  label,
  required = false,
  hint,
  error,
  aside,
  mono = false,
  fieldClassName = '',
  ...select
}: SelectFieldProps<Value>) {
  return (
    <Field
      label={label}
      required={required}
      hint={hint}
      error={error}
      aside={aside}
      mono={mono}
      className={fieldClassName}
    >
      {(ids) => <Select {...select} {...inputProps(ids)} />}
    </Field>
  );
}
