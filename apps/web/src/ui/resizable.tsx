import type { ReactNode } from 'react';
import { Group, Panel, type PanelProps, Separator, useDefaultLayout } from 'react-resizable-panels';
import { classNames } from './class-names.ts';

export interface ResizableProps {
  /** Names the layout in the browser's storage: sizes are remembered per person and place. */
  readonly name: string;
  readonly direction: 'horizontal' | 'vertical';
  /** In order; needed to restore the sizes of the panels that are shown now. */
  readonly panelIds: string[];
  readonly children: ReactNode;
  readonly className?: string;
}

/** Panels that a person can resize by pointer and by arrow keys. Children: `ResizablePanel` and `ResizeHandle` in turn. */
export function Resizable({ name, direction, panelIds, children, className }: ResizableProps) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `patchbay.layout.${name}`,
    panelIds,
    storage: localStorage,
  });
  return (
    <Group
      id={name}
      orientation={direction}
      defaultLayout={defaultLayout}
      onLayoutChanged={onLayoutChanged}
      className={classNames('min-h-0 min-w-0', className)}
    >
      {children}
    </Group>
  );
}

/** Sizes are numbers of pixels or texts such as `30%`. Docked sides keep their pixels when the window grows. */
export function ResizablePanel({ className, fixed = false, ...rest }: PanelProps & { readonly fixed?: boolean }) {
  return (
    <Panel
      {...rest}
      {...(fixed ? { groupResizeBehavior: 'preserve-pixel-size' as const } : {})}
      className={classNames('flex min-h-0 min-w-0 flex-col overflow-hidden', className)}
    />
  );
}

export function ResizeHandle({ label }: { readonly label: string }) {
  return (
    <Separator
      aria-label={label}
      className="relative bg-line transition-colors aria-[orientation=horizontal]:h-px aria-[orientation=vertical]:w-px data-[separator=active]:bg-accent data-[separator=hover]:bg-edge focus-visible:bg-accent"
    />
  );
}
