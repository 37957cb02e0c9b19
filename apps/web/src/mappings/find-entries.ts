import { allPages } from '../app/all-pages.ts';
import { trpcClient } from '../app/api-client.ts';
import type { FoundEntries } from '../mapper/index.ts';
import type { LibraryKind, MappingItem, SchemaItem } from './library-words.ts';

interface Asked {
  readonly limit: number;
  readonly search?: string;
  readonly cursor?: string;
}

const pageSize = 50;

const withVersion = {
  schema: (asked: Asked) => trpcClient.schema.list.query(asked),
  lookup: (asked: Asked) => trpcClient.lookup.list.query(asked),
  mapping: (asked: Asked) => trpcClient.mapping.list.query({ ...asked, published: true }),
};

/** Things of the library with a text in their name or description, each in its newest version, page by page. */
export async function findEntries(kind: LibraryKind, search: string, cursor: string | null): Promise<FoundEntries> {
  const text = search.trim();
  const { items, nextCursor } = await withVersion[kind]({
    limit: pageSize,
    ...(text === '' ? {} : { search: text }),
    ...(cursor === null ? {} : { cursor }),
  });
  const entries = items.map(({ name, latest, description }) => ({
    ref: `${name}@${latest}`,
    name,
    version: latest,
    description,
  }));
  return { entries, next: nextCursor };
}

/** Every name in which a text stands, drafts included. */
export async function namesWith(kind: LibraryKind, text: string): Promise<string[]> {
  const items = await allPages<{ readonly name: string }>((page) =>
    trpcClient[kind].list.query({ ...page, search: text }),
  );
  return items.map(({ name }) => name);
}

/** The schema of this very name; null where there is none. */
export async function findSchema(name: string): Promise<SchemaItem | null> {
  const items = await allPages((page) => trpcClient.schema.list.query({ ...page, search: name }));
  return items.find((item) => item.name === name) ?? null;
}

/** The mapping of this very name; null where there is none. */
export async function findMapping(name: string): Promise<MappingItem | null> {
  const items = await allPages((page) => trpcClient.mapping.list.query({ ...page, search: name }));
  return items.find((item) => item.name === name) ?? null;
}
