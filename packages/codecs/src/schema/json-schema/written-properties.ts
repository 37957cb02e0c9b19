// Properties in the order in which the text has them: of names like 2024 a parsed object does not say where they stood.
import { isJsonObject, writtenKeys } from '@patchbay/model/schema';
import type { Json, WrittenKeys } from '@patchbay/model/schema';

/** What stands there is data, whatever it looks like. */
const data: ReadonlySet<string> = new Set(['default', 'const', 'enum', 'examples', 'example']);

/** The document, read from this text; where an object has the properties in another order, it says so as `x-order`. */
export function withWrittenOrder(document: Json, text: string): Json {
  const keys = writtenKeys(text);
  return keys === undefined ? document : ordered(document, [], keys);
}

function ordered(value: Json, path: readonly string[], keys: WrittenKeys): Json {
  if (Array.isArray(value)) return value.map((item, at) => ordered(item, [...path, String(at)], keys));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => [
    name,
    data.has(name) && path.at(-1) !== 'properties' ? inner : ordered(inner, [...path, name], keys),
  ]);
  const order = Object.hasOwn(value, 'x-order') ? undefined : propertyOrder(value['properties'], path, keys);
  if (order !== undefined) entries.push(['x-order', order]);
  return Object.fromEntries(entries);
}

function propertyOrder(properties: Json | undefined, path: readonly string[], keys: WrittenKeys): string[] | undefined {
  if (!isJsonObject(properties)) return undefined;
  const written = keys([...path, 'properties']) ?? [];
  const own = Object.keys(properties);
  return written.every((name, at) => name === own[at]) ? undefined : written;
}
