import type { ActionNode, Compensation, ForEachNode, SubflowNode, TryNode } from '@patchbay/model/flow';
import { Undo2 } from 'lucide-react';
import { useMemo } from 'react';
import { Button, Checkbox, Fold, SelectField } from '../../ui/index.ts';
import { connectorIdOf, operationOf } from '../catalogue.ts';
import { useDoc, useEditor, useTestRun } from '../editor-context.ts';
import type { PreviewScope } from '../preview/preview-scope.ts';
import { withOutput } from '../preview/with-output.ts';
import type { NodeForm } from './node-edit.ts';
import { NodeExpression } from './node-expression.tsx';
import { OperationField, shownFields } from './operation-field.tsx';
import type { OperationNode } from './operation-field.tsx';
import { SlotPicker } from './slot-picker.tsx';

type UndoNode = ActionNode | SubflowNode | ForEachNode | TryNode;
const nothing = '-';

/** “If a later step fails: undo by …”: an operation of its own, which reads what the step gave. */
export function UndoSection<Node extends UndoNode>({ form }: { readonly form: NodeForm<Node> }) {
  const { node, update, disabled } = form;
  const { catalogue } = useEditor();
  const { compensate } = node;
  const operation = compensate === undefined ? undefined : operationOf(catalogue, compensate.operation);
  const put = (next: Compensation | undefined, field: string): void => {
    const { compensate: _, ...rest } = node;
    update((next === undefined ? rest : { ...rest, compensate: next }) as Node, field);
  };
  const options = Object.values(catalogue.operations)
    .filter(({ kind }) => kind === 'action')
    .map(({ id, name }) => ({ value: id, label: name, aside: connectorIdOf(id) }));
  return (
    <Fold
      title="If a later step fails"
      defaultOpen={compensate !== undefined}
      summary={compensate === undefined ? 'nothing is undone' : `undo by ${operation?.name ?? compensate.operation}`}
    >
      <div className="grid gap-3" data-field="compensate">
        <p className="flex gap-2 text-12 text-ink-3">
          <Undo2 size={14} aria-hidden className="mt-0.5 flex-none" />
          When the run fails later on, is cancelled, or ends by a stop that takes back, what this step did is undone
          like this, the last step first.
        </p>
        {node.kind === 'forEach' || node.kind === 'try' ? <AtOnce form={form} /> : null}
        <SelectField
          label="Undo by"
          value={compensate?.operation ?? nothing}
          disabled={disabled}
          options={[{ value: nothing, label: 'Nothing: it stays as it is' }, ...options]}
          onChange={(id) => put(id === nothing ? undefined : begun(node, id), 'compensate.operation')}
        />
        {compensate === undefined || operation === undefined ? null : (
          <div className="grid gap-3 border-l-2 border-line pl-3">
            <UndoFields form={form} compensate={compensate} onChange={put} />
          </div>
        )}
      </div>
    </Fold>
  );
}

/** The same connection, where it fits. */
function begun(node: UndoNode, operation: string): Compensation {
  const fits = node.kind === 'action' && connectorIdOf(node.operation) === connectorIdOf(operation);
  return { operation, input: {}, ...(fits && node.slot !== undefined ? { slot: node.slot } : {}) };
}

function AtOnce<Node extends UndoNode>({ form: { node, update, disabled } }: { readonly form: NodeForm<Node> }) {
  if (node.kind !== 'forEach' && node.kind !== 'try') return null;
  return (
    <Checkbox
      label="Undo at once what a body that failed did"
      hint="Also when the flow goes on: by “on error”, or with the other items."
      checked={node.undoOnFailure === true}
      disabled={disabled}
      onChange={(on) => {
        const { undoOnFailure: _, ...rest } = node;
        update((on ? { ...rest, undoOnFailure: true } : rest) as Node, 'undoOnFailure');
      }}
    />
  );
}

/** A step that went well may have had no effect: a card that was declined has nothing to give back. */
function WhenField<Node extends UndoNode>({
  form,
  preview,
  compensate,
  onChange,
}: UndoFieldsProps<Node> & { readonly preview: PreviewScope }) {
  return (
    <NodeExpression
      form={{ ...form, preview }}
      name="compensate.when"
      label="Only if"
      hint="Empty: whenever the step went well."
      placeholder={`steps.${form.node.name}.status = 201`}
      value={compensate.when ?? ''}
      onChange={(text) => {
        const { when: _, ...rest } = compensate;
        onChange(text.trim() === '' ? rest : { ...rest, when: text }, 'compensate.when');
      }}
    />
  );
}

interface UndoFieldsProps<Node extends UndoNode> {
  readonly form: NodeForm<Node>;
  readonly compensate: Compensation;
  readonly onChange: (next: Compensation | undefined, field: string) => void;
}

function UndoFields<Node extends UndoNode>({ form, compensate, onChange }: UndoFieldsProps<Node>) {
  const { node, disabled, seal, problems } = form;
  const { catalogue } = useEditor();
  const doc = useDoc();
  const run = useTestRun((state) => state);
  const operation = operationOf(catalogue, compensate.operation);
  const preview = useMemo(
    () => withOutput(form.preview, { doc, catalogue, run, node }),
    [form.preview, doc, catalogue, run, node],
  );
  const connector = connectorIdOf(compensate.operation);
  const slots = doc.slots.filter((slot) => slot.connector === connector);
  const slot = slots.find(({ name }) => name === compensate.slot);
  // The fields are those of an action; only the place where they are kept is another.
  const { id, name, label, position } = node;
  const action: ActionNode = { id, name, label, position, kind: 'action', ...compensate };
  const inner: NodeForm<OperationNode> = {
    node: action,
    update: ({ input }, field) => onChange({ ...compensate, input }, field),
    seal,
    preview,
    disabled,
    problems,
  };
  return (
    <>
      {operation === undefined || operation.connection === 'none' ? null : (
        <SelectField
          label="Connection"
          value={compensate.slot ?? nothing}
          disabled={disabled}
          options={[
            ...(operation.connection === 'optional' || slot === undefined ? [{ value: nothing, label: 'None' }] : []),
            ...slots.map((one) => ({ value: one.name, label: one.label })),
          ]}
          onChange={(chosen) => {
            const { slot: _, ...rest } = compensate;
            onChange(chosen === nothing ? rest : { ...rest, slot: chosen }, 'compensate.slot');
          }}
        />
      )}
      {slot === undefined ? null : <SlotPicker slot={slot} label={`Filled by (${slot.label})`} />}
      <WhenField form={form} preview={preview} compensate={compensate} onChange={onChange} />
      {operation === undefined
        ? null
        : shownFields(operation, compensate.input).map((field) => (
            <OperationField key={field.name} field={field} form={inner} place="compensate." />
          ))}
      {disabled ? null : (
        <Button size="small" className="justify-self-start" onClick={() => onChange(undefined, 'compensate.operation')}>
          Undo nothing
        </Button>
      )}
    </>
  );
}
