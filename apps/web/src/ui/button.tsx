import { cva, type VariantProps } from 'class-variance-authority';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { ariaKeys } from './key-names.ts';
import { Spinner } from './spinner.tsx';
import { Tooltip } from './tooltip.tsx';

/** The look of a button, for links that act as one. */
export const buttonClass = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-2 border font-medium whitespace-nowrap no-underline transition-[background-color,border-color] select-none aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-3 disabled:border-line disabled:bg-sunken disabled:text-ink-3',
  {
    variants: {
      look: {
        plain:
          'border-line-2 bg-raised text-ink enabled:hover:bg-hover enabled:active:bg-press data-[state=open]:bg-hover',
        primary: 'border-accent bg-accent text-on-accent enabled:hover:brightness-95 enabled:active:brightness-90',
        ghost:
          'border-transparent bg-transparent text-ink-2 enabled:hover:bg-hover enabled:active:bg-press data-[state=open]:bg-hover disabled:border-transparent disabled:bg-transparent',
        danger: 'border-line-2 bg-raised text-bad enabled:hover:bg-bad-soft enabled:active:bg-bad-soft',
      },
      size: { normal: 'h-7 px-2.5 text-13', small: 'h-6 px-2 text-12', large: 'h-9 px-3 text-13' },
    },
    defaultVariants: { look: 'plain', size: 'normal' },
  },
);

/** Links are never `:enabled`; they take hover and press from here. */
export const linkButtonClass = (variant: VariantProps<typeof buttonClass> = {}): string =>
  classNames(
    buttonClass(variant),
    variant.look === 'primary'
      ? 'hover:brightness-95'
      : variant.look === 'danger'
        ? 'hover:bg-bad-soft'
        : 'hover:bg-hover active:bg-press',
  );

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonClass> {
  readonly icon?: LucideIcon;
  /** Shown in the button, after its words: `Mod+Enter`. */
  readonly shortcut?: string | undefined;
  /** Work is under way: the button keeps its width and the focus, and cannot be pressed again. */
  readonly busy?: boolean;
}

/** A button that is `disabled` drops the focus, and whoever works by keyboard would begin again at the top of the page. */
const whileBusy: ComponentProps<'button'> = {
  'aria-busy': true,
  'aria-disabled': true,
  // Submits nothing either.
  // Nor does what stands around it hear of the press.
  onClick: (event) => {
    event.preventDefault();
    event.stopPropagation();
  },
  onPointerDown: undefined,
  onKeyDown: undefined,
};

export function Button({
  look,
  size,
  icon: Icon,
  shortcut,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': ariaKeys(shortcut) })}
      {...rest}
      disabled={disabled}
      {...(busy ? whileBusy : {})}
      className={classNames(buttonClass({ look, size }), className)}
    >
      {busy ? <Spinner /> : Icon === undefined ? null : <Icon size={14} aria-hidden />}
      {children}
      {shortcut === undefined ? null : <Kbd keys={shortcut} tone={look === 'primary' ? 'inherit' : 'quiet'} />}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'>, VariantProps<typeof buttonClass> {
  readonly icon: LucideIcon;
  /** Read aloud and shown as the tooltip. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly iconSize?: number;
}

export function IconButton({
  icon: Icon,
  label,
  shortcut,
  look = 'ghost',
  size,
  iconSize,
  className,
  ...rest
}: IconButtonProps) {
  const square = size === 'small' ? 'w-6 px-0' : size === 'large' ? 'w-9 px-0' : 'w-7 px-0';
  const pixels = iconSize ?? (size === 'small' ? 14 : 16);
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': ariaKeys(shortcut) })}
        {...rest}
        className={classNames(buttonClass({ look, size }), square, className)}
      >
        <Icon size={pixels} aria-hidden />
      </button>
    </Tooltip>
  );
}
