import { addLookup, constantText, isRefusal, removeLookup, renameLookup, setLookup } from '@patchbay/mapping/edit';
import type { LookupTable } from '@patchbay/model/mapping';
import { Plus, Table2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton, TextField } from '../../ui/index.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { SheetDialog } from './sheet-dialog.tsx';

/** The document's tables: its own, and those that it takes from the library. */
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
            onChange={(next) => make(setLookup(mapper.host().doc, name, next))}
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
  const [open, setOpen] = useState(false);
  const keys = Object.keys(table.values).length;
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
        {disabled ? null : <IconButton icon={Trash2} label={`Remove the table ${name}`} onClick={onRemove} />}
      </div>
      <div className="mt-2 flex items-center gap-2">
        <Button size="small" icon={Table2} onClick={() => setOpen(true)}>
          {disabled ? 'Show the table' : 'Edit the table'}
        </Button>
        <span className="min-w-0 flex-1 truncate text-12 text-ink-3">
          {keys === 1 ? '1 key' : `${keys} keys`}
          {table.default === undefined ? '' : `, else ${constantText(table.default)}`}
        </span>
      </div>
      {open ? (
        <SheetDialog
          name={name}
          table={table}
          disabled={disabled}
          onClose={() => setOpen(false)}
          onTake={(next) => {
            setOpen(false);
            onChange(next);
          }}
        />
      ) : null}
    </div>
  );
}
