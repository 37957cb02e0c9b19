import { inferSchema, readJsonText } from '@patchbay/model/schema';
import { DataSchema } from '@patchbay/model/schema';
import type { SchemaUse } from '@patchbay/model/mapping';
import { FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { Button, Segmented, Select } from '../../ui/index.ts';
import { CodeEditor } from '../../ui/code-editor/index.ts';
import { useHost } from '../mapper-context.ts';
import { SchemaImportDialog } from '../schema/schema-import-dialog.tsx';
import type { SchemaReader } from '../schema/schema-reader.ts';

interface SchemaChoiceProps {
  /** `of the target`, `of order`: completes the labels. */
  readonly what: string;
  readonly onChoose: (use: SchemaUse, sample?: unknown) => void;
}

type Way = 'library' | 'file' | 'sample' | 'schema';

/** The ways to say what something looks like: from the library, from a file, by an example, as JSON Schema. */
export function SchemaChoice({ what, onChoose }: SchemaChoiceProps) {
  const { library, schemaReader } = useHost();
  const ways: { value: Way; label: string }[] = [
    ...(library.schemas.length === 0 ? [] : [{ value: 'library' as const, label: 'Library' }]),
    ...(schemaReader === undefined ? [] : [{ value: 'file' as const, label: 'File' }]),
    { value: 'sample', label: 'Example' },
    { value: 'schema', label: 'JSON Schema' },
  ];
  const [way, setWay] = useState<Way | null>(null);
  const shown = way ?? ways[0]?.value ?? 'sample';
  return (
    <div className="grid gap-2">
      <div>
        <Segmented
          label={`How the shape ${what} is given`}
          size="small"
          value={shown}
          options={ways}
          onChange={setWay}
        />
      </div>
      {shown === 'library' ? <FromLibrary what={what} onChoose={onChoose} /> : null}
      {shown === 'file' && schemaReader !== undefined ? (
        <FromFile reader={schemaReader} what={what} onChoose={onChoose} />
      ) : null}
      {shown === 'sample' ? <FromText key="sample" kind="sample" what={what} onChoose={onChoose} /> : null}
      {shown === 'schema' ? <FromText key="schema" kind="schema" what={what} onChoose={onChoose} /> : null}
    </div>
  );
}

function FromLibrary({ what, onChoose }: SchemaChoiceProps) {
  const { library } = useHost();
  return (
    <Select
      aria-label={`Schema ${what}`}
      value={undefined}
      placeholder="Choose a schema"
      options={library.schemas.map(({ ref, name, version }) => ({
        value: ref,
        label: name,
        aside: `version ${version}`,
      }))}
      onChange={(ref) => onChoose(ref)}
    />
  );
}

/** Files of every kind, texts and tables, in the dialog that the library has as well. */
function FromFile({ reader, what, onChoose }: SchemaChoiceProps & { readonly reader: SchemaReader }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="grid gap-2">
      <Button icon={FileUp} className="justify-self-start" onClick={() => setOpen(true)}>
        Import…
      </Button>
      <p className="text-12 text-ink-3">
        XSD, OpenAPI, JSON Schema, Avro, Protobuf, GraphQL, SQL, a table, or a sample in JSON, XML or CSV.
      </p>
      {open ? (
        <SchemaImportDialog
          reader={reader}
          what={what}
          onClose={() => setOpen(false)}
          onTake={({ schema }, sample) => {
            setOpen(false);
            onChoose(schema, sample);
          }}
        />
      ) : null}
    </div>
  );
}

function FromText({ kind, what, onChoose }: SchemaChoiceProps & { readonly kind: 'sample' | 'schema' }) {
  const [text, setText] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const note = useId();
  const isSample = kind === 'sample';
  const take = (): void => {
    const read = readJsonText(text);
    if (!read.ok) {
      setMistake(`This is no JSON: ${read.reason}.`);
      return;
    }
    if (isSample) {
      onChoose(inferSchema([read.value]), read.value);
      return;
    }
    const schema = DataSchema.safeParse(read.value);
    if (schema.success) onChoose(schema.data);
    else setMistake(`This is JSON, but no JSON Schema: ${schema.error.issues[0]?.message ?? 'it has another form'}.`);
  };
  return (
    <div className="grid gap-2">
      <CodeEditor
        language="json"
        label={isSample ? `Example ${what}` : `JSON Schema ${what}`}
        value={text}
        height={160}
        onChange={(next) => {
          setText(next);
          setMistake(null);
        }}
      />
      {mistake === null ? null : (
        <p id={note} role="alert" className="text-12 text-bad wrap-anywhere">
          {mistake}
        </p>
      )}
      <Button className="justify-self-start" disabled={text.trim() === ''} onClick={take}>
        {isSample ? 'Read the shape off it' : 'Take it'}
      </Button>
    </div>
  );
}
