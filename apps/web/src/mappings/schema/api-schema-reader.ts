// Reads schemas by the server: its readers know every format, and live tables. Nothing is saved by reading.
import { Diagnostic } from '@patchbay/model/errors';
import { useMemo } from 'react';
import * as z from 'zod';
import { allPages } from '../../app/all-pages.ts';
import { trpcClient } from '../../app/api-client.ts';
import { errorWords } from '../../app/error-words.ts';
import { useMay } from '../../app/session.ts';
import type { Choices, GivenFile, SchemaReader, SchemasRead } from '../../mapper/schema/index.ts';

const Details = z.object({ diagnostics: z.array(Diagnostic).catch([]) });

async function told(work: () => ReturnType<typeof trpcClient.schema.import.mutate>): Promise<SchemasRead> {
  try {
    return { ok: true, ...(await work()) };
  } catch (error) {
    const words = errorWords(error);
    const details = Details.safeParse(words.details);
    const { title, next } = words;
    return { ok: false, title, next, diagnostics: details.success ? details.data.diagnostics : [] };
  }
}

async function listed(work: () => Promise<{ value: string; label: string; aside?: string }[]>): Promise<Choices> {
  try {
    return { ok: true, choices: await work() };
  } catch (error) {
    return { ok: false, title: errorWords(error).title };
  }
}

const contentOf = ({ content }: GivenFile): { text: string } | { base64: string } =>
  typeof content === 'string' ? { text: content } : { base64: base64Of(content) };

/** In pieces: a call with millions of arguments is refused by the browser. */
export function base64Of(bytes: Uint8Array): string {
  const piece = 32_768;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}

const files: SchemaReader = {
  read: ({ file, others, format, options }) =>
    told(() =>
      trpcClient.schema.import.mutate({
        ...contentOf(file),
        ...(file.name === '' ? {} : { fileName: file.name }),
        ...(others.length === 0 ? {} : { files: others.map((other) => ({ name: other.name, ...contentOf(other) })) }),
        ...(format === undefined ? {} : { format }),
        ...(options === undefined ? {} : { options }),
      }),
    ),
};

const withTables: SchemaReader = {
  ...files,
  tables: {
    connections: () =>
      listed(async () => {
        const connectorId = 'postgres';
        const items = await allPages((page) => trpcClient.connection.list.query({ ...page, connectorId }));
        return items.map(({ id, name }) => ({ value: id, label: name }));
      }),
    tables: (connectionId) =>
      listed(async () => {
        const found = await trpcClient.flow.discover.query({
          connectionId: connectionId as never,
          discovery: 'tables',
          args: {},
        });
        return found.options ?? [];
      }),
    read: (connectionId, table) =>
      told(() => trpcClient.schema.importTable.mutate({ connectionId: connectionId as never, table })),
  },
};

/** Tables only for roles that may use connections. */
export function useSchemaReader(): SchemaReader {
  const mayConnect = useMay('connection.use');
  return useMemo(() => (mayConnect ? withTables : files), [mayConnect]);
}
