// Which entries of a list are news, and what has to be kept so that the next look knows. Pure.
import { createHash } from 'node:crypto';
import { ConnectorError, isJsonObject } from '@patchbay/connector-sdk';
import type { Json, PollItem } from '@patchbay/connector-sdk';
import * as z from 'zod';

/**
 * seen: short hashes of the entries that were handed out and may still be listed. since: the largest value of the time path among
 * them. etag: what the server called its last answer, when all of it was handed out.
 */
export const EntriesCursor = z.strictObject({
  seen: z.array(z.string()),
  since: z.union([z.string(), z.number()]).optional(),
  etag: z.string().optional(),
});
export type EntriesCursor = z.output<typeof EntriesCursor>;

/** Lists longer than this cannot be kept in mind. */
const longestList = 10_000;
const noCursor: EntriesCursor = { seen: [] };

export interface EntryPaths {
  readonly id: readonly string[];
  /** What changes when an entry changes; with it, a changed entry is news again. */
  readonly change: readonly string[] | null;
  readonly since: readonly string[] | null;
}

interface Entry extends PollItem {
  readonly mark: string;
  readonly since: string | number | null;
}

export interface EntriesFound {
  readonly items: readonly PollItem[];
  readonly cursor: EntriesCursor;
  readonly more: boolean;
}

export function newEntriesOf(
  listed: readonly Json[],
  paths: EntryPaths,
  given: {
    readonly cursor: EntriesCursor | null;
    readonly limit: number;
    readonly order: 'newestFirst' | 'oldestFirst';
  },
): EntriesFound {
  if (listed.length > longestList) throw tooLong(listed.length);
  const before = given.cursor ?? noCursor;
  const entries = listed.map((value, index) => entryOf(value, index, paths));
  const inOrder = given.order === 'newestFirst' ? entries.toReversed() : entries;
  // By their times where there are some: then what was handed out is all up to a time, whatever the list's order.
  const sorted =
    paths.since === null ? inOrder : inOrder.toSorted((left, right) => compareSince(left.since, right.since));
  const seen = new Set(before.seen);
  const fresh = sorted.filter(({ mark }) => {
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
  const handed = fresh.slice(0, given.limit);
  const since = handed.reduce((newest, entry) => laterOf(newest, entry.since), before.since ?? null);
  return {
    items: handed.map(({ key, value }) => ({ key, value })),
    cursor: { seen: kept(before, { entries, handed, since }), ...(since === null ? {} : { since }) },
    more: handed.length < fresh.length,
  };
}

/**
 * What the next answer may list again: all of this one that was handed out. While the newest time stays the same, also what was handed
 * out before, since the service may list entries of that very time in part only.
 */
function kept(
  before: EntriesCursor,
  { entries, handed, since }: { entries: readonly Entry[]; handed: readonly Entry[]; since: string | number | null },
): string[] {
  const known = new Set(before.seen);
  const handedOut = new Set(handed.map(({ mark }) => mark));
  const listed = entries.map(({ mark }) => mark).filter((mark) => known.has(mark) || handedOut.has(mark));
  const stays = since !== null && since === (before.since ?? null) ? before.seen : [];
  return [...new Set([...stays, ...listed])].slice(-longestList);
}

function entryOf(value: Json, index: number, paths: EntryPaths): Entry {
  const key =
    paths.change === null
      ? idOf(value, index, paths.id)
      : `${idOf(value, index, paths.id)}@${textAt(value, paths.change)}`;
  return {
    key,
    value,
    mark: createHash('sha256').update(key).digest('base64url').slice(0, 11),
    since: paths.since === null ? null : sinceOf(value, index, paths.since),
  };
}

export function valueAt(value: Json, names: readonly string[]): Json {
  let found: Json = value;
  for (const name of names) {
    if (!isJsonObject(found) || !Object.hasOwn(found, name)) return null;
    found = found[name] ?? null;
  }
  return found;
}

const textAt = (value: Json, names: readonly string[]): string => {
  const found = valueAt(value, names);
  return typeof found === 'string' ? found : JSON.stringify(found);
};

function idOf(value: Json, index: number, path: readonly string[]): string {
  const id = valueAt(value, path);
  if (id !== null && id !== '') return typeof id === 'string' ? id : JSON.stringify(id);
  throw unfit(index, `has nothing at ${path.join('.')}, which is to tell entries apart`);
}

function sinceOf(value: Json, index: number, path: readonly string[]): string | number {
  const since = valueAt(value, path);
  if (typeof since === 'string' || typeof since === 'number') return since;
  throw unfit(index, `has no time or number at ${path.join('.')}`);
}

const unfit = (index: number, what: string): ConnectorError =>
  new ConnectorError('invalidInput', `Entry ${index + 1} of the list ${what}.`, {
    effect: 'none',
    next: 'Correct the paths in the trigger; fetch a sample to see how entries look.',
  });

const tooLong = (count: number): ConnectorError =>
  new ConnectorError('invalidInput', `The list has ${count} entries, and ${longestList} is the most.`, {
    effect: 'none',
    next: 'Ask for less: by a query that limits the list, or by the parameter for the newest time in the trigger.',
  });

/** Numbers by size, times by the moment they name, other texts by their characters. */
function compareSince(left: string | number | null, right: string | number | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const moments = [momentOf(left), momentOf(right)];
  const [a, b] = moments;
  if (a !== undefined && b !== undefined && !Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b;
  const [one, other] = [String(left), String(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}

const momentOf = (value: string | number): number =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;

const laterOf = (left: string | number | null, right: string | number | null): string | number | null =>
  compareSince(left, right) >= 0 ? left : right;
