import type { FieldManifest } from '@patchbay/model/connector';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api-client.ts';
import { errorWords } from '../../app/error-words.ts';
import { useEditor } from '../editor-context.ts';
import type { FixedOptions } from './fields/fixed-control.tsx';
import type { OperationNode } from './operation-field.tsx';

export interface Discovered {
  readonly options: FixedOptions | undefined;
  /** Names of the fields that the other system knows: columns of a table. */
  readonly names: readonly string[];
}

/** Asks the system behind the step's connection what can stand in a field. Nothing is asked without a connection. */
export function useDiscovery(field: FieldManifest, node: OperationNode): Discovered {
  const { bindings } = useEditor();
  const connectionId = node.slot === undefined ? undefined : bindings[node.slot];
  const fixed = Object.fromEntries(
    Object.entries(node.input).flatMap(([name, value]) =>
      value.mode === 'fixed' && name !== field.name ? [[name, value.value]] : [],
    ),
  );
  // Columns are those of the chosen table: other settings do not change what is found.
  const args = fixed['table'] === undefined ? {} : { table: fixed['table'] };
  const wanted =
    field.discover !== undefined &&
    connectionId !== undefined &&
    (field.discover !== 'columns' || args.table !== undefined);
  const query = useQuery({
    ...trpc.flow.discover.queryOptions({
      connectionId: (connectionId ?? '') as never,
      discovery: field.discover ?? '',
      args,
    }),
    enabled: wanted,
    staleTime: 60_000,
    retry: false,
  });
  const isTopic = field.control === 'topic';
  const topics = useQuery({ ...trpc.topic.list.queryOptions(), enabled: isTopic, staleTime: 5_000 });
  if (isTopic) {
    const found = topics.data?.items.map(({ name }) => ({ value: name, label: name })) ?? [];
    const none = found.length === 0 && !topics.isPending ? { note: 'There are no topics yet' } : {};
    return { options: { options: found, ...none }, names: [] };
  }
  if (field.discover === undefined) return { options: undefined, names: [] };
  const note =
    connectionId === undefined
      ? 'Choose a connection to see what there is'
      : query.isPending && wanted
        ? 'Looking…'
        : query.error === null
          ? undefined
          : errorWords(query.error).title;
  return {
    options: { options: query.data?.options ?? [], ...(note === undefined ? {} : { note }) },
    names: Object.keys(query.data?.schema?.properties ?? {}),
  };
}
