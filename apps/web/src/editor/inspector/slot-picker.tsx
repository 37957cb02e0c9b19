import type { ConnectionSlot } from '@patchbay/model/flow';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { SelectField } from '../../ui/index.ts';
import { useEditor } from '../editor-context.ts';
import { testWords, useConnections } from './use-connections.ts';

const none = '-';

/** Which connection fills a slot in this environment. The flow names the slot only, so a version moves on untouched. */
export function SlotPicker({ slot, label }: { readonly slot: ConnectionSlot; readonly label: string }) {
  const { flowId, bindings } = useEditor();
  const client = useQueryClient();
  const connections = useConnections(slot.connector);
  const bind = useMutation(
    trpc.flow.bindSlot.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: trpc.flow.get.queryKey() }),
    }),
  );
  const fitting = connections.data ?? [];
  const options = [
    ...fitting.map((connection) => ({
      value: connection.id as string,
      label: connection.name,
      aside: testWords[connection.testState],
    })),
    ...(Object.hasOwn(bindings, slot.name) ? [{ value: none, label: 'None' }] : []),
  ];
  return (
    <div>
      <SelectField
        label={label}
        aside={
          <Link
            to="/connections/new"
            search={{ connector: slot.connector }}
            className="text-12 text-accent-text hover:underline"
          >
            New connection
          </Link>
        }
        value={bindings[slot.name]}
        options={options}
        disabled={options.length === 0}
        placeholder={
          connections.isPending
            ? 'Looking…'
            : fitting.length === 0
              ? 'No connection of this kind yet'
              : 'Choose a connection'
        }
        onChange={(value) =>
          bind.mutate({
            flowId: flowId as never,
            slot: slot.name,
            connectionId: value === none ? null : (value as never),
          })
        }
      />
      {bind.error === null ? null : (
        <ErrorBox className="mt-2" error={bind.error} doing="The connection could not be chosen" />
      )}
      {connections.error === null ? null : (
        <ErrorBox className="mt-2" error={connections.error} doing="The connections cannot be listed" />
      )}
    </div>
  );
}
