import type { ApiOutputs } from '@patchbay/api';

type Change = ApiOutputs['mapping']['diff']['changes'][number];

const shown = 30;
const changeWords: Readonly<Record<Change['change'], string>> = {
  added: 'is new',
  removed: 'is gone',
  changed: 'is different',
};

/** `/items/sku` as people write it: `items.sku`. */
export const shownPart = (path: string): string =>
  path.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~') || 'the root';

/** Rules by their target path, other parts by their names. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="text-ink-2">Nothing: the draft is the same as the newest version.</p>;
  return (
    <ul aria-label="Changes" className="grid max-h-60 gap-0.5 overflow-auto text-ink-2">
      {changes.slice(0, shown).map(({ part, path, change }) => (
        <li key={`${part} ${path} ${change}`} className="wrap-anywhere">
          {part === 'rule' ? '' : `${part} `}
          <code className="text-ink">{part === 'rule' ? shownPart(path) : path}</code> {changeWords[change]}
        </li>
      ))}
      {changes.length > shown ? <li className="text-ink-3">and {changes.length - shown} more</li> : null}
    </ul>
  );
}
