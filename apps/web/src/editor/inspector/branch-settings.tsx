import type { FlowNode } from '@patchbay/model/flow';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { Button, Field, IconButton, Section, SelectField, TextField } from '../../ui/index.ts';
import { ExpressionField } from '../expression/expression-field.tsx';
import { SwitchValue, WayValues } from './switch-settings.tsx';
import { problemsAt } from './node-edit.ts';
import type { NodeForm } from './node-edit.ts';

type BranchNode = Extract<FlowNode, { kind: 'branch' }>;
type Branch = BranchNode['branches'][number];

function freePort(branches: readonly Branch[]): string {
  for (let number = branches.length + 1; ; number += 1) {
    const port = `way_${number}`;
    if (!branches.some((branch) => branch.port === port)) return port;
  }
}

/** Conditions from top to bottom, or ways by the value of one expression; what meets none goes by “otherwise”. */
export function BranchSettings({ form }: { readonly form: NodeForm<BranchNode> }) {
  const { node, update, disabled } = form;
  const word = node.mode === 'switch' ? 'Way' : 'Condition';
  const put = (branches: Branch[], field: string): void => update({ ...node, branches }, field);
  const replace = (index: number, branch: Branch, field: string): void =>
    put(
      node.branches.map((old, at) => (at === index ? branch : old)),
      field,
    );
  const swap = (index: number, by: 1 | -1): void => {
    const branches = [...node.branches];
    const [moved] = branches.splice(index, 1);
    if (moved !== undefined) branches.splice(index + by, 0, moved);
    put(branches, 'order');
  };
  return (
    <>
      <Section className="grid gap-3">
        <SelectField
          label="Which way"
          value={node.mode}
          disabled={disabled}
          options={[
            { value: 'first', label: 'The first condition that holds' },
            { value: 'every', label: 'Every condition that holds' },
            { value: 'switch', label: 'The way that names a value' },
          ]}
          onChange={(mode) => update({ ...node, mode }, 'mode')}
        />
        {node.mode === 'switch' ? <SwitchValue form={form} /> : null}
      </Section>
      {node.branches.map((branch, index) => (
        <Section key={branch.port} role="group" aria-label={`${word} ${index + 1}`}>
          <BranchFields
            form={form}
            branch={branch}
            index={index}
            onChange={(next, field) => replace(index, next, field)}
          />
          {disabled ? null : (
            <div className="mt-2 flex gap-1">
              <IconButton
                size="small"
                icon={ArrowUp}
                label="Earlier"
                disabled={index === 0}
                onClick={() => swap(index, -1)}
              />
              <IconButton
                size="small"
                icon={ArrowDown}
                label="Later"
                disabled={index === node.branches.length - 1}
                onClick={() => swap(index, 1)}
              />
              <span className="flex-1" />
              <IconButton
                size="small"
                icon={X}
                label={`Remove ${word.toLowerCase()} ${index + 1}`}
                disabled={node.branches.length === 1}
                onClick={() =>
                  put(
                    node.branches.filter((_, at) => at !== index),
                    'remove',
                  )
                }
              />
            </div>
          )}
        </Section>
      ))}
      <Section>
        <p className="mb-2 text-12 text-ink-3">
          {node.mode === 'switch'
            ? 'Any other value, and none,'
            : node.branches.length === 1
              ? 'What does not meet it'
              : 'What meets none of these'}{' '}
          leaves by “otherwise”.
        </p>
        {disabled ? null : (
          <Button
            size="small"
            icon={Plus}
            onClick={() => put([...node.branches, { port: freePort(node.branches), label: '', condition: '' }], 'add')}
          >
            Add a {word.toLowerCase()}
          </Button>
        )}
      </Section>
    </>
  );
}

interface BranchFieldsProps {
  readonly form: NodeForm<BranchNode>;
  readonly branch: Branch;
  readonly index: number;
  readonly onChange: (branch: Branch, field: string) => void;
}

function BranchFields({ form, branch, index, onChange }: BranchFieldsProps) {
  const { node, seal, preview, problems, disabled } = form;
  const at = `branches.${branch.port}`;
  return (
    <div className="grid gap-2" data-field={at}>
      {node.mode === 'switch' ? (
        <WayValues form={form} branch={branch} index={index} onChange={onChange} />
      ) : (
        <Field label={`Condition ${index + 1}`} required>
          {({ id, describedBy }) => (
            <ExpressionField
              id={id}
              describedBy={describedBy}
              label={`Condition ${index + 1}`}
              placeholder='steps.map.priority = "express"'
              value={branch.condition}
              onChange={(condition) => onChange({ ...branch, condition }, at)}
              onBlur={seal}
              scope={preview.scope}
              types={preview.types}
              sources={preview.sources}
              problems={problemsAt(problems, at)}
              disabled={disabled}
            />
          )}
        </Field>
      )}
      <TextField
        label="Words on its edge"
        placeholder={`else the ${node.mode === 'switch' ? 'values' : 'condition itself'}`}
        maxLength={120}
        value={branch.label}
        disabled={disabled}
        onChange={(event) => onChange({ ...branch, label: event.target.value }, `${at}.label`)}
        onBlur={seal}
      />
    </div>
  );
}
