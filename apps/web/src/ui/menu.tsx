import { Check } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { ContextMenu as RadixContext, DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { ariaKeys } from './key-names.ts';

/** As high as there is room for: a menu that is cut off hides that it goes on. */
const room = {
  menu: 'max-h-(--radix-dropdown-menu-content-available-height)',
  context: 'max-h-(--radix-context-menu-content-available-height)',
};
const contentClass = 'open-motion z-50 min-w-44 overflow-y-auto rounded-2 bg-raised p-1 shadow-3 outline-none';
const itemClass =
  'flex min-h-7 items-center gap-2 rounded-1 px-2 py-1 outline-none data-highlighted:bg-accent-soft data-disabled:text-ink-3';

export interface MenuAction {
  readonly label: ReactNode;
  readonly icon?: LucideIcon;
  /** Every shortcut stands beside its menu item. */
  readonly shortcut?: string | undefined;
  readonly onSelect: () => void;
  /** It is so at present: shown by a tick, and said. */
  readonly chosen?: boolean;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Why it cannot be done, or what it does; a second, dim line. */
  readonly detail?: ReactNode;
}
export type MenuItem = MenuAction | 'divider';

export interface MenuProps {
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
  readonly align?: ComponentProps<typeof Radix.Content>['align'];
  /** For menus that open by something else than their trigger. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Takes the focus when the menu closes, in the place of the trigger. */
  readonly onLeave?: () => void;
}

export function Menu({ trigger, items, align = 'end', open, onOpenChange, onLeave }: MenuProps) {
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={classNames(contentClass, room.menu)}
          onCloseAutoFocus={(event) => {
            if (onLeave === undefined) return;
            event.preventDefault();
            onLeave();
          }}
        >
          {items.map((item, index) =>
            item === 'divider' ? (
              <Radix.Separator key={`divider-${index}`} className="my-1 h-px bg-line" />
            ) : (
              <Radix.Item
                key={index}
                disabled={item.disabled ?? false}
                onSelect={item.onSelect}
                {...said(item)}
                className={classNames(itemClass, item.danger === true && 'text-bad')}
              >
                <ItemBody item={item} indented={hasIcons(items)} />
              </Radix.Item>
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const said = ({ shortcut, chosen }: MenuAction) => ({
  ...(shortcut === undefined ? {} : { 'aria-keyshortcuts': ariaKeys(shortcut) }),
  ...(chosen === true ? { 'aria-current': true as const } : {}),
});

const iconOf = ({ chosen, icon }: MenuAction): LucideIcon | undefined => (chosen === true ? Check : icon);

/** With an icon at one of them, the words of all begin below one another. */
const hasIcons = (items: readonly MenuItem[]): boolean =>
  items.some((item) => item !== 'divider' && iconOf(item) !== undefined);

/** The same items under the right button (and the Menu key) over `children`, one element. */
export function ContextMenu({
  items,
  children,
}: {
  readonly items: readonly MenuItem[];
  readonly children: ReactElement;
}) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content collisionPadding={8} className={classNames(contentClass, room.context)}>
          {items.map((item, index) =>
            item === 'divider' ? (
              <RadixContext.Separator key={`divider-${index}`} className="my-1 h-px bg-line" />
            ) : (
              <RadixContext.Item
                key={index}
                disabled={item.disabled ?? false}
                onSelect={item.onSelect}
                {...said(item)}
                className={classNames(itemClass, item.danger === true && 'text-bad')}
              >
                <ItemBody item={item} indented={hasIcons(items)} />
              </RadixContext.Item>
            ),
          )}
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

function ItemBody({ item, indented }: { readonly item: MenuAction; readonly indented: boolean }) {
  const Icon = iconOf(item);
  return (
    <>
      {Icon === undefined ? (
        indented ? (
          <span className="w-3.5 flex-none" />
        ) : null
      ) : (
        <Icon size={14} aria-hidden className={item.danger === true ? undefined : 'text-ink-3'} />
      )}
      <span className="min-w-0">
        <span className="block">{item.label}</span>
        {item.detail === undefined ? null : <span className="block text-12 text-ink-3">{item.detail}</span>}
      </span>
      {item.shortcut === undefined ? null : (
        <span className="ml-auto pl-4">
          <Kbd keys={item.shortcut} />
        </span>
      )}
    </>
  );
}
