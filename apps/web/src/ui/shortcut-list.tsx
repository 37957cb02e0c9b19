import { Kbd } from './kbd.tsx';

export interface ShortcutListProps {
  readonly title: string;
  readonly rows: readonly { readonly keys: readonly string[]; readonly words: string }[];
}

/** What keys do, in words; a row may have more than one key. */
export function ShortcutList({ title, rows }: ShortcutListProps) {
  return (
    <section>
      <h3 className="pb-1 text-12 font-semibold text-ink-2">{title}</h3>
      <dl>
        {rows.map((row) => (
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
  );
}
