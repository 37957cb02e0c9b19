import type { LookupTable, MappingDocument } from '@patchbay/model/mapping';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton, TextAreaField, TextField } from '../../ui/index.ts';
import { tableRows, tableText } from './lookup-text.ts';
import { constantOf, constantText } from '@patchbay/mapping/edit';

interface LookupTablesProps {
  readonly doc: MappingDocument;
  readonly change: (doc: MappingDocument) => void;
  readonly disabled: boolean;
}

/** Small tables of the document: one line a key, as it is pasted from a sheet. */
export function LookupTables({ doc, change, disabled }: LookupTablesProps) {
  const tables = Object.entries(doc.lookups ?? {}).filter(
    (entry): entry is [string, LookupTable] => 'values' in entry[1],
  );
  const put = (next: [string, LookupTable][]): void => {
    const { lookups: _, ...rest } = doc;
    change(next.length === 0 ? rest : { ...rest, lookups: Object.fromEntries(next) });
  };
  return (
    <div className="grid gap-3">
      {tables.map(([name, table], index) => (
        <Table
          key={index}
          name={name}
          table={table}
          disabled={disabled}
          taken={tables.map(([other]) => other).filter((other) => other !== name)}
          onChange={(nextName, next) => put(tables.map((entry, at) => (at === index ? [nextName, next] : entry)))}
          onRemove={() => put(tables.filter((_, at) => at !== index))}
        />
      ))}
      {tables.length === 0 ? (
        <p className="text-12 text-ink-3">For example “country” with DK → DNK; a rule of kind Lookup reads it.</p>
      ) : null}
      {disabled ? null : (
        <Button
          size="small"
          icon={Plus}
          className="justify-self-start"
          onClick={() => put([...tables, [`table${tables.length + 1}`, { values: {} }]])}
        >
          Add a table
        </Button>
      )}
    </div>
  );
}

interface TableProps {
  readonly name: string;
  readonly table: LookupTable;
  readonly taken: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (name: string, table: LookupTable) => void;
  readonly onRemove: () => void;
}

function Table({ name, table, taken, disabled, onChange, onRemove }: TableProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const wrong = draft !== null && (draft.trim() === '' || taken.includes(draft));
  return (
    <div role="group" aria-label={`Table ${name}`} className="rounded-2 border border-line bg-sunken p-2">
      <div className="flex items-end gap-2">
        <TextField
          label="Name"
          mono
          fieldClassName="flex-1"
          value={draft ?? name}
          disabled={disabled}
          error={wrong ? 'Blank, or there is such a table.' : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => {
            if (draft !== null && !wrong && draft !== name) onChange(draft, table);
            setDraft(null);
          }}
        />
        <TextField
          label="Default"
          mono
          fieldClassName="w-28"
          placeholder="none"
          value={table.default === undefined ? '' : constantText(table.default)}
          disabled={disabled}
          onChange={(event) => {
            const { default: _, ...rest } = table;
            onChange(name, event.target.value === '' ? rest : { ...rest, default: constantOf(event.target.value) });
          }}
        />
        {disabled ? null : <IconButton icon={Trash2} label={`Remove the table ${name}`} onClick={onRemove} />}
      </div>
      <TextAreaField
        label="Values"
        mono
        rows={Math.min(12, Math.max(4, Object.keys(table.values).length + 1))}
        hint={`${Object.keys(table.values).length} keys. One line each: key, a tab or a comma, value.`}
        defaultValue={tableText(table.values)}
        disabled={disabled}
        onBlur={(event) => {
          if (event.target.value !== tableText(table.values))
            onChange(name, { ...table, values: tableRows(event.target.value) });
        }}
      />
    </div>
  );
}
