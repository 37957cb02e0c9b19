import { FileUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Button, Checkbox, Dialog, ProblemBox, Select, SelectField, Table, Td, Th, Tr } from '../../ui/index.ts';
import { cellText, kindWords } from './cell.ts';
import {
  appended,
  csvFormOf,
  csvTextOf,
  firstUses,
  gridOfCsv,
  readCsvFile,
  usesMistake,
  withUse,
} from './csv-import.ts';
import type { ColumnUse, CsvFile, CsvForm } from './csv-import.ts';
import { gridProblems } from './grid-problems.ts';
import type { LookupGrid } from './lookup-grid.ts';

interface CsvImportDialogProps {
  readonly grid: LookupGrid;
  readonly onTake: (grid: LookupGrid) => void;
  readonly onClose: () => void;
}

interface OpenFile {
  readonly name: string;
  readonly text: string;
  readonly form: CsvForm;
  /** Undefined: as the columns suggest. */
  readonly uses: readonly ColumnUse[] | undefined;
}

const rowsShown = 6;

/** A file, its columns and what each becomes: seen before it is taken. */
export function CsvImportDialog({ grid, onTake, onClose }: CsvImportDialogProps) {
  const [open, setOpen] = useState<OpenFile | null>(null);
  const [mistake, setMistake] = useState<string | null>(null);
  const file = useMemo(() => (open === null ? null : readCsvFile(open.text, open.form)), [open]);
  const uses = useMemo(() => open?.uses ?? (file?.ok === true ? firstUses(file.names) : []), [open?.uses, file]);
  const wrong = file?.ok === true ? usesMistake(uses) : undefined;
  const read = useMemo(
    () => (file?.ok === true && wrong === undefined ? gridOfCsv(file, uses) : undefined),
    [file, uses, wrong],
  );
  const problems = useMemo(() => (read === undefined ? undefined : gridProblems(read).summary), [read]);
  const below = read === undefined || grid.rows.length === 0 ? undefined : appended(grid, read);
  const load = async (chosen: File): Promise<void> => {
    const content = csvTextOf(new Uint8Array(await chosen.arrayBuffer()));
    if (!content.ok) {
      setMistake(content.message);
      return;
    }
    setMistake(null);
    if ('text' in content)
      setOpen({ name: chosen.name, text: content.text, form: csvFormOf(content.text), uses: undefined });
  };
  return (
    <Dialog
      onClose={onClose}
      title="Import a CSV file"
      description="Choose what each column becomes. Cells stay texts, as they stand in the file, unless you say otherwise."
      size="large"
      footer={
        <>
          <Button look="primary" disabled={read === undefined} onClick={() => read && onTake(read)}>
            {grid.rows.length === 0 ? `Take ${rowWords(read)}` : `Replace the table by ${rowWords(read)}`}
          </Button>
          {below === undefined ? null : <Button onClick={() => onTake(below)}>Add below the rows there are</Button>}
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-end gap-3">
          <FileButton name={open?.name} onFile={(chosen) => void load(chosen)} />
          {open === null ? null : (
            <>
              <SelectField
                label="Between the columns"
                value={open.form.delimiter}
                options={delimiters}
                onChange={(delimiter) => setOpen({ ...open, form: { ...open.form, delimiter }, uses: undefined })}
              />
              <Checkbox
                label="The first row names the columns"
                className="mb-1"
                checked={open.form.header}
                onChange={(header) => setOpen({ ...open, form: { ...open.form, header } })}
              />
            </>
          )}
        </div>
        {mistake === null && (file === null || file.ok) ? null : (
          <ProblemBox
            title="The file cannot be read as CSV"
            cause={mistake ?? (file?.ok === false ? file.message : undefined)}
            next="Look at the place, or choose another sign between the columns."
          />
        )}
        {file?.ok === true && open !== null ? (
          <Preview
            file={file}
            uses={uses}
            read={read}
            onUse={(at, use) => setOpen({ ...open, uses: withUse(uses, at, use) })}
          />
        ) : null}
        {wrong === undefined ? null : (
          <p role="alert" className="text-12 text-bad">
            {wrong}
          </p>
        )}
        {problems === undefined ? null : (
          <p role="status" className="text-12 text-bad">
            {problems} You can mend it in the table.
          </p>
        )}
      </div>
    </Dialog>
  );
}

const rowWords = (grid: LookupGrid | undefined): string =>
  grid === undefined ? 'the rows' : grid.rows.length === 1 ? '1 row' : `${grid.rows.length} rows`;

const delimiters = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar |' },
];

const columnUses: readonly { value: string; label: string }[] = [
  { value: 'key', label: 'Key' },
  { value: 'text', label: `Value: ${kindWords.text.toLowerCase()}` },
  { value: 'number', label: `Value: ${kindWords.number.toLowerCase()}` },
  { value: 'boolean', label: `Value: ${kindWords.boolean.toLowerCase()}` },
  { value: 'any', label: 'Value: JSON' },
  { value: 'none', label: 'Left out' },
];

function FileButton({ name, onFile }: { readonly name: string | undefined; readonly onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,text/csv"
        aria-label="CSV file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <Button icon={FileUp} onClick={() => input.current?.click()}>
        {name === undefined ? 'Choose a file' : 'Choose another file'}
      </Button>
      {name === undefined ? null : <span className="mb-1 max-w-60 truncate text-ink-2">{name}</span>}
    </>
  );
}

interface PreviewProps {
  readonly file: CsvFile & { readonly ok: true };
  readonly uses: readonly ColumnUse[];
  readonly read: LookupGrid | undefined;
  readonly onUse: (at: number, use: ColumnUse) => void;
}

/** The beginning of the file, as its cells will be. */
function Preview({ file, uses, read, onUse }: PreviewProps) {
  const places = uses.flatMap((use, at) => (use === null || use === 'key' ? [] : [at]));
  const shown = (row: number, at: number): string => {
    const place = places.indexOf(at);
    if (place === -1 || read === undefined) return file.rows[row]?.[at] ?? '';
    const cell = read.rows[row]?.cells[place];
    return cell === null ? 'null' : cellText(cell, read.columns[place]?.kind ?? 'text');
  };
  return (
    <div className="overflow-x-auto rounded-1 border border-line" tabIndex={0} role="region" aria-label="Preview">
      <Table label="The beginning of the file" className="w-max min-w-full">
        <colgroup>
          {file.names.map((name, at) => (
            <col key={`${name} ${at}`} style={{ width: 176 }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {file.names.map((name, at) => (
              <Th key={`${name} ${at}`} className="static h-auto py-1.5">
                <span className="mb-1 block truncate" title={name}>
                  {name}
                </span>
                <Select
                  aria-label={`What ${name} becomes`}
                  value={uses[at] ?? 'none'}
                  options={columnUses}
                  onChange={(use) => onUse(at, use === 'none' ? null : (use as ColumnUse))}
                />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {file.rows.slice(0, rowsShown).map((_, row) => (
            <Tr key={row}>
              {file.names.map((name, at) => (
                <Td key={`${name} ${at}`} dim={uses[at] === null} className={uses[at] === 'key' ? 'font-medium' : ''}>
                  {shown(row, at).slice(0, 200)}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
      {file.rows.length > rowsShown ? (
        <p className="px-4 py-2 text-12 text-ink-3">and {file.rows.length - rowsShown} more</p>
      ) : null}
    </div>
  );
}
