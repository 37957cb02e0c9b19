import { Tabs as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface TabsProps<Value extends string> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Tabs<Value extends string>({ value, onChange, children, className }: TabsProps<Value>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={classNames('flex min-h-0 flex-col', className)}
    >
      {children}
    </Radix.Root>
  );
}

/** `aside` stands at the right end of the bar, outside the list of tabs. */
export function TabList({
  label,
  aside,
  children,
  className,
}: {
  readonly label: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <div className={classNames('flex h-9 flex-none items-stretch border-b border-line px-4', className)}>
      <Radix.List aria-label={label} className="flex items-stretch gap-4">
        {children}
      </Radix.List>
      {aside === undefined ? null : (
        <div className="ml-auto flex min-w-0 items-center gap-2 text-12 text-ink-3">{aside}</div>
      )}
    </div>
  );
}

export function Tab({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      {...rest}
      className={classNames(
        '-mb-px flex items-center gap-1.5 border-b-2 border-transparent font-medium whitespace-nowrap text-ink-2 outline-offset-[-2px] hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink',
        className,
      )}
    />
  );
}

export function TabPanel({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content {...rest} className={classNames('min-h-0 flex-1 outline-offset-[-2px]', className)} />;
}
