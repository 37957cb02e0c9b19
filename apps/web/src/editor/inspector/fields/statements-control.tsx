import type { Json } from '@patchbay/model/schema';
import { isJsonObject } from '@patchbay/model/schema';
import { Plus, X } from 'lucide-react';
import { Button, IconButton, TextInput } from '../../../ui/index.ts';
import { CodeEditor } from '../../../ui/code-editor/index.ts';

interface StatementsControlProps {
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
  readonly disabled: boolean;
}

/** Statements of one transaction, each with the number of rows that it must touch, if that is known. */
export function StatementsControl({ label, value, onChange, onBlur, disabled }: StatementsControlProps) {
  const statements = Array.isArray(value) ? value.filter(isJsonObject) : [];
  const put = (index: number, change: Record<string, Json | undefined>): void => {
    const next = statements.map((statement, at) => (at === index ? { ...statement, ...change } : statement));
    onChange(
      next.map((statement) =>
        Object.fromEntries(Object.entries(statement).filter(([, held]) => held !== undefined)),
      ) as Json,
    );
  };
  return (
    <div className="grid gap-2">
      {statements.map((statement, index) => (
        <div
          key={index}
          role="group"
          aria-label={`Statement ${index + 1}`}
          className="rounded-2 border border-line bg-sunken p-2"
        >
          <div className="mb-1 flex items-center gap-2">
            <span className="font-medium">Statement {index + 1}</span>
            <span className="flex-1" />
            <label className="flex items-center gap-1 text-12 text-ink-3">
              must touch
              <TextInput
                type="number"
                min={0}
                frameClassName="w-16"
                placeholder="any"
                disabled={disabled}
                value={typeof statement['expectRows'] === 'number' ? String(statement['expectRows']) : ''}
                onChange={(event) =>
                  put(index, { expectRows: event.target.value === '' ? undefined : event.target.valueAsNumber })
                }
                onBlur={onBlur}
              />
              rows
            </label>
            {disabled ? null : (
              <IconButton
                size="small"
                icon={X}
                label={`Remove statement ${index + 1}`}
                onClick={() => onChange(statements.filter((_, at) => at !== index))}
              />
            )}
          </div>
          <CodeEditor
            language="sql"
            label={`${label}, statement ${index + 1}`}
            height={110}
            readOnly={disabled}
            value={typeof statement['sql'] === 'string' ? statement['sql'] : ''}
            onChange={(sql) => put(index, { sql })}
            onBlur={onBlur}
          />
        </div>
      ))}
      {disabled ? null : (
        <Button
          size="small"
          icon={Plus}
          className="justify-self-start"
          onClick={() => onChange([...statements, { sql: '' }])}
        >
          Add a statement
        </Button>
      )}
    </div>
  );
}
