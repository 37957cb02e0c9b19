import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { trpc, trpcClient } from '../app/api-client.ts';
import { errorWords } from '../app/error-words.ts';
import { saveFile } from '../flows/save-file.ts';
import { toast } from '../ui/index.ts';
import { namesWith } from './find-entries.ts';
import { fileNameOf, mappingFileText } from './library-files.ts';
import { freeName, kindWords } from './library-words.ts';
import type { LibraryKind } from './library-words.ts';

export interface ItemActions {
  readonly open: () => void;
  readonly duplicate: () => void;
  readonly save: () => void;
}

/** Opens, copies and saves one thing of the library. */
export function useItemActions(kind: LibraryKind, item: { readonly id: string; readonly name: string }): ItemActions {
  const go = useOpenItem();
  const client = useQueryClient();
  const failed =
    (what: string) =>
    (error: unknown): void =>
      toast(`The ${kindWords[kind]} was not ${what}`, { detail: errorWords(error).title });
  const copy = useMutation({
    mutationFn: () => copies[kind](item),
    onSuccess: (id) => {
      void client.invalidateQueries({ queryKey: trpc[kind].list.pathKey() });
      toast('Duplicated', { detail: item.name, action: { label: 'Open the copy', onSelect: () => go(kind, id) } });
    },
    onError: failed('duplicated'),
  });
  return {
    open: () => go(kind, item.id),
    duplicate: () => copy.mutate(),
    save: () => void files[kind](item).then(({ name, text }) => saveFile(name, text), failed('saved as a file')),
  };
}

/** The page of a thing of the library. */
export function useOpenItem(): (kind: LibraryKind, id: string) => void {
  const navigate = useNavigate();
  return (kind, id) => {
    switch (kind) {
      case 'mapping':
        return void navigate({ to: '/mappings/$mappingId', params: { mappingId: id } });
      case 'schema':
        return void navigate({ to: '/mappings/schemas/$schemaId', params: { schemaId: id } });
      case 'lookup':
        return void navigate({ to: '/mappings/lookups/$lookupId', params: { lookupId: id } });
    }
  };
}

interface Item {
  readonly id: string;
  readonly name: string;
}

/** Taken names are asked for, so that the copy's name is free; a race is told by the server. */
async function nameOfCopy(kind: LibraryKind, name: string): Promise<string> {
  const wanted = `${name.slice(0, 110)} copy`;
  return freeName(wanted, await namesWith(kind, wanted));
}

const copies: Readonly<Record<LibraryKind, (item: Item) => Promise<string>>> = {
  mapping: async ({ id, name }) => {
    const { document, description } = await trpcClient.mapping.get.query({ mappingId: id });
    const made = { name: await nameOfCopy('mapping', name), description, document };
    return (await trpcClient.mapping.create.mutate(made)).id;
  },
  schema: async ({ id, name }) => {
    const { schema, description, version } = await trpcClient.schema.get.query({ schemaId: id });
    const made = { name: await nameOfCopy('schema', name), description, schema, origin: version.origin };
    return (await trpcClient.schema.create.mutate(made)).id;
  },
  lookup: async ({ id, name }) => {
    const { table, description } = await trpcClient.lookup.get.query({ lookupId: id });
    return (await trpcClient.lookup.create.mutate({ name: await nameOfCopy('lookup', name), description, table })).id;
  },
};

const files: Readonly<Record<LibraryKind, (item: Item) => Promise<{ name: string; text: string }>>> = {
  mapping: async ({ id, name }) => {
    const { document, bundle } = await trpcClient.mapping.get.query({ mappingId: id });
    return { name: fileNameOf(name, 'mapping.json'), text: mappingFileText(document, bundle) };
  },
  schema: async ({ id, name }) => {
    const { schema } = await trpcClient.schema.get.query({ schemaId: id });
    return { name: fileNameOf(name, 'schema.json'), text: `${JSON.stringify(schema, null, 2)}\n` };
  },
  lookup: async ({ id }) => {
    const { fileName, text } = await trpcClient.lookup.exportCsv.query({ lookupId: id });
    return { name: fileName, text };
  },
};
