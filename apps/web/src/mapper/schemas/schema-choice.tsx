import { inferSchema, readJsonText } from '@patchbay/model/schema';
import { DataSchema } from '@patchbay/model/schema';
import type { SchemaUse } from '@patchbay/model/mapping';
import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button, Segmented, Select } from '../../ui/index.ts';
import { CodeEditor } from '../../ui/code-editor/index.ts';
import { useHost } from '../mapper-context.ts';
import type { ReadSchema } from '../mapper-host.ts';

interface SchemaChoiceProps {
  /** `of the target`, `of order`: completes the labels. */
  readonly what: string;
  readonly onChoose: (use: SchemaUse, sample?: unknown) => void;
}

type Way = 'library' | 'file' | 'sample' | 'schema';

/** The ways to say what something looks like: from the library, from a file, by an example, as JSON Schema. */
export function SchemaChoice({ what, onChoose }: SchemaChoiceProps) {
  const { library, readSchemas } = useHost();
  const ways: { value: Way; label: string }[] = [
    ...(library.schemas.length === 0 ? [] : [{ value: 'library' as const, label: 'Library' }]),
    ...(readSchemas === undefined ? [] : [{ value: 'file' as const, label: 'File' }]),
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
      {shown === 'file' && readSchemas !== undefined ? <FromFile read={readSchemas} onChoose={onChoose} /> : null}
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

/** Larger files are for the library, where they are read once. */
const mostBytes = 10_000_000;

function FromFile({
  read,
  onChoose,
}: {
  readonly read: (file: { name: string; text: string }) => Promise<readonly ReadSchema[]>;
  readonly onChoose: SchemaChoiceProps['onChoose'];
}) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<{ busy: boolean; mistake?: string; found?: readonly ReadSchema[] }>({
    busy: false,
  });
  const take = async (file: File): Promise<void> => {
    if (file.size > mostBytes) {
      setState({ busy: false, mistake: `${file.name} has more than 10 MB. Take a smaller sample of it.` });
      return;
    }
    setState({ busy: true });
    try {
      const found = await read({ name: file.name, text: await file.text() });
      const [only, ...others] = found;
      if (only !== undefined && others.length === 0) onChoose(only.schema);
      setState(
        only === undefined ? { busy: false, mistake: `There is no schema in ${file.name}.` } : { busy: false, found },
      );
    } catch (error) {
      setState({ busy: false, mistake: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <div className="grid gap-2">
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File with a schema or a sample"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void take(file);
        }}
      />
      <Button icon={FileUp} busy={state.busy} className="justify-self-start" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <p className="text-12 text-ink-3">
        XSD, OpenAPI, JSON Schema, Avro, Protobuf, GraphQL, SQL, or a sample in JSON, XML or CSV.
      </p>
      {state.mistake === undefined ? null : (
        <p role="alert" className="text-12 text-bad wrap-anywhere">
          {state.mistake}
        </p>
      )}
      {state.found === undefined || state.found.length < 2 ? null : (
        <Select
          aria-label="Which of the file’s schemas"
          value={undefined}
          placeholder={`${state.found.length} schemas: choose one`}
          options={state.found.map(({ name }, index) => ({ value: String(index), label: name }))}
          onChange={(index) => {
            const chosen = state.found?.[Number(index)];
            if (chosen !== undefined) onChoose(chosen.schema);
          }}
        />
      )}
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
