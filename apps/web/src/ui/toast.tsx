// Toasts are for what passes: done, undone, copied. Errors stand where they were made.
import { Toaster, toast as sonner } from 'sonner';
import { useTheme } from './theme/theme-choice.ts';

export interface ToastOptions {
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}

export function toast(message: string, { detail, action }: ToastOptions = {}): void {
  sonner(message, {
    description: detail,
    ...(action === undefined ? {} : { action: { label: action.label, onClick: action.onSelect } }),
  });
}

export function Toasts() {
  return (
    <Toaster
      theme={useTheme()}
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'flex w-90 items-center gap-3 rounded-2 bg-raised px-3 py-2.5 text-13 text-ink shadow-3 font-sans',
          description: 'text-12 text-ink-3',
          content: 'min-w-0 flex-1',
          actionButton: 'h-6 rounded-2 border border-line-2 px-2 text-12 font-medium text-ink hover:bg-hover',
        },
      }}
    />
  );
}
