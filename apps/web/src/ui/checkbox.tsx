import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface CheckboxProps {
  readonly checked: boolean | 'indeterminate';
  readonly onChange: (checked: boolean) => void;
  readonly label: ReactNode;
  /** The label is read aloud but not shown. */
  readonly quiet?: boolean;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
  readonly className?: string;
}

export function Checkbox({
  checked,
  onChange,
  label,
  quiet = false,
  hint,
  disabled = false,
  className,
}: CheckboxProps) {
  return (
    <label className={classNames('flex min-h-6 items-start gap-2 py-0.5', disabled && 'text-ink-3', className)}>
      <Radix.Root
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
        className="mt-[3px] grid size-3.5 flex-none place-items-center rounded-[3px] border-[1.5px] border-ctl-line bg-panel text-on-accent after:absolute after:size-6 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      >
        <Radix.Indicator>
          {checked === 'indeterminate' ? <Minus size={10} strokeWidth={3} /> : <Check size={10} strokeWidth={3} />}
        </Radix.Indicator>
      </Radix.Root>
      <span className={quiet ? 'sr-only' : 'min-w-0'}>
        {label}
        {hint === undefined ? null : <span className="block text-12 text-ink-3">{hint}</span>}
      </span>
    </label>
  );
}
