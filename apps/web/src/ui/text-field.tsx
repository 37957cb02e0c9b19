import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { controlClass, Field, type FieldIds, type FieldProps } from './field.tsx';

export interface TextInputProps extends Omit<ComponentProps<'input'>, 'size'> {
  readonly icon?: LucideIcon;
  /** Stands inside the frame, after the text. */
  readonly suffix?: ReactNode;
  readonly mono?: boolean;
  readonly frameClassName?: string;
}

/** A text control without a label: use it inside a `Field`, or give it an `aria-label`. */
export function TextInput({ icon: Icon, suffix, mono = false, frameClassName, className, ...rest }: TextInputProps) {
  return (
    <span className={classNames(controlClass, frameClassName)}>
      {Icon === undefined ? null : <Icon size={14} aria-hidden className="text-ink-3" />}
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        className={classNames(
          'h-full w-full min-w-0 bg-transparent outline-none disabled:text-ink-3',
          mono && 'code',
          className,
        )}
      />
      {suffix}
    </span>
  );
}

export interface TextFieldProps
  extends Omit<FieldProps, 'children' | 'className' | 'mono'>, Omit<TextInputProps, 'id' | 'required'> {
  readonly fieldClassName?: string;
  /** Sets the label in mono; `mono` sets the text. */
  readonly monoLabel?: boolean;
}

export function TextField({
  label,
  required,
  hint,
  error,
  aside,
  fieldClassName,
  monoLabel,
  ...input
}: TextFieldProps) {
  return (
    <Field
      label={label}
      required={required}
      hint={hint}
      error={error}
      aside={aside}
      mono={monoLabel}
      className={fieldClassName}
    >
      {(ids) => <TextInput {...input} required={required} {...inputProps(ids)} />}
    </Field>
  );
}

export interface TextAreaFieldProps
  extends Omit<FieldProps, 'children' | 'className' | 'mono'>, Omit<ComponentProps<'textarea'>, 'id' | 'required'> {
  readonly mono?: boolean;
  readonly fieldClassName?: string;
}

export function TextAreaField({
  label,
  required,
  hint,
  error,
  aside,
  fieldClassName,
  mono = false,
  className,
  ...rest
}: TextAreaFieldProps) {
  return (
    <Field label={label} required={required} hint={hint} error={error} aside={aside} className={fieldClassName}>
      {(ids) => (
        <textarea
          rows={4}
          spellCheck={false}
          required={required}
          {...rest}
          {...inputProps(ids)}
          className={classNames(
            'block w-full resize-y rounded-1 border border-ctl-line bg-panel px-2 py-1 outline-none focus:border-accent focus:ring-1 focus:ring-accent aria-[invalid=true]:border-bad',
            mono && 'code leading-5',
            className,
          )}
        />
      )}
    </Field>
  );
}

export const inputProps = ({ id, describedBy, invalid }: FieldIds) => ({
  id,
  'aria-describedby': describedBy,
  'aria-invalid': invalid || undefined,
});
