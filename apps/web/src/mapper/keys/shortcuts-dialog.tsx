import { Dialog, ShortcutList } from '../../ui/index.ts';
import { useMapper, useMapperState } from '../mapper-context.ts';
import { shortcutGroups } from './shortcut-list.ts';

export function MapperShortcuts() {
  const { store } = useMapper();
  const open = useMapperState((state) => state.shortcuts);
  return (
    <Dialog
      open={open}
      onClose={() => store.getState().show({ shortcuts: false })}
      title="Shortcuts of the mapper"
      description="Letters act while a tree has the focus."
      size="large"
      isReadOnly
    >
      <div className="grid grid-cols-2 gap-x-8 gap-y-4">
        {shortcutGroups.map((group) => (
          <ShortcutList key={group.title} title={group.title} rows={group.rows} />
        ))}
      </div>
    </Dialog>
  );
}
