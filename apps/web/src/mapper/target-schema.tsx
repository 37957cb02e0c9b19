import { DataSchema, inferSchema } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { useState } from 'react';
import { Button, Segmented } from '../ui/index.ts';
import { JsonControl } from '../editor/inspector/fields/json-control.tsx';
import type { MappingEdit } from './map-settings.tsx';

/** The shape that the result must have: pasted as JSON Schema, or inferred from an example of the result. */
export function TargetSchema({ edit }: { readonly edit: MappingEdit }) {
  const { doc, change, form } = edit;
  const [from, setFrom] = useState<'schema' | 'sample'>('schema');
  const [sample, setSample] = useState<Json | undefined>(undefined);
  const put = (schema: DataSchema | undefined): void => {
    const { target: _, ...rest } = doc;
    change(schema === undefined ? rest : { ...rest, target: { schema } }, '/target');
  };
  return (
    <div className="grid gap-2">
      <p className="text-12 text-ink-3">
        With it, required fields and types are checked here and in every run. Fields without a rule are listed above.
      </p>
      {form.disabled ? null : (
        <Segmented
          label="How the target schema is given"
          size="small"
          value={from}
          options={[
            { value: 'schema', label: 'JSON Schema' },
            { value: 'sample', label: 'From an example' },
          ]}
          onChange={setFrom}
        />
      )}
      {from === 'schema' ? (
        <JsonControl
          label="JSON Schema of the target"
          value={doc.target?.schema as Json | undefined}
          disabled={form.disabled}
          height={220}
          onBlur={form.seal}
          onChange={(value) => {
            if (value === undefined || DataSchema.safeParse(value).success) put(value as DataSchema | undefined);
          }}
        />
      ) : (
        <>
          <JsonControl
            label="Example of the result"
            value={sample}
            disabled={form.disabled}
            onBlur={form.seal}
            onChange={setSample}
          />
          <Button
            size="small"
            className="justify-self-start"
            disabled={sample === undefined}
            onClick={() => {
              if (sample !== undefined) put(inferSchema([sample]));
              setFrom('schema');
            }}
          >
            Infer the schema
          </Button>
        </>
      )}
    </div>
  );
}
