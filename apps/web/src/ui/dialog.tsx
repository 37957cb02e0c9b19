import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { useFocusBack } from './use-focus-back.ts';

export interface DialogProps {
  /** Absent: as long as it is there. */
  readonly open?: boolean;
  /** Escape, its close button, and a press beside it. */
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** Buttons; the one that acts stands first. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  /** Nothing in it takes the focus: it is scrolled by keys itself. */
  readonly isReadOnly?: boolean;
}

const widths = { small: 'w-110', medium: 'w-150', large: 'w-220' } as const;

/** Escape closes one layer: the list of completions of the field that has the focus goes first. The big editor, and what takes keys as they are pressed, take it themselves. */
function keepForOpenList(event: KeyboardEvent): void {
  const { target } = event;
  if (
    target instanceof Element &&
    target.closest('[role="combobox"][aria-expanded="true"], .monaco-editor, [data-takes-keys]') !== null
  )
    event.preventDefault();
}

/** The panel itself, unless a field took the focus: on the close button the focus would open its tooltip. */
function focusPanel(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

export function Dialog({
  open = true,
  onClose,
  title,
  description,
  children,
  footer,
  size = 'small',
  isReadOnly = false,
}: DialogProps) {
  const { onAsked, onClosed } = useFocusBack(open);
  return (
    <Radix.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(10_14_20/.4)]" />
        <Radix.Content
          onEscapeKeyDown={keepForOpenList}
          onOpenAutoFocus={focusPanel}
          onFocusOutside={(event) => onAsked(event.detail.originalEvent)}
          onCloseAutoFocus={onClosed}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={classNames(
            'open-motion fixed inset-x-0 top-[10vh] z-40 mx-auto flex max-h-[80vh] max-w-[calc(100vw-32px)] flex-col rounded-3 bg-raised shadow-3 outline-none',
            widths[size],
          )}
        >
          <div className="flex items-start gap-3 px-4 pt-3 pb-2">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-16 font-semibold wrap-anywhere">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="text-13 wrap-anywhere text-ink-2">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-auto px-4 pt-2 pb-4" {...(isReadOnly ? { tabIndex: 0 } : {})}>
            {children}
          </div>
          {footer === undefined ? null : (
            <div className="flex flex-row-reverse items-center justify-start gap-2 border-t border-line px-4 py-3">
              {footer}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
