import type { OperationManifest } from '@patchbay/model/connector';
import { ConnectionSlot } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { Button, Section, SelectField } from '../../ui/index.ts';
import { connectorIdOf, connectorOf } from '../catalogue.ts';
import { useDoc, useEditor } from '../editor-context.ts';
import { slugOf } from '../node-name.ts';
import { FieldProblems } from '../expression/expression-field.tsx';
import { problemsAt } from './node-edit.ts';
import type { OperationForm } from './operation-field.tsx';
import { testWords, useConnections } from './use-connections.ts';

const none = '-';

function freeSlot(doc: FlowDocument, label: string, connector: string): ConnectionSlot {
  const base = slugOf(label);
  let name: string = base;
  for (let number = 2; doc.slots.some((slot) => slot.name === name); number += 1)
    name = `${base.slice(0, 54)}_${number}`;
  return ConnectionSlot.parse({ name, label: label.slice(0, 120), connector });
}

/** Choosing a connection: the flow keeps a named slot, the environment remembers which connection fills it. */
export function ConnectionSection({
  form,
  operation,
}: {
  readonly form: OperationForm;
  readonly operation: OperationManifest;
}) {
  const { flowId, store, autosave, bindings, catalogue } = useEditor();
  const doc = useDoc();
  const client = useQueryClient();
  const { node, disabled } = form;
  const connector = connectorIdOf(operation.id);
  const connectorName = connectorOf(catalogue, operation.id)?.name ?? connector;
  const connections = useConnections(connector);
  const bindSlot = useMutation(trpc.flow.bindSlot.mutationOptions());
  const bind = useMutation({
    mutationFn: async ({ slot, connectionId }: { slot: string; connectionId: string }) => {
      // The server must know the slot before it can be filled.
      if ((await autosave.flush()) === null)
        throw new Error('The slot could not be saved yet. Look at the state of saving in the bar.');
      await bindSlot.mutateAsync({ flowId: flowId as never, slot, connectionId: connectionId as never });
      await client.invalidateQueries({ queryKey: trpc.flow.get.queryKey() });
    },
  });
  const fitting = connections.data ?? [];
  const slot = doc.slots.find((candidate) => candidate.name === node.slot);
  const bound = node.slot === undefined ? undefined : bindings[node.slot];
  const sharers = doc.nodes.filter(
    (other) => other.id !== node.id && 'slot' in other && other.slot !== undefined && other.slot === node.slot,
  );

  const choose = (choice: string): void => {
    const { edit } = store.getState();
    if (choice === none) {
      const { slot: _, ...rest } = node;
      edit({ type: 'updateNode', node: rest });
      return;
    }
    const filled = doc.slots.find(
      (candidate) => candidate.connector === connector && bindings[candidate.name] === choice,
    );
    if (filled !== undefined) {
      edit({ type: 'updateNode', node: { ...node, slot: filled.name } });
      return;
    }
    if (slot !== undefined && (bound === undefined || sharers.length === 0)) {
      bind.mutate({ slot: slot.name, connectionId: choice });
      return;
    }
    const label = fitting.find((connection) => connection.id === choice)?.name ?? connectorName;
    const made = freeSlot(doc, label, connector);
    const done = edit({
      type: 'batch',
      commands: [
        { type: 'putSlot', slot: made },
        { type: 'updateNode', node: { ...node, slot: made.name } },
      ],
    });
    if (done) bind.mutate({ slot: made.name, connectionId: choice });
  };

  return (
    <Section>
      <div data-field="slot">
        <SelectField
          label="Connection"
          required={operation.connection === 'required'}
          value={bound}
          disabled={disabled || fitting.length === 0}
          placeholder={
            connections.isPending
              ? 'Looking…'
              : fitting.length === 0
                ? `No ${connectorName} connection yet`
                : 'Choose a connection'
          }
          options={[
            ...fitting.map((connection) => ({
              value: connection.id as string,
              label: connection.name,
              aside: testWords[connection.testState],
            })),
            ...(node.slot !== undefined && operation.connection === 'optional'
              ? [{ value: none, label: 'Without a connection' }]
              : []),
          ]}
          onChange={choose}
          aside={
            <Link
              to="/connections/new"
              search={{ connector }}
              className="flex items-center gap-1 text-12 text-accent-text hover:underline"
            >
              <Plus size={12} aria-hidden />
              New
            </Link>
          }
        />
        {slot === undefined ? null : (
          <p className="mt-1 text-12 text-ink-3">
            Slot <code>{slot.name}</code>
            {slot.label === slot.name ? '' : ` “${slot.label}”`}
            {sharers.length === 0 ? '' : `, shared with ${sharers.map((other) => other.label).join(', ')}`}
          </p>
        )}
        <FieldProblems problems={problemsAt(form.problems, 'slot')} />
        <OtherSlots form={form} connector={connector} />
        {bind.error === null ? null : (
          <ErrorBox className="mt-2" error={bind.error} doing="The connection could not be chosen" />
        )}
        {connections.error === null ? null : (
          <ErrorBox
            className="mt-2"
            error={connections.error}
            doing="The connections cannot be listed"
            onRetry={() => void connections.refetch()}
          />
        )}
      </div>
    </Section>
  );
}

/** Slots that the flow declares already and that are not filled yet: a template brings them. */
function OtherSlots({ form, connector }: { readonly form: OperationForm; readonly connector: string }) {
  const { store } = useEditor();
  const doc = useDoc();
  const { node, disabled } = form;
  const others = doc.slots.filter((slot) => slot.connector === connector && slot.name !== node.slot);
  if (others.length === 0 || disabled) return null;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-1 text-12 text-ink-3">
      Other slots:
      {others.map((slot) => (
        <Button
          key={slot.name}
          look="ghost"
          size="small"
          onClick={() => store.getState().edit({ type: 'updateNode', node: { ...node, slot: slot.name } })}
        >
          {slot.label}
        </Button>
      ))}
    </div>
  );
}
