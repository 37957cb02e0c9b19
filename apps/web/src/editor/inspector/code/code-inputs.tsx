import { CodeInputName } from '@patchbay/model/flow';
import type { CodeNode } from '@patchbay/model/flow';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, FieldError, Heading, IconButton, TextInput } from '../../../ui/index.ts';
import { ExpressionField } from '../../expression/expression-field.tsx';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';

type Input = CodeNode['inputs'][number];

/** Values that the code reads by names of its own. */
export function CodeInputs({ form }: { readonly form: NodeForm<CodeNode> }) {
  const { node, update, seal, preview, problems, disabled } = form;
  const put = (at: number, input: Input | null, field: string): void => {
    const inputs = node.inputs.flatMap((other, index) => (index !== at ? [other] : input === null ? [] : [input]));
    update({ ...node, inputs }, field);
  };
  return (
    <div data-field="inputs">
      <Heading className="mb-1">Inputs</Heading>
      {node.inputs.length === 0 ? (
        <p className="mb-2 text-12 text-ink-3">
          The code can read everything before it. An input gives a value a name: “input.rate”.
        </p>
      ) : null}
      <ul className="grid gap-3">
        {node.inputs.map((input, at) => (
          <li key={at} className="grid gap-1" data-field={`inputs.${input.name}`}>
            <div className="flex items-center gap-1">
              <NameInput
                name={input.name}
                taken={node.inputs.flatMap((other, index) => (index === at ? [] : [other.name]))}
                disabled={disabled}
                onRename={(name) => put(at, { ...input, name }, `inputs.${at}.name`)}
                onBlur={seal}
              />
              {disabled ? null : (
                <IconButton
                  icon={Trash2}
                  look="plain"
                  label={`Delete input ${input.name}`}
                  onClick={() => put(at, null, 'inputs')}
                />
              )}
            </div>
            <ExpressionField
              label={`Value of ${input.name}`}
              placeholder="trigger.body.rate"
              value={input.value}
              scope={preview.scope}
              types={preview.types}
              sources={preview.sources}
              problems={problemsAt(problems, `inputs.${input.name}`)}
              disabled={disabled}
              onChange={(value) => put(at, { ...input, value }, `inputs.${at}.value`)}
              onBlur={seal}
            />
          </li>
        ))}
      </ul>
      {disabled || node.inputs.length >= 50 ? null : (
        <Button
          size="small"
          icon={Plus}
          className="mt-2"
          onClick={() => update({ ...node, inputs: [...node.inputs, { name: freeName(node), value: '' }] }, 'inputs')}
        >
          Add an input
        </Button>
      )}
    </div>
  );
}

function freeName({ inputs }: CodeNode): string {
  const taken = new Set(inputs.map(({ name }) => name));
  for (let number = inputs.length + 1; ; number += 1) if (!taken.has(`value${number}`)) return `value${number}`;
}

interface NameInputProps {
  readonly name: string;
  readonly taken: readonly string[];
  readonly disabled: boolean;
  readonly onRename: (name: string) => void;
  readonly onBlur: () => void;
}

/** Names that are none, and names of others, stay in the field and out of the flow. */
function NameInput({ name, taken, disabled, onRename, onBlur }: NameInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? name;
  const wrong = taken.includes(shown)
    ? 'Another input has this name.'
    : CodeInputName.safeParse(shown).success
      ? null
      : 'A name has letters, digits and _, and begins with no digit.';
  return (
    <div className="min-w-0 flex-1">
      <TextInput
        mono
        aria-label={`Name of input ${name}`}
        aria-invalid={wrong !== null || undefined}
        value={shown}
        disabled={disabled}
        onChange={(event) => {
          const typed = event.target.value;
          setDraft(typed);
          if (!taken.includes(typed) && CodeInputName.safeParse(typed).success) onRename(typed);
        }}
        onBlur={() => {
          setDraft(null);
          onBlur();
        }}
      />
      {wrong === null ? null : <FieldError>{wrong}</FieldError>}
    </div>
  );
}
