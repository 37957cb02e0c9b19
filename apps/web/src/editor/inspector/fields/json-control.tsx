import type { Json } from '@patchbay/model/schema';
import { parseJson } from '@patchbay/codecs';
import { useState } from 'react';
import { FieldError } from '../../../ui/index.ts';
import { CodeEditor } from '../../../ui/code-editor/index.ts';

interface JsonControlProps {
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
  readonly disabled: boolean;
  readonly height?: number;
}

const printed = (value: Json | undefined): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** A JSON value as text. What is typed stays until it is JSON; only then does the document change. */
export function JsonControl({ label, value, onChange, onBlur, disabled, height = 180 }: JsonControlProps) {
  const [draft, setDraft] = useState<{ text: string; of: Json | undefined } | null>(null);
  const [mistake, setMistake] = useState<string | null>(null);
  const text = draft !== null && Object.is(draft.of, value) ? draft.text : printed(value);
  const type = (next: string): void => {
    if (next.trim() === '') {
      setMistake(null);
      setDraft({ text: next, of: undefined });
      onChange(undefined);
      return;
    }
    try {
      const parsed = parseJson(next);
      setMistake(null);
      setDraft({ text: next, of: parsed });
      onChange(parsed);
    } catch (error) {
      setMistake(error instanceof Error ? error.message : String(error));
      setDraft({ text: next, of: value });
    }
  };
  return (
    <div>
      <CodeEditor
        language="json"
        label={label}
        value={text}
        onChange={type}
        onBlur={onBlur}
        readOnly={disabled}
        height={height}
      />
      {mistake === null ? null : <FieldError>Not JSON yet, so not taken over: {mistake}</FieldError>}
    </div>
  );
}
