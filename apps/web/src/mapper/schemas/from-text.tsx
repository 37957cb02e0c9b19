import { DataSchema, inferSchema, readJsonText } from '@patchbay/model/schema';
import { useId, useState } from 'react';
import { Button } from '../../ui/index.ts';
import { CodeEditor } from '../../ui/code-editor/index.ts';
import type { SchemaChoiceProps } from './schema-choice.tsx';
import type { SchemaDraft } from './schema-draft.ts';

interface FromTextProps extends SchemaChoiceProps {
  readonly kind: 'sample' | 'schema';
  readonly draft: SchemaDraft;
  readonly onDraft: (change: Partial<SchemaDraft>) => void;
}

/** A shape by an example, or as JSON Schema. */
export function FromText({ kind, what, draft, onDraft, onChoose }: FromTextProps) {
  const [mistake, setMistake] = useState<string | null>(null);
  const note = useId();
  const isSample = kind === 'sample';
  const text = draft[kind];
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
          // Who types has chosen, even where the first way was shown by itself.
          onDraft({ way: kind, [kind]: next });
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
