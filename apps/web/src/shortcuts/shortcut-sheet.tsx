import { Button, Dialog, Kbd } from '../ui/index.ts';
import { resetKeys, useOwnKeys } from './own-keys.ts';
import { sheet } from './sheet-state.ts';
import { ShortcutRow } from './shortcut-row.tsx';

/** What keys do here; those of a shortcut are changed or turned off where they stand. */
export function ShortcutSheet() {
  const groups = sheet((state) => state.shown);
  const own = Object.keys(useOwnKeys()).length;
  return (
    <Dialog
      open={groups !== null}
      onClose={() => sheet.setState({ shown: null })}
      title="Shortcuts"
      description="Single keys act while you do not type. Your own keys are remembered in this browser."
      size="large"
      isReadOnly
      footer={
        own === 0 ? undefined : (
          <Button onClick={resetKeys}>{own === 1 ? 'Put 1 shortcut back' : `Put all ${own} shortcuts back`}</Button>
        )
      }
    >
      <div className="columns-2 gap-x-8">
        {groups?.map(({ title, rows }) => (
          <section key={title} aria-label={title} className="pb-4">
            <h3 className="pb-1 text-12 font-semibold break-after-avoid text-ink-2">{title}</h3>
            <ul>
              {rows.map((row) =>
                typeof row === 'string' ? (
                  <ShortcutRow key={row} name={row} />
                ) : (
                  <li key={row.words} className="flex min-h-7 items-center gap-3 border-b border-line pr-9">
                    <span className="flex-1">{row.words}</span>
                    <span className="flex gap-2 whitespace-nowrap">
                      {row.keys.map((keys) => (
                        <Kbd key={keys} keys={keys} read />
                      ))}
                    </span>
                  </li>
                ),
              )}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
