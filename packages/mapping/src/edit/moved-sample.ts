// Sample data of a schema whose fields were renamed: the same values under the new names.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { AcceptedLink } from './move-to-version.ts';

const namesOf = (path: string): string[] =>
  path
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Renamed in place, in every item of lists. What moved to another parent stays where it was: only people know how. */
export function movedSample(value: Json, links: readonly AcceptedLink[]): Json {
  let now = value;
  // The inner ones first: they are found under the old names of what is around them.
  for (const link of links.toSorted((one, other) => other.from.length - one.from.length)) {
    const from = namesOf(link.from);
    const to = namesOf(link.to);
    if (from.length === to.length) now = renamed(now, from, to.at(-1) ?? '');
  }
  return now;
}

function renamed(value: Json, [name = '', ...rest]: readonly string[], to: string): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => renamed(item, [name, ...rest], to));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return value;
  if (rest.length > 0) {
    const inner = renamed(value[name] ?? null, rest, to);
    return inner === value[name] ? value : withEntry(value, name, [name, inner]);
  }
  return Object.hasOwn(value, to) ? value : withEntry(value, name, [to, value[name] ?? null]);
}

const withEntry = (object: { readonly [key: string]: Json }, name: string, entry: readonly [string, Json]): Json =>
  Object.fromEntries(Object.entries(object).map((held) => (held[0] === name ? entry : held)));
