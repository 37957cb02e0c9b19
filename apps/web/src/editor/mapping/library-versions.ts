// Newer versions of the schemas that a mapping names, and what they change.
import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import type { LibraryEntry, MapperLibrary } from '../../mapper/index.ts';
import { refParts } from '../../mapper/index.ts';
import { findSchema } from '../../mappings/find-entries.ts';
import type { SchemaItem } from '../../mappings/library-words.ts';

export type NewerVersions = NonNullable<MapperLibrary['newer']>;

const freshMs = 60_000;

/** The newest version of each schema that is named in an older one. Nothing is said of what cannot be asked. */
export function useNewerVersions(refs: readonly string[]): NewerVersions {
  const names = useMemo(() => [...new Set(refs.map((ref) => refParts(ref).name))], [refs]);
  const combine = useCallback(
    (results: { readonly data: SchemaItem | null | undefined }[]): Record<string, LibraryEntry> =>
      newerThan(
        refs,
        results.flatMap(({ data }) => data ?? []),
      ),
    [refs],
  );
  return useQueries({
    queries: names.map((name) => ({
      queryKey: [...trpc.schema.pathKey(), 'named', name],
      queryFn: () => findSchema(name),
      staleTime: freshMs,
    })),
    combine,
  });
}

export function newerThan(
  refs: readonly string[],
  schemas: readonly Pick<SchemaItem, 'name' | 'latest' | 'description'>[],
): Record<string, LibraryEntry> {
  const found = refs.flatMap((ref): [string, LibraryEntry][] => {
    const { name, version } = refParts(ref);
    const schema = schemas.find((one) => one.name === name);
    if (schema === undefined || schema.latest <= version) return [];
    const { latest, description } = schema;
    return [[ref, { ref: `${name}@${latest}`, name, version: latest, description }]];
  });
  return Object.fromEntries(found);
}

/** @throws Error, in words, when the schema is not there any more */
export const compareVersions: NonNullable<MapperLibrary['compare']> = async (from, to) => {
  const { name, version } = refParts(from);
  const schema = await findSchema(name);
  if (schema === null) throw new Error(`${name} is not in the library any more.`);
  return trpcClient.schema.compare.mutate({ schemaId: schema.id, from: version, to: refParts(to).version });
};
