import { Columns3, FileUp, Redo2, Rows3, TriangleAlert, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, IconButton, SearchField, Select, TextInput } from '../../ui/index.ts';
import { addColumn, addRows } from './grid-edits.ts';
import { gridProblems } from './grid-problems.ts';
import { LookupSheet } from './lookup-sheet.tsx';
import { shownRows } from './shown-rows.ts';
import { otherwiseMistake } from './table-draft.ts';
import type { OtherwiseWay, TableDraft } from './table-draft.ts';
import { CsvImportDialog } from './csv-import-dialog.tsx';
import type { History } from './use-history.ts';

interface TableEditorProps {
  readonly draft: History<TableDraft>;
  readonly disabled: boolean;
}

/** What keeps the table from being saved; undefined when nothing does. */
export const draftMistake = ({ grid, otherwise }: TableDraft): string | undefined =>
  gridProblems(grid).summary ?? otherwiseMistake(otherwise);

/** A lookup table to edit: the tools, the sheet, and what stands for any other key. */
export function TableEditor({ draft, disabled }: TableEditorProps) {
  const { grid } = draft.now;
  const [text, setText] = useState('');
  const [onlyProblems, setOnlyProblems] = useState(false);
  const [importing, setImporting] = useState(false);
  const problems = useMemo(() => gridProblems(grid), [grid]);
  const isStrict = onlyProblems && problems.cells.size > 0;
  const shown = useMemo(
    () => shownRows(grid, problems, { text, onlyProblems: isStrict }),
    [grid, problems, text, isStrict],
  );
  const change = (next: TableDraft['grid']): void => draft.set((now) => ({ ...now, grid: next }));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <SearchField label="Find keys and values" value={text} onChange={setText} frameClassName="w-56" />
        <span className="text-12 whitespace-nowrap text-ink-3" role="status">
          {rowWords(shown.length, grid.rows.length)}
        </span>
        <span className="flex-1" />
        {disabled ? null : (
          <>
            <IconButton icon={Undo2} label="Undo" shortcut="Mod+Z" disabled={!draft.canUndo} onClick={draft.undo} />
            <IconButton icon={Redo2} label="Redo" shortcut="Mod+Y" disabled={!draft.canRedo} onClick={draft.redo} />
            <Button size="small" icon={Rows3} onClick={() => change(addRows(grid, grid.rows.length))}>
              Add row
            </Button>
            <Button size="small" icon={Columns3} onClick={() => change(addColumn(grid))}>
              Add column
            </Button>
            <Button size="small" icon={FileUp} onClick={() => setImporting(true)}>
              Import CSV
            </Button>
          </>
        )}
      </div>
      <LookupSheet
        label="Keys and values"
        grid={grid}
        shown={shown}
        problems={problems}
        disabled={disabled}
        onChange={change}
        undo={draft.undo}
        redo={draft.redo}
      />
      {problems.summary === undefined ? null : (
        <div
          role="status"
          className="flex flex-none items-center gap-2 border-t border-line bg-bad-soft px-3 py-1.5 text-12"
        >
          <TriangleAlert size={14} aria-hidden className="text-bad" />
          <span className="min-w-0 flex-1">{problems.summary}</span>
          {problems.cells.size === 0 ? null : (
            <Button size="small" aria-pressed={isStrict} onClick={() => setOnlyProblems(!isStrict)}>
              {isStrict ? 'Show all rows' : 'Show only these'}
            </Button>
          )}
        </div>
      )}
      <OtherwiseField draft={draft} disabled={disabled} />
      {importing ? (
        <CsvImportDialog
          grid={grid}
          onClose={() => setImporting(false)}
          onTake={(next) => {
            change(next);
            setImporting(false);
          }}
        />
      ) : null}
    </div>
  );
}

const rowWords = (shown: number, all: number): string =>
  shown === all ? (all === 1 ? '1 row' : `${all} rows`) : `${shown} of ${all} rows`;

const ways: readonly { value: OtherwiseWay; label: string }[] = [
  { value: 'nothing', label: 'Nothing' },
  { value: 'text', label: 'A text' },
  { value: 'json', label: 'JSON' },
];

function OtherwiseField({ draft, disabled }: TableEditorProps) {
  const { otherwise } = draft.now;
  const mistake = otherwiseMistake(otherwise);
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-2 gap-y-1 border-t border-line px-3 py-2">
      <span className="font-medium">For any other key</span>
      <Select
        aria-label="For any other key"
        className="w-28"
        value={otherwise.way}
        options={ways}
        disabled={disabled}
        onChange={(way) => draft.set((now) => ({ ...now, otherwise: { ...now.otherwise, way } }))}
      />
      {otherwise.way === 'nothing' ? null : (
        <TextInput
          aria-label="The value for any other key"
          mono={otherwise.way === 'json'}
          frameClassName="w-70"
          value={otherwise.text}
          disabled={disabled}
          aria-invalid={mistake === undefined ? undefined : true}
          placeholder={otherwise.way === 'text' ? 'empty text' : 'null'}
          onChange={(event) =>
            draft.set((now) => ({ ...now, otherwise: { ...now.otherwise, text: event.target.value } }), 'otherwise')
          }
        />
      )}
      {mistake === undefined ? null : (
        <span role="alert" className="text-12 text-bad">
          {mistake}
        </span>
      )}
    </div>
  );
}
