import { useState } from 'react';
import { Button, Checkbox, classNames, SearchField } from '../../ui/index.ts';
import type { FoundSchema } from './schema-reader.ts';

interface FoundListProps {
  readonly schemas: readonly FoundSchema[];
  /** Which one is looked at. */
  readonly shown: number;
  readonly onShow: (index: number) => void;
  /** Those to keep, by index; absent: only one is chosen, the one that is shown. */
  readonly kept?: ReadonlySet<number>;
  readonly onKeep?: (kept: ReadonlySet<number>) => void;
  /** What has become of them, by index. */
  readonly notes?: ReadonlyMap<number, string>;
}

const searchFrom = 8;
const shownAtOnce = 300;

/** The schemas of a file: an OpenAPI description has many. */
export function FoundList({ schemas, shown, onShow, kept, onKeep, notes }: FoundListProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const hits = [...schemas.entries()].filter(([, { name }]) => name.toLowerCase().includes(wanted));
  const put = (index: number, keep: boolean): void => {
    const next = new Set(kept);
    if (keep) next.add(index);
    else next.delete(index);
    onKeep?.(next);
  };
  return (
    <div className="flex min-h-0 flex-col gap-2 px-3 pt-2">
      <div className="flex flex-none flex-wrap items-center gap-2">
        {schemas.length < searchFrom ? null : (
          <SearchField label="Find among them" value={search} onChange={setSearch} frameClassName="w-48" />
        )}
        {onKeep === undefined ? null : (
          <>
            <span className="flex-1 text-12 text-ink-3">
              {kept?.size ?? 0} of {schemas.length} to keep
            </span>
            <Button
              size="small"
              look="ghost"
              onClick={() => onKeep(new Set([...(kept ?? []), ...hits.map(([at]) => at)]))}
            >
              All
            </Button>
            <Button
              size="small"
              look="ghost"
              onClick={() => {
                const gone = new Set(hits.map(([at]) => at));
                onKeep(new Set([...(kept ?? [])].filter((at) => !gone.has(at))));
              }}
            >
              None
            </Button>
          </>
        )}
      </div>
      <ul aria-label="Schemas of the file" className="min-h-0 flex-1 overflow-auto pb-2">
        {hits.slice(0, shownAtOnce).map(([index, { name, fields }]) => (
          <li
            key={index}
            className={classNames(
              'relative flex min-h-7 items-center gap-2 rounded-1 px-2',
              index === shown ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            {onKeep === undefined ? null : (
              <span className="relative z-10">
                <Checkbox
                  quiet
                  label={`Keep ${name}`}
                  checked={kept?.has(index) === true}
                  onChange={(keep) => put(index, keep)}
                />
              </span>
            )}
            <button
              type="button"
              aria-current={index === shown ? 'true' : undefined}
              title={name}
              className="min-w-0 flex-1 truncate text-left after:absolute after:inset-0"
              onClick={() => onShow(index)}
            >
              {name}
            </button>
            <span className={classNames('text-12', notes?.has(index) === true ? 'text-bad' : 'text-ink-3')}>
              {notes?.get(index) ?? (fields === 1 ? '1 field' : `${fields} fields`)}
            </span>
          </li>
        ))}
        {hits.length > shownAtOnce ? (
          <li className="px-2 py-1 text-12 text-ink-3">And {hits.length - shownAtOnce} more: search for them.</li>
        ) : null}
        {hits.length === 0 ? <li className="px-2 py-1 text-ink-3">Nothing is found for “{search}”.</li> : null}
      </ul>
    </div>
  );
}
