import type { ApiOutputs } from '@patchbay/api';
import { FieldName } from '../../mapper/index.ts';

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

/** What a part of a mapping is called before its name; rules are called by their fields alone. */
export const partWords: Readonly<Record<Change['part'], string>> = {
  rule: '',
  order: 'order of fields in',
  source: 'source',
  target: 'target',
  lookup: 'lookup table',
  sample: 'sample',
  meta: 'remarks on',
};

/** Rules by their target fields, other parts by their names; inside a mapper. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="text-ink-2">Nothing: the draft is the same as the newest version.</p>;
  return (
    <ul aria-label="Changes" className="grid max-h-60 gap-0.5 overflow-auto text-ink-2">
      {changes.slice(0, shown).map(({ part, path, change }) => (
        <li key={`${part} ${path} ${change}`} className="wrap-anywhere">
          {part === 'rule' ? (
            <FieldName path={path} />
          ) : (
            <>
              {partWords[part]} <code className="text-ink">{part === 'order' ? shownPart(path) : path}</code>
            </>
          )}{' '}
          {changeWords[change]}
        </li>
      ))}
      {changes.length > shown ? <li className="text-ink-3">and {changes.length - shown} more</li> : null}
    </ul>
  );
}
