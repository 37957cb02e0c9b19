import { trpcClient } from '../../app/api-client.ts';
import type { FoundEntries } from '../../mapper/index.ts';

const pageSize = 50;

/** Schemas of the library with a text in their name or description, each in its newest version, page by page. */
export async function findSchemas(search: string, cursor: string | null): Promise<FoundEntries> {
  const text = search.trim();
  const { items, nextCursor } = await trpcClient.schema.list.query({
    limit: pageSize,
    ...(text === '' ? {} : { search: text }),
    ...(cursor === null ? {} : { cursor }),
  });
  const entries = items.flatMap(({ name, latest, description }) =>
    latest < 1 ? [] : [{ ref: `${name}@${latest}`, name, version: latest, description }],
  );
  return { entries, next: nextCursor };
}
