// Steps through a document that remember where they are, so that references keep their base.
import { escapePointer, isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { Placed } from './schema-files.ts';

/** What stands under the names, one inside the other; undefined where one is missing. */
export function placedAt(placed: Placed | undefined, ...names: readonly string[]): Placed | undefined {
  let current = placed;
  for (const name of names) {
    const value: Json | undefined = current?.value;
    if (current === undefined || !isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    current = { ...current, pointer: `${current.pointer}/${escapePointer(name)}`, value: value[name] ?? null };
  }
  return current;
}

export interface Member {
  readonly name: string;
  readonly placed: Placed;
}

export function membersOf(placed: Placed | undefined): Member[] {
  if (placed === undefined || !isJsonObject(placed.value)) return [];
  return Object.entries(placed.value).map(([name, value]) => ({
    name,
    placed: { ...placed, pointer: `${placed.pointer}/${escapePointer(name)}`, value },
  }));
}

export function itemsOf(placed: Placed | undefined): Placed[] {
  if (placed === undefined || !Array.isArray(placed.value)) return [];
  return placed.value.map((value, at) => ({ ...placed, pointer: `${placed.pointer}/${at}`, value }));
}
