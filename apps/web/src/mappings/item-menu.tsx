import { useNavigate } from '@tanstack/react-router';
import { Copy, Download, Ellipsis, FolderOpen, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../app/session.ts';
import { IconButton, Menu } from '../ui/index.ts';
import type { MenuItem } from '../ui/index.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import type { LibraryKind } from './library-words.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { useItemActions } from './use-item-actions.ts';

export interface LibraryThing {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

interface ItemMenuProps {
  readonly kind: LibraryKind;
  readonly item: LibraryThing;
  /** On its own page: it is open already, and goes back to the list when it is deleted. */
  readonly isPage?: boolean;
  /** More entries above the others. */
  readonly before?: readonly MenuItem[];
}

/** What can be done with a thing of the library, in its row and on its page. */
export function ItemMenu({ kind, item, isPage = false, before = [] }: ItemMenuProps) {
  const navigate = useNavigate();
  const mayEdit = useMay('library.edit');
  const mayDelete = useMay('library.delete');
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null);
  const { open, duplicate, save } = useItemActions(kind, item);
  const close = (): void => setDialog(null);
  const items: MenuItem[] = [
    ...before,
    ...(isPage ? [] : [{ label: 'Open', icon: FolderOpen, onSelect: open }]),
    ...(mayEdit ? [{ label: 'Rename…', icon: Pencil, onSelect: () => setDialog('rename') }] : []),
    ...(mayEdit ? [{ label: 'Duplicate', icon: Copy, onSelect: duplicate }] : []),
    { label: 'Save as a file', icon: Download, onSelect: save },
    ...(mayDelete
      ? (['divider', { label: 'Delete…', icon: Trash2, danger: true, onSelect: () => setDialog('delete') }] as const)
      : []),
  ];
  return (
    <>
      <Menu
        trigger={<IconButton size={isPage ? 'normal' : 'small'} icon={Ellipsis} label={`Actions for ${item.name}`} />}
        items={items}
      />
      {dialog === 'rename' ? <RenameDialog kind={kind} item={item} onClose={close} /> : null}
      {dialog === 'delete' ? (
        <DeleteDialog
          kind={kind}
          item={item}
          onClose={close}
          onDeleted={() => {
            if (isPage) void navigate({ to: '/mappings', search: kind === 'mapping' ? {} : { tab: `${kind}s` } });
          }}
        />
      ) : null}
    </>
  );
}
