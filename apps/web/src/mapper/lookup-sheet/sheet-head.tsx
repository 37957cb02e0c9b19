import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { IconButton, Menu, TextInput } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { cellKinds, kindWords } from './cell.ts';
import { removeColumn, renameColumn, setKind, withPlainValues } from './grid-edits.ts';
import type { LookupGrid } from './lookup-grid.ts';

interface SheetHeadProps {
  readonly grid: LookupGrid;
  readonly problems: ReadonlyMap<number, string>;
  readonly disabled: boolean;
  readonly onChange: (grid: LookupGrid) => void;
}

/** The names of the columns, their kinds, and what can be done with each. */
export function SheetHead({ grid, problems, disabled, onChange }: SheetHeadProps) {
  const [renaming, setRenaming] = useState<number | null>(null);
  return (
    <div role="row" aria-rowindex={1} className="line head">
      <div role="columnheader" aria-colindex={1} className="number">
        <span className="sr-only">Row</span>
      </div>
      <div role="columnheader" aria-colindex={2} className="font-semibold">
        Key
      </div>
      {grid.columns.map(({ name, kind }, at) => {
        const problem = problems.get(at);
        const words = grid.isRecords ? name : 'Value';
        return (
          <div key={at} role="columnheader" aria-colindex={at + 3} className="font-semibold">
            {renaming === at ? (
              <TextInput
                aria-label={`Name of the column ${words}`}
                defaultValue={name}
                autoFocus
                frameClassName="flex-1 h-6"
                maxLength={200}
                onBlur={(event) => {
                  onChange(renameColumn(grid, at, event.target.value.trim()));
                  setRenaming(null);
                }}
                onKeyDown={(event) => {
                  event.stopPropagation();
                  if (event.key === 'Enter') event.currentTarget.blur();
                  if (event.key === 'Escape') setRenaming(null);
                }}
              />
            ) : (
              <span className={problem === undefined ? 'truncate' : 'truncate text-bad'} title={problem ?? words}>
                {words === '' ? 'No name' : words}
              </span>
            )}
            <span className="text-12 font-normal text-ink-3">{kindWords[kind]}</span>
            {disabled ? null : (
              <span className="ml-auto">
                <Menu
                  trigger={<IconButton icon={ChevronDown} size="small" label={`Column ${words}`} />}
                  items={itemsOf(grid, at, onChange, () => setRenaming(at))}
                />
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

function itemsOf(
  grid: LookupGrid,
  at: number,
  onChange: (grid: LookupGrid) => void,
  rename: () => void,
): readonly MenuItem[] {
  const current = grid.columns[at]?.kind;
  return [
    ...cellKinds.map((kind) => ({
      label: kindWords[kind],
      ...(kind === current ? { detail: 'as it is now' } : {}),
      disabled: kind === current,
      onSelect: () => onChange(setKind(grid, at, kind)),
    })),
    ...(grid.isRecords
      ? [
          'divider' as const,
          { label: 'Rename', onSelect: rename },
          grid.columns.length > 1
            ? { label: 'Remove the column', danger: true, onSelect: () => onChange(removeColumn(grid, at)) }
            : {
                label: 'Plain values',
                detail: 'The value itself, no record with one field',
                onSelect: () => onChange(withPlainValues(grid)),
              },
        ]
      : []),
  ];
}
