import { constantOf, constantText } from '@patchbay/mapping/edit';
import type { LookupTable } from '@patchbay/model/mapping';
import { useMutation } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { trpcClient } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { tableRows, tableText } from '../../mapper/lookups/lookup-text.ts';
import { Button, TextAreaField, TextField } from '../../ui/index.ts';

/** A table as it is typed: one line a key. */
export interface TableDraft {
  readonly text: string;
  readonly otherwise: string;
}

export const blankTable: TableDraft = { text: '', otherwise: '' };

export const draftOf = (table: LookupTable): TableDraft => ({
  text: tableText(table.values),
  otherwise: table.default === undefined ? '' : constantText(table.default),
});

export const tableOf = ({ text, otherwise }: TableDraft): LookupTable => ({
  values: tableRows(text),
  ...(otherwise === '' ? {} : { default: constantOf(otherwise) }),
});

interface TableFieldsProps {
  readonly draft: TableDraft;
  readonly onChange: (draft: TableDraft) => void;
  readonly disabled: boolean;
}

/** Keys and values, as they are pasted from a sheet or read from a CSV file, and what stands for the rest. */
export function TableFields({ draft, onChange, disabled }: TableFieldsProps) {
  const input = useRef<HTMLInputElement>(null);
  const read = useMutation({
    mutationFn: async (file: File) => trpcClient.lookup.readCsv.mutate({ csv: { text: await file.text() } }),
    onSuccess: ({ table }) => onChange({ ...draft, text: tableText(table.values) }),
  });
  return (
    <>
      <TextAreaField
        label="Keys and values"
        mono
        rows={16}
        disabled={disabled}
        hint="One line a key, its value behind a tab, a semicolon or a comma: paste two columns of a sheet."
        placeholder={'DK\tDNK\nNO\tNOR'}
        value={draft.text}
        onChange={(event) => onChange({ ...draft, text: event.target.value })}
      />
      {disabled ? null : (
        <div className="grid gap-2">
          <input
            ref={input}
            type="file"
            hidden
            accept=".csv,.tsv,.txt,text/csv"
            aria-label="CSV file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file !== undefined) read.mutate(file);
            }}
          />
          <Button
            icon={FileUp}
            busy={read.isPending}
            className="justify-self-start"
            onClick={() => input.current?.click()}
          >
            Read a CSV file
          </Button>
          {read.error === null ? null : <ErrorBox error={read.error} />}
        </div>
      )}
      <TextField
        label="For any other key"
        hint="Without it, an unknown key gives nothing."
        disabled={disabled}
        value={draft.otherwise}
        onChange={(event) => onChange({ ...draft, otherwise: event.target.value })}
      />
    </>
  );
}
