import type { SchemaUse } from '@patchbay/model/mapping';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Button, Segmented } from '../../ui/index.ts';
import { useHost, useMapper, useMapperState } from '../mapper-context.ts';
import { SchemaImportDialog } from '../schema/schema-import-dialog.tsx';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { FromLibrary } from './from-library.tsx';
import { FromText } from './from-text.tsx';
import { noSchemaDraft } from './schema-draft.ts';
import type { SchemaDraft, SchemaWay } from './schema-draft.ts';
import type { Taken } from './version-drift.tsx';

export interface SchemaChoiceProps {
  /** `of the target`, `of order`: completes the labels. */
  readonly what: string;
  readonly onChoose: (use: SchemaUse, sample?: unknown) => void;
  /** What is used now: another version of it is compared with it before it is taken. */
  readonly current?: SchemaUse | undefined;
  readonly onTaken?: ((taken: Taken) => void) | undefined;
}

/** The ways to say what something looks like: from the library, from a file, by an example, as JSON Schema. */
export function SchemaChoice({ what, onChoose, current, onTaken }: SchemaChoiceProps) {
  const { library, schemaReader } = useHost();
  const { store } = useMapper();
  const draft = useMapperState((state) => state.schemaDrafts[what]) ?? noSchemaDraft;
  const change = (next: Partial<SchemaDraft>): void => {
    const { schemaDrafts, show } = store.getState();
    show({ schemaDrafts: { ...schemaDrafts, [what]: { ...(schemaDrafts[what] ?? noSchemaDraft), ...next } } });
  };
  const ways: { value: SchemaWay; label: string }[] = [
    ...(library.find === undefined ? [] : [{ value: 'library' as const, label: 'Library' }]),
    ...(schemaReader === undefined ? [] : [{ value: 'file' as const, label: 'File' }]),
    { value: 'sample', label: 'Example' },
    { value: 'schema', label: 'JSON Schema' },
  ];
  const shown = draft.way ?? ways[0]?.value ?? 'sample';
  const choose: SchemaChoiceProps['onChoose'] = (use, sample) => {
    change(noSchemaDraft);
    onChoose(use, sample);
  };
  return (
    <div className="grid gap-2">
      <div>
        <Segmented
          label={`How the shape ${what} is given`}
          size="small"
          value={shown}
          options={ways}
          onChange={(way) => change({ way })}
        />
      </div>
      {shown === 'library' && library.find !== undefined ? (
        <FromLibrary
          find={library.find}
          what={what}
          draft={draft}
          onDraft={change}
          onChoose={choose}
          current={current}
          onTaken={(taken) => {
            change(noSchemaDraft);
            onTaken?.(taken);
          }}
        />
      ) : null}
      {shown === 'file' && schemaReader !== undefined ? (
        <FromFile reader={schemaReader} what={what} onChoose={choose} />
      ) : null}
      {shown === 'sample' || shown === 'schema' ? (
        <FromText key={shown} kind={shown} what={what} draft={draft} onDraft={change} onChoose={choose} />
      ) : null}
    </div>
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
