import type { Json } from '@patchbay/model/schema';
import { Braces, Brackets, ChevronDown, ChevronRight, Hash, Plus, ToggleLeft, Type } from 'lucide-react';
import { useMemo, useState } from 'react';
import { classNames, IconButton, NamedIcon, Popover, SearchField } from '../../ui/index.ts';
import type { DataSource } from '../preview/preview-scope.ts';
import { originWords } from '../preview/preview-scope.ts';
import { shortValue } from '../preview/value-words.ts';
import { dataRows } from './data-rows.ts';
import type { DataRow } from './data-rows.ts';

export interface DataPickerProps {
  readonly sources: readonly DataSource[];
  readonly label: string;
  readonly onPick: (path: string) => void;
  readonly trigger?: React.ReactElement;
}

/** All data at hand as a tree; a click hands back the path. */
export function DataPicker({ sources, label, onPick, trigger }: DataPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Data"
      align="end"
      className="w-84 p-0"
      trigger={trigger ?? <IconButton icon={Plus} look="plain" label={label} />}
    >
      <DataTree
        sources={sources}
        onPick={(path) => {
          setOpen(false);
          onPick(path);
        }}
      />
    </Popover>
  );
}

const icons = { object: Braces, array: Brackets, number: Hash, boolean: ToggleLeft, string: Type } as const;

function typeIcon(value: Json) {
  if (Array.isArray(value)) return icons.array;
  if (typeof value === 'object' && value !== null) return icons.object;
  if (typeof value === 'number') return icons.number;
  return typeof value === 'boolean' ? icons.boolean : icons.string;
}

export function DataTree({ sources, onPick }: Pick<DataPickerProps, 'sources' | 'onPick'>) {
  const [query, setQuery] = useState('');
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => dataRows(sources, { toggled, query }), [sources, toggled, query]);
  const toggle = (path: string): void => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  return (
    <div className="flex max-h-96 flex-col">
      <div className="border-b border-line p-2">
        <SearchField label="Find data" value={query} onChange={setQuery} />
      </div>
      <div role="tree" aria-label="Data" className="min-h-0 flex-1 overflow-auto py-1">
        {rows.map((row) => (
          <TreeRow key={row.path} row={row} onToggle={() => toggle(row.path)} onPick={() => onPick(row.path)} />
        ))}
        {rows.length === 0 ? (
          <p className="px-3 py-2 text-12 text-ink-3">
            {sources.length === 0
              ? 'Nothing comes before this step. Connect it to a trigger first.'
              : 'No field is called that.'}
          </p>
        ) : null}
      </div>
    </div>
  );
}

interface TreeRowProps {
  readonly row: DataRow;
  readonly onToggle: () => void;
  readonly onPick: () => void;
}

function TreeRow({ row, onToggle, onPick }: TreeRowProps) {
  const Icon = typeIcon(row.value);
  const Chevron = row.open ? ChevronDown : ChevronRight;
  return (
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={row.branches ? row.open : undefined}
      aria-selected={false}
      className="flex h-6 items-center hover:bg-hover"
      style={{ paddingLeft: 4 + row.depth * 14 }}
    >
      {row.branches ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={row.open ? 'Fold' : 'Unfold'}
          className="grid size-6 place-items-center text-ink-3"
          onClick={onToggle}
        >
          <Chevron size={14} aria-hidden />
        </button>
      ) : (
        <span className="w-6 flex-none" />
      )}
      <button
        type="button"
        className="flex h-6 min-w-0 flex-1 items-center gap-1 pr-2 text-left"
        title={row.path}
        onClick={onPick}
        onKeyDown={(event) => {
          if ((event.key === 'ArrowRight' && row.branches && !row.open) || (event.key === 'ArrowLeft' && row.open)) {
            event.preventDefault();
            onToggle();
          }
        }}
      >
        {row.source === null ? (
          <Icon size={14} aria-hidden className="text-ink-3" />
        ) : (
          <NamedIcon name={row.source.icon} size={14} className="text-ink-3" />
        )}
        <span className={classNames('truncate', row.branches && 'font-semibold')}>{row.name}</span>
        <span className="code ml-auto truncate pl-3 text-ink-3">
          {row.source === null
            ? row.branches
              ? Array.isArray(row.value)
                ? shortValue(row.value, row.path)
                : ''
              : shortValue(row.value, row.path)
            : originWords[row.source.origin]}
        </span>
      </button>
    </div>
  );
}
