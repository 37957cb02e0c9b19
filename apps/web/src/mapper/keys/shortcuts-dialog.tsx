import { Dialog, Kbd } from '../../ui/index.ts';
import { useMapper, useMapperState } from '../mapper-context.ts';
import { shortcutGroups } from './shortcut-list.ts';

export function MapperShortcuts() {
  const { store } = useMapper();
  const open = useMapperState((state) => state.shortcuts);
  return (
    <Dialog
      open={open}
      onOpenChange={(shortcuts) => store.getState().show({ shortcuts })}
      title="Shortcuts of the mapper"
      description="Letters act while a tree has the focus."
      size="large"
      isReadOnly
    >
      <div className="grid grid-cols-2 gap-x-8 gap-y-4">
        {shortcutGroups.map((group) => (
          <section key={group.title}>
            <h3 className="pb-1 text-12 font-semibold text-ink-2">{group.title}</h3>
            <dl>
              {group.rows.map((row) => (
                <div key={row.words} className="flex min-h-7 items-center justify-between gap-3 border-b border-line">
                  <dt>{row.words}</dt>
                  <dd className="flex gap-2 whitespace-nowrap">
                    {row.keys.map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
