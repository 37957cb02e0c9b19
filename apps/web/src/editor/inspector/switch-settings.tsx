// The settings that a branch has only when it looks at one value.
import type { FlowNode } from '@patchbay/model/flow';
import { useState } from 'react';
import { Field, TextInput } from '../../ui/index.ts';
import { problemsAt } from './node-edit.ts';
import type { NodeForm } from './node-edit.ts';
import { NodeExpression } from './node-expression.tsx';

type BranchNode = Extract<FlowNode, { kind: 'branch' }>;
type Branch = BranchNode['branches'][number];

export function SwitchValue({ form }: { readonly form: NodeForm<BranchNode> }) {
  const { node, update } = form;
  return (
    <NodeExpression
      form={form}
      name="on"
      label="Value"
      required
      hint="Each way below names the values that go there."
      placeholder="trigger.body.country"
      value={node.on ?? ''}
      onChange={(on) => update({ ...node, on }, 'on')}
    />
  );
}

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== ''),
  ),
];

interface WayValuesProps {
  readonly form: NodeForm<BranchNode>;
  readonly branch: Branch;
  readonly index: number;
  readonly onChange: (branch: Branch, field: string) => void;
}

/** Typed as a list with commas; kept as values when the field is left. */
export function WayValues({ form, branch, index, onChange }: WayValuesProps) {
  const at = `branches.${branch.port}`;
  const kept = (branch.values ?? []).join(', ');
  const [text, setText] = useState<string | null>(null);
  const problem = problemsAt(form.problems, at)[0];
  return (
    <Field
      label={`Way ${index + 1}: values`}
      required
      hint="Separated by commas: DE, AT, CH"
      error={problem?.severity === 'error' && text === null ? problem.message : undefined}
    >
      {({ id, describedBy, invalid }) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          placeholder="DE, AT, CH"
          value={text ?? kept}
          disabled={form.disabled}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => {
            if (text !== null && text !== kept) onChange({ ...branch, values: listOf(text) }, `${at}.values`);
            setText(null);
            form.seal();
          }}
        />
      )}
    </Field>
  );
}
