import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly required?: boolean;
  /** Names of fields in code are set in mono. */
  readonly mono?: boolean;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  /** Stands at the right of the label: a mode switch, a link. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** Label, control, then the error or the hint. The error says what is wrong and what to do. */
export function Field({ label, required = false, mono = false, hint, error, aside, className, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  const noteId = `${id}-note`;
  const wrong = error !== undefined && error !== null && error !== false;
  return (
    <div className={classNames('min-w-0', className)}>
      <div className="mb-1 flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={id} className={mono ? 'code' : 'font-medium'}>
          {label}
          {required ? (
            <span className="ml-0.5 text-bad" title="required">
              *<span className="sr-only"> (required)</span>
            </span>
          ) : null}
        </label>
        {aside}
      </div>
      {children({ id, describedBy: note === undefined ? undefined : noteId, invalid: wrong })}
      {note === undefined || note === null || note === false ? null : wrong ? (
        <FieldError id={noteId}>{error}</FieldError>
      ) : (
        <div id={noteId} className="mt-1 text-12 text-ink-3">
          {note}
        </div>
      )}
    </div>
  );
}

/** What is wrong, under the control that it is about: by colour, by a sign, and read aloud when it comes. */
export function FieldError({
  id,
  className,
  children,
}: {
  readonly id?: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <p id={id} role="alert" className={classNames('mt-1 flex items-start gap-1 text-12 text-bad', className)}>
      <TriangleAlert size={12} aria-hidden className="mt-0.5 flex-none" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}

/** The frame of a control: 28 high, control border, accent border and ring while it has the focus. */
export const controlClass =
  'flex h-7 min-w-0 items-center gap-1.5 rounded-1 border border-ctl-line bg-panel px-2 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent has-[[aria-invalid=true]]:border-bad has-[:disabled]:border-line has-[:disabled]:bg-sunken';
