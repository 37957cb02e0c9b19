import {
  addLookup,
  constantOf,
  constantText,
  isRefusal,
  removeLookup,
  renameLookup,
  setLookup,
} from '@patchbay/mapping/edit';
import type { LookupTable } from '@patchbay/model/mapping';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton, TextAreaField, TextField } from '../../ui/index.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { tableRows, tableText } from './lookup-text.ts';

/** The document's tables: its own, one line a key as it is pasted from a sheet, and those that it takes from the library. */
export function LookupTables() {
  const { doc, mayEdit } = useHost();
  const mapper = useMapper();
  const { make } = useRuleActions();
  const tables = Object.entries(doc.lookups ?? {});
  const names = tables.map(([name]) => name);
  const remove = (name: string): void => void make(removeLookup(mapper.data().view, name));
  return (
    <div className="grid gap-3">
      {tables.map(([name, lookup], index) =>
        'table' in lookup ? (
          <div key={name} role="group" aria-label={`Table ${name}`} className="flex items-center gap-2">
            <code>{name}</code>
            <span className="flex-1 text-12 text-ink-3">{lookup.table.replace('@', ', version ')} of the library</span>
            {mayEdit ? (
              <IconButton icon={Trash2} label={`Remove the table ${name}`} onClick={() => remove(name)} />
            ) : null}
          </div>
        ) : (
          <Table
            key={index}
            name={name}
            table={lookup}
            disabled={!mayEdit}
            taken={names.filter((other) => other !== name)}
            onRename={(to) => make(renameLookup(mapper.data().view, name, to))}
            onChange={(next) => make(setLookup(mapper.host().doc, name, next), { coalesce: `#lookup.${name}` })}
            onRemove={() => remove(name)}
          />
        ),
      )}
      {tables.length === 0 ? (
        <p className="text-12 text-ink-3">For example “country” with DK → DNK; a rule of kind Lookup reads it.</p>
      ) : null}
      {mayEdit ? (
        <Button
          size="small"
          icon={Plus}
          className="justify-self-start"
          onClick={() => {
            const added = addLookup(mapper.host().doc);
            if (!isRefusal(added)) make(added);
          }}
        >
          Add a table
        </Button>
      ) : null}
    </div>
  );
}

interface TableProps {
  readonly name: string;
  readonly table: LookupTable;
  readonly taken: readonly string[];
  readonly disabled: boolean;
  readonly onRename: (name: string) => void;
  readonly onChange: (table: LookupTable) => void;
  readonly onRemove: () => void;
}

function Table({ name, table, taken, disabled, onRename, onChange, onRemove }: TableProps) {
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
            if (draft !== null && !wrong && draft !== name) onRename(draft);
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
            onChange(event.target.value === '' ? rest : { ...rest, default: constantOf(event.target.value) });
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
            onChange({ ...table, values: tableRows(event.target.value) });
        }}
      />
    </div>
  );
}
