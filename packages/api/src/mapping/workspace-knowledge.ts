// What a workspace knows that helps auto-map: its words, what people said about pairs, and what its published mappings map.
import type { Transaction } from '@patchbay/db/client';
import type { MemoryRow } from '@patchbay/db/repositories';
import { listLatestDocuments, listMemory } from '@patchbay/db/repositories';
import { lineageOf, parseSourceKey, viewOf } from '@patchbay/mapping';
import type { ExtraWords, FieldPair, KnownMapping } from '@patchbay/mapping/suggest';
import type { MappingDocument } from '@patchbay/model/mapping';
import { quoteName } from '@patchbay/model/expression';
import { readStoredMapping } from '../library/stored-documents.ts';
import { wordsOf } from '../words/words.service.ts';
import type { KnownToAutoMap } from './suggest-for.ts';

const mostPairs = 10_000;
/** The mappings that are looked at for what they map as it is. */
const mostMappings = 300;

export async function knowledgeOf(tx: Transaction, workspaceId: string): Promise<KnownToAutoMap> {
  const groups = await wordsOf(tx, workspaceId);
  const said = await listMemory(tx, workspaceId, { schemas: null, limit: mostPairs });
  const place = { workspaceId, kind: 'mapping' } as const;
  const versions = await listLatestDocuments(tx, place, { afterName: null, limit: mostMappings });
  return {
    ...(groups.length === 0 ? {} : { words: extraWords(groups) }),
    memory: {
      confirmed: said.filter((row) => row.confirmed > row.rejected).map(pairOf),
      rejected: said.filter((row) => row.rejected > row.confirmed).map(pairOf),
    },
    known: versions.flatMap((row) => knownPairs(readStoredMapping(row.document))),
  };
}

const extraWords = (groups: Awaited<ReturnType<typeof wordsOf>>): ExtraWords => ({
  groups: groups.filter((group) => group.kind === 'synonyms').map((group) => group.words),
  abbreviations: Object.fromEntries(
    groups.flatMap(({ kind, words: [short = '', long = ''] }) => (kind === 'abbreviation' ? [[short, long]] : [])),
  ),
});

const pairOf = ({ sourcePath, sourceSchema, targetPath, targetSchema }: MemoryRow): FieldPair => ({
  source: sourcePath,
  target: targetPath,
  ...(sourceSchema === '' ? {} : { sourceSchema }),
  ...(targetSchema === '' ? {} : { targetSchema }),
});

const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** What a mapping between schemas of the library hands on as it is, once for each of its sources. */
export function knownPairs(document: MappingDocument): KnownMapping[] {
  const targetSchema = document.target?.schema;
  if (typeof targetSchema !== 'string') return [];
  const lines = lineageOf(viewOf(document)).lines.filter((line) => line.kind === 'direct');
  return Object.entries(document.sources ?? {}).flatMap(([name, { schema }]): KnownMapping[] => {
    if (typeof schema !== 'string') return [];
    const pairs = lines.flatMap(({ source, target }) => {
      const { root, steps } = parseSourceKey(source);
      if (root !== quoteName(name)) return [];
      const pointer = steps.filter((step) => step !== '[]').map((step) => `/${segment(step)}`);
      return [{ source: pointer.join(''), target }];
    });
    return [{ sourceSchema: schema, targetSchema, pairs }];
  });
}
