import { useEffect, useState } from 'react';
import { Checkbox, Segmented, SelectField, TextAreaField } from '../../ui/index.ts';
import { FileDrop } from './file-drop.tsx';
import { schemaFormatChoices } from './format-words.ts';
import type { Choices, GivenFile, SchemaReader } from './schema-reader.ts';
import type { Wanted } from './use-reading.ts';

export type InputWay = 'file' | 'text' | 'table';

/** What a person gives to read a schema from; kept by whoever shows it, so that going to another way and back loses nothing. */
export interface SchemaInputState {
  readonly way: InputWay;
  readonly files: readonly GivenFile[];
  readonly text: string;
  readonly format: string;
  readonly delimiter: string;
  readonly header: boolean;
  readonly connection: string | null;
  readonly table: string | null;
}

export const foundOut = 'auto';

export const blankInput: SchemaInputState = {
  way: 'file',
  files: [],
  text: '',
  format: foundOut,
  delimiter: foundOut,
  header: true,
  connection: null,
  table: null,
};

/** What is to be read now; null while nothing is given. */
export function wantedOf(input: SchemaInputState): Wanted {
  const { way, connection, table } = input;
  if (way === 'table') return connection === null || table === null ? null : { connection, table };
  const [file, ...others]: readonly GivenFile[] =
    way === 'file' ? input.files : input.text.trim() === '' ? [] : [{ name: '', content: input.text }];
  if (file === undefined) return null;
  const format = input.format === foundOut ? undefined : input.format;
  return { file, others, format, ...(format === 'csv-sample' ? { options: csvOptions(input) } : {}) };
}

const csvOptions = ({ delimiter, header }: SchemaInputState) => ({
  header,
  ...(delimiter === foundOut ? {} : { delimiter }),
});

interface SchemaInputProps {
  readonly reader: SchemaReader;
  readonly input: SchemaInputState;
  readonly onChange: (input: SchemaInputState) => void;
  /** The format that was found out. */
  readonly found?: string | undefined;
}

/** File, text or table of a database, and how it is to be read. */
export function SchemaInput({ reader, input, onChange, found }: SchemaInputProps) {
  const { way } = input;
  const put = (change: Partial<SchemaInputState>): void => onChange({ ...input, ...change });
  const foundLabel = schemaFormatChoices.find(({ value }) => value === found)?.label;
  const read = input.format === foundOut ? found : input.format;
  return (
    <div className="grid content-start gap-3">
      <Segmented
        label="Where it comes from"
        value={way}
        options={[
          { value: 'file', label: 'File' },
          { value: 'text', label: 'Text or sample' },
          ...(reader.tables === undefined ? [] : [{ value: 'table' as const, label: 'Database table' }]),
        ]}
        onChange={(next) => put({ way: next })}
      />
      {way === 'file' ? (
        <FileDrop
          files={input.files}
          onFiles={(files) => put({ files })}
          hint="XSD, OpenAPI, JSON Schema, Avro, Protobuf, GraphQL, SQL, or a sample in JSON, XML or CSV. Give what it includes as well."
        />
      ) : null}
      {way === 'text' ? (
        <TextAreaField
          label="Schema or sample"
          mono
          rows={12}
          placeholder={'{ "orderNumber": "1042", "lines": [ … ] }'}
          value={input.text}
          onChange={(event) => put({ text: event.target.value })}
        />
      ) : null}
      {way === 'table' && reader.tables !== undefined ? (
        <TableChoice tables={reader.tables} input={input} onChange={put} />
      ) : null}
      {way === 'table' ? null : (
        <SelectField
          label="Format"
          value={input.format}
          options={[
            { value: foundOut, label: foundLabel === undefined ? 'Found out' : `Found out: ${foundLabel}` },
            ...schemaFormatChoices.map(({ value, label, endings }) => ({ value, label, aside: endings })),
          ]}
          onChange={(format) => put({ format })}
        />
      )}
      {way !== 'table' && read === 'csv-sample' ? <CsvChoices input={input} onChange={put} /> : null}
    </div>
  );
}

interface PartProps {
  readonly input: SchemaInputState;
  readonly onChange: (change: Partial<SchemaInputState>) => void;
}

function CsvChoices({ input, onChange }: PartProps) {
  // Choosing an option says that it is a CSV.
  const put = (change: Partial<SchemaInputState>): void => onChange({ format: 'csv-sample', ...change });
  return (
    <div className="grid gap-2">
      <SelectField
        label="Between the columns"
        value={input.delimiter}
        options={[
          { value: foundOut, label: 'Found out' },
          { value: ',', label: 'Comma' },
          { value: ';', label: 'Semicolon' },
          { value: '\t', label: 'Tab' },
          { value: '|', label: 'Bar' },
        ]}
        onChange={(delimiter) => put({ delimiter })}
      />
      <Checkbox label="The first row holds the names" checked={input.header} onChange={(header) => put({ header })} />
    </div>
  );
}

function TableChoice({
  tables,
  input,
  onChange,
}: PartProps & { readonly tables: NonNullable<SchemaReader['tables']> }) {
  const { connection } = input;
  const connections = useChoices(() => tables.connections(), 'connections');
  const found = useChoices(connection === null ? null : () => tables.tables(connection), connection ?? '');
  return (
    <div className="grid gap-3">
      <ChoiceField
        label="Connection"
        choices={connections}
        none="There is no PostgreSQL connection yet."
        value={connection}
        onChange={(next) => onChange({ connection: next, table: null })}
      />
      {connection === null ? null : (
        <ChoiceField
          label="Table or view"
          choices={found}
          none="The database shows no tables to this connection."
          value={input.table}
          onChange={(table) => onChange({ table })}
        />
      )}
    </div>
  );
}

interface ChoiceFieldProps {
  readonly label: string;
  readonly choices: Choices | null;
  readonly none: string;
  readonly value: string | null;
  readonly onChange: (value: string) => void;
}

function ChoiceField({ label, choices, none, value, onChange }: ChoiceFieldProps) {
  const list = choices?.ok === true ? choices.choices : [];
  const isEmpty = choices?.ok === true && list.length === 0;
  return (
    <SelectField
      label={label}
      value={value ?? undefined}
      disabled={list.length === 0}
      placeholder={choices === null ? 'Looking…' : 'Choose…'}
      options={list}
      onChange={onChange}
      {...(choices?.ok === false ? { error: choices.title } : isEmpty ? { hint: none } : {})}
    />
  );
}

/** Asked for when it is shown, and again for another `key`. */
function useChoices(ask: (() => Promise<Choices>) | null, key: string): Choices | null {
  const [held, setHeld] = useState<{ readonly key: string; readonly choices: Choices } | null>(null);
  const isAsked = ask !== null;
  useEffect(() => {
    if (ask === null) return;
    let isLate = false;
    void ask().then((choices) => {
      if (!isLate) setHeld({ key, choices });
    });
    return () => {
      isLate = true;
    };
    // `ask` is another function at each drawing; what it asks for is named by the key.
  }, [key, isAsked]);
  return held?.key === key ? held.choices : null;
}
