import { AppError } from '@patchbay/model/errors';
import * as z from 'zod';

const refused = (): AppError =>
  AppError.because('invalidInput', 'The page mark (cursor) is not one of this list. Begin again without it.');

/** A page mark: opaque to callers, a small piece of JSON to us. */
export const encodeCursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function decodeCursor<T extends z.ZodType>(schema: T, cursor: string | undefined): z.infer<T> | null {
  if (cursor === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw refused();
    throw cause;
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refused();
  return parsed.data;
}

/** Asks for one more than the page holds: that one says that there is a next page. */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  markOf: (last: T) => unknown,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(markOf(last)) : null };
}

export const TimeAndId = z.tuple([z.iso.datetime(), z.uuid()]);

interface Named {
  readonly name: string;
  readonly id: string;
}
const NameAndId = z.tuple([z.string(), z.uuid()]);

/** A page of a list that is in the order of its names; `list` reads what comes behind a name. */
export async function pageByName<Row extends Named>(
  { cursor, limit = 100 }: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
  list: (page: { readonly after: Named | null; readonly limit: number }) => Promise<readonly Row[]>,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const mark = decodeCursor(NameAndId, cursor);
  const after = mark === null ? null : { name: mark[0], id: mark[1] };
  return cutPage(await list({ after, limit: limit + 1 }), limit, ({ name, id }) => [name, id]);
}
