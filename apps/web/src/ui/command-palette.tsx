import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import { useFocusBack } from './use-focus-back.ts';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Dim, at the right: where it leads or what it belongs to. */
  readonly aside?: ReactNode;
  readonly shortcut?: string | undefined;
  /** Further words that find it. */
  readonly keywords?: string[];
  readonly onSelect: () => void;
}
export interface PaletteGroup {
  readonly heading: string;
  readonly items: readonly PaletteItem[];
}

export interface CommandPaletteProps {
  /** What it is for, said to those who hear the page. */
  readonly label?: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly groups: readonly PaletteGroup[];
  readonly placeholder: string;
  /** Where the focus goes once it has closed; null: where it was. */
  readonly focusAfter?: () => HTMLElement | null;
}

export function CommandPalette({
  label = 'Go to a page, a flow or an action',
  open,
  onOpenChange,
  search,
  onSearch,
  groups,
  placeholder,
  focusAfter,
}: CommandPaletteProps) {
  const { onAsked, onClosed } = useFocusBack(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(10_14_20/.4)]" />
        <Radix.Content
          aria-describedby={undefined}
          onFocusOutside={(event) => onAsked(event.detail.originalEvent)}
          onCloseAutoFocus={(event) => {
            const next = focusAfter?.() ?? null;
            if (next === null) return onClosed(event);
            event.preventDefault();
            next.focus();
          }}
          className="open-motion fixed top-[12vh] left-1/2 z-40 w-150 max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-3 bg-raised shadow-3 outline-none"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          <Command label={label} loop>
            <div className="flex h-11 items-center gap-2 border-b border-line px-3">
              <Search size={16} aria-hidden className="text-ink-3" />
              <Command.Input
                value={search}
                onValueChange={onSearch}
                placeholder={placeholder}
                className="h-full min-w-0 flex-1 bg-transparent text-14 outline-none"
              />
              <Kbd keys="Esc" />
            </div>
            <Command.List className="max-h-[50vh] overflow-auto p-1">
              <Command.Empty className="px-3 py-4 text-ink-3">
                Nothing is called that. Try a part of a name.
              </Command.Empty>
              {groups
                .filter((group) => group.items.length > 0)
                .map((group) => (
                  <Command.Group
                    key={group.heading}
                    heading={group.heading}
                    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-ink-2"
                  >
                    {group.items.map((item) => (
                      <Entry key={item.id} item={item} />
                    ))}
                  </Command.Group>
                ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Entry({ item }: { readonly item: PaletteItem }) {
  const Icon = item.icon;
  return (
    <Command.Item
      value={`${item.label} ${item.id}`}
      keywords={item.keywords ?? []}
      onSelect={item.onSelect}
      className="flex min-h-8 items-center gap-2 rounded-1 px-2 aria-selected:bg-accent-soft"
    >
      <Icon size={14} aria-hidden className="text-ink-3" />
      <span className="min-w-0 truncate">{item.label}</span>
      {item.aside === undefined ? null : (
        <span className="ml-auto flex-none pl-4 text-12 text-ink-3">{item.aside}</span>
      )}
      {item.shortcut === undefined ? null : (
        <span className={item.aside === undefined ? 'ml-auto pl-4' : 'pl-2'}>
          <Kbd keys={item.shortcut} />
        </span>
      )}
    </Command.Item>
  );
}
