import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/index.ts';

interface DrawerProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly footer?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A list at the right that lies over the target; Escape closes it. */
export function Drawer({ title, aside, footer, onClose, children }: DrawerProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && document.contains(before)) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={title}
      className="mapper-drawer"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header>
        <h2>{title}</h2>
        <span className="aside">{aside}</span>
        <IconButton icon={X} size="small" label="Close" onClick={onClose} />
      </header>
      <div className="content">{children}</div>
      {footer === undefined ? null : <footer>{footer}</footer>}
    </aside>
  );
}
