import { X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { classNames, IconButton } from '../../ui/index.ts';

interface FloatingPanelProps {
  readonly title: string;
  /** The key of the target row that it stands beside. */
  readonly rowKey?: string;
  /** The box that it stands beside instead, in the page's pixels. */
  readonly at?: { readonly left: number; readonly top: number; readonly bottom: number };
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form beside a row: below it where there is room. Escape and a press elsewhere close it; what was typed is kept. */
export function FloatingPanel({ title, rowKey, at: given, className, onClose, children }: FloatingPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useLayoutEffect(() => {
    const box = panel.current;
    const row = [...document.querySelectorAll('[data-side=target] [data-key]')].find(
      (element) => element instanceof HTMLElement && element.dataset['key'] === rowKey,
    );
    if (box === null) return;
    const at = given ?? row?.querySelector('[data-cell=rule]')?.getBoundingClientRect() ?? row?.getBoundingClientRect();
    const below = (at?.bottom ?? 100) + 4;
    const isRoom = below + box.offsetHeight <= window.innerHeight - 8;
    setPlace({
      left: Math.max(8, Math.min(at?.left ?? 100, window.innerWidth - box.offsetWidth - 8)),
      top: isRoom
        ? below
        : Math.max(8, Math.min((at?.top ?? 100) - box.offsetHeight - 4, window.innerHeight - box.offsetHeight - 8)),
    });
  }, [rowKey, given]);
  useEffect(() => {
    const box = panel.current;
    const first =
      box?.querySelector<HTMLElement>('[data-autofocus]') ??
      box?.querySelector<HTMLElement>('textarea, input, button:not(:disabled, [aria-label=Close])');
    first?.focus();
  }, [rowKey]);
  useEffect(() => {
    const onDown = (event: PointerEvent): void => {
      const { target } = event;
      if (!(target instanceof Element) || panel.current?.contains(target) === true) return;
      // Lists of completions and menus lie outside of the panel but belong to it.
      if (target.closest('[role=listbox], [role=menu], [role=dialog], [data-radix-popper-content-wrapper]') !== null)
        return;
      latest.current();
    };
    window.addEventListener('pointerdown', onDown, { capture: true });
    return () => window.removeEventListener('pointerdown', onDown, { capture: true });
  }, []);
  return createPortal(
    <div
      ref={panel}
      role="dialog"
      aria-label={title}
      className={classNames('floating-panel nokey', className)}
      style={place}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <header>
        <h2>{title}</h2>
        <IconButton icon={X} size="small" label="Close" onClick={onClose} />
      </header>
      {children}
    </div>,
    document.body,
  );
}

export function PanelLine({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="panel-line">
      <span className="label">{label}</span>
      <div>{children}</div>
    </div>
  );
}
