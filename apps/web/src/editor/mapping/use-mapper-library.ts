// What the workspace keeps, for any host of the mapper: schemas, tables and mappings to choose from, what the document names
// of them, and what auto-map has learned. Nothing of it is needed to begin.
import { usesOf } from '@patchbay/mapping';
import type { MappingBundle, MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { useMay } from '../../app/session.ts';
import { knownMappings, refParts } from '../../mapper/index.ts';
import { useSchemaReader } from '../../mappings/schema/api-schema-reader.ts';
import { findEntries, findMapping } from '../../mappings/find-entries.ts';
import { keepMapping } from '../../mappings/keep-mapping.ts';
import type { MapperHost, MapperLibrary, Matching } from '../../mapper/index.ts';
import { compareVersions, useNewerVersions } from './library-versions.ts';
import { rememberPairs } from './remember-pairs.ts';

export type MapperKnowledge = Pick<MapperHost, 'library' | 'matching' | 'remember' | 'schemaReader'>;

const freshMs = 60_000;
/** The mappings changed last, as many as are looked at for what they map as it is. */
const mostKnown = 100;

export function useMapperLibrary(doc: MappingDocument | undefined): MapperKnowledge {
  const refs = useMemo(() => refsOf(doc), [doc]);
  const loaded = useQuery(
    trpc.mapping.resolve.queryOptions(refs, {
      enabled: Object.values(refs).some((list) => list.length > 0),
      staleTime: freshMs * 10,
      placeholderData: (before) => before,
    }),
  );
  const newer = useNewerVersions(refs.schemas);
  const matching = useMatching();
  const { keep, kept } = useKeeping();
  const open = useOpening();
  const library = useMemo(
    (): MapperLibrary => ({
      find: findEntries,
      loaded: { ...loaded.data, mappings: { ...kept, ...loaded.data?.mappings } },
      schemaOf,
      newer,
      compare: compareVersions,
      keep,
      open,
    }),
    [loaded.data, kept, newer, keep, open],
  );
  const schemaReader = useSchemaReader();
  return useMemo(
    () => ({ library, matching, remember: rememberPairs, schemaReader }),
    [library, matching, schemaReader],
  );
}

/** What was put into the library from here is known at once: the row that calls it shows its values all the time. */
function useKeeping() {
  const client = useQueryClient();
  const mayEdit = useMay('library.edit');
  const [kept, setKept] = useState<NonNullable<MappingBundle['mappings']>>({});
  const keep = useCallback(
    async (name: string, mapping: MappingDocument): Promise<string> => {
      const ref = await keepMapping(name, mapping);
      setKept((before) => ({ ...before, [ref]: mapping }));
      void client.invalidateQueries({ queryKey: trpc.mapping.list.pathKey() });
      return ref;
    },
    [client],
  );
  return { keep: mayEdit ? keep : undefined, kept };
}

function useOpening() {
  const navigate = useNavigate();
  return useCallback(
    async (ref: string): Promise<void> => {
      const { name } = refParts(ref);
      const mapping = await findMapping(name);
      if (mapping === null) throw new Error(`“${name}” is not in the library any more.`);
      await navigate({ to: '/mappings/$mappingId', params: { mappingId: mapping.id } });
    },
    [navigate],
  );
}

async function schemaOf(ref: string): Promise<DataSchema> {
  const { schemas } = await trpcClient.mapping.resolve.query({ schemas: [ref] });
  const schema = schemas?.[ref];
  if (schema === undefined) throw new Error(`${ref} is not in the library any more.`);
  return schema;
}

function refsOf(doc: MappingDocument | undefined): { schemas: string[]; lookups: string[]; mappings: string[] } {
  const uses = doc === undefined ? [] : usesOf(doc);
  const named = (kind: (typeof uses)[number]['kind']): string[] => [
    ...new Set(uses.filter((use) => use.kind === kind).map((use) => use.ref)),
  ];
  return { schemas: named('schema'), lookups: named('lookup'), mappings: named('mapping') };
}

function useMatching(): Matching {
  const others = useQuery(
    trpc.mapping.list.queryOptions({ published: true, limit: mostKnown }, { staleTime: freshMs }),
  );
  const refs = useMemo(() => (others.data?.items ?? []).map(({ name, latest }) => `${name}@${latest}`), [others.data]);
  const words = useQuery(trpc.words.list.queryOptions(undefined, { staleTime: freshMs }));
  const memory = useQuery(trpc.mapping.memory.queryOptions({}, { staleTime: freshMs }));
  const known = useQuery(
    trpc.mapping.resolve.queryOptions({ mappings: refs }, { enabled: refs.length > 0, staleTime: freshMs * 10 }),
  );
  return useMemo((): Matching => {
    const groups = words.data?.groups ?? [];
    const said = memory.data?.pairs ?? [];
    const pair = ({ source, target }: (typeof said)[number]) => ({
      source: source.path,
      target: target.path,
      sourceSchema: source.schema === '' ? undefined : source.schema,
      targetSchema: target.schema === '' ? undefined : target.schema,
    });
    return {
      words: {
        groups: groups.filter(({ kind }) => kind === 'synonyms').map((group) => group.words),
        abbreviations: Object.fromEntries(
          groups.flatMap(({ kind, words: [short = '', long = ''] }) =>
            kind === 'abbreviation' ? [[short, long]] : [],
          ),
        ),
      },
      memory: {
        confirmed: said.filter(({ confirmed, rejected }) => confirmed > rejected).map(pair),
        rejected: said.filter(({ confirmed, rejected }) => rejected > confirmed).map(pair),
      },
      known: Object.values(known.data?.mappings ?? {}).flatMap(knownMappings),
    };
  }, [words.data, memory.data, known.data]);
}
