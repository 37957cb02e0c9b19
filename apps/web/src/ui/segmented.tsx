import type { LucideIcon } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  readonly icon?: LucideIcon;
}

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SegmentedOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly size?: 'normal' | 'small';
  readonly disabled?: boolean;
}

/** One of a few, all visible: views, modes of a field. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  size = 'normal',
  disabled = false,
}: SegmentedProps<Value>) {
  const small = size === 'small';
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      disabled={disabled}
      onValueChange={(next) => onChange(next as Value)}
      className={classNames('inline-flex w-fit flex-none gap-0.5 rounded-2 bg-hover p-0.5', small ? 'h-6' : 'h-7')}
    >
      {options.map(({ value: option, label: words, icon: Icon }) => (
        <RadioGroup.Item
          key={option}
          value={option}
          className={classNames(
            'relative inline-flex items-center gap-1.5 rounded-1 font-medium whitespace-nowrap text-ink-2 after:absolute after:-inset-y-0.5 after:inset-x-0 data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:shadow-1',
            small ? (options.length > 4 ? 'px-1 text-11' : 'px-1.5 text-11') : 'px-2.5',
          )}
        >
          {Icon === undefined ? null : <Icon size={14} aria-hidden />}
          {words}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
