import { Toolbar as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Floating tools over a canvas. Arrow keys walk its buttons when they are `ToolbarButton`s. */
export function Toolbar({
  label,
  children,
  className,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <Radix.Root
      aria-label={label}
      className={classNames('flex items-center rounded-2 bg-panel p-0.5 shadow-2', className)}
    >
      {children}
    </Radix.Root>
  );
}

/** Wraps one button so that the toolbar is a single stop of the Tab key. */
export function ToolbarItem({ children }: { readonly children: ReactNode }) {
  return <Radix.Button asChild>{children}</Radix.Button>;
}

export function Divider({ className }: { readonly className?: string }) {
  return <span aria-hidden className={classNames('mx-1 h-5 w-px flex-none bg-line', className)} />;
}
