// Groups in memory, divided into parts as they would be on disk, so that one part can leave when the memory is full.
import type { Measure } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import type { MeasureOperation } from './measure.ts';
import { measureOperation } from './measure.ts';
import type { Row } from './record-step.ts';
import { partCount, partOf } from './spill/key-hash.ts';
import { sizeOfValue } from './spill/row-size.ts';

export interface GroupShape {
  /** The fields of the result that the keys become. */
  readonly keyNames: readonly string[];
  readonly measures: readonly { readonly name: string; readonly operation: MeasureOperation }[];
}

export const groupShape = (keyNames: readonly string[], measures: readonly Measure[]): GroupShape => ({
  keyNames,
  measures: measures.map((measure) => ({ name: measure.name, operation: measureOperation(measure) })),
});

/** What the expressions gave for one record. */
export interface GroupEntry {
  readonly position: number;
  readonly key: string;
  readonly keys: readonly unknown[];
  readonly values: readonly unknown[];
}

/** A group: its place among the records, its keys, and how far its measures have come. */
export interface Group {
  readonly position: number;
  readonly keys: readonly unknown[];
  readonly states: readonly unknown[];
}

export class GroupTable {
  readonly #shape: GroupShape;
  readonly #level: number;
  readonly #parts: Map<string, Group>[] = Array.from({ length: partCount }, () => new Map<string, Group>());
  readonly #sizes: number[] = Array.from({ length: partCount }, () => 0);
  readonly #left = new Set<number>();

  constructor(shape: GroupShape, level: number) {
    this.#shape = shape;
    this.#level = level;
  }

  /** Bytes, as far as they can be told. */
  get size(): number {
    return this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  get isEmpty(): boolean {
    return this.#parts.every((part) => part.size === 0);
  }

  /** False when the part of this key has left: the entry belongs on disk. */
  add(entry: GroupEntry, checked = false): boolean {
    const part = partOf(entry.key, this.#level);
    if (this.#left.has(part)) return false;
    const groups = this.#parts[part];
    if (groups === undefined) return false;
    const { measures } = this.#shape;
    const known = groups.get(entry.key);
    const group = known ?? {
      position: entry.position,
      keys: entry.keys,
      states: measures.map(({ operation }) => operation.start()),
    };
    if (checked) measures.forEach(({ operation }, at) => operation.check(group.states[at], entry.values[at] ?? null));
    let grown = 0;
    for (let at = 0; at < measures.length; at += 1) {
      const operation = measures[at]?.operation;
      const value = entry.values[at] ?? null;
      grown += operation?.add(group.states[at], value) ?? 0;
    }
    if (known === undefined) grown += this.#put(entry.key, group, part);
    this.#sizes[part] = (this.#sizes[part] ?? 0) + grown;
    return true;
  }

  /** A group that comes back from disk; false when its part has left. */
  restore(key: string, group: Group): boolean {
    const part = partOf(key, this.#level);
    if (this.#left.has(part)) return false;
    this.#sizes[part] = (this.#sizes[part] ?? 0) + this.#put(key, group, part) + sizeOfValue(group.states);
    return true;
  }

  #put(key: string, group: Group, part: number): number {
    this.#parts[part]?.set(key, group);
    return 160 + key.length + sizeOfValue(group.keys) + 56 * group.states.length;
  }

  /** The largest part leaves; what belongs to it is no longer taken. */
  evict(): ReadonlyMap<string, Group> {
    const part = this.#sizes.reduce((largest, size, at) => (size > (this.#sizes[largest] ?? 0) ? at : largest), 0);
    const groups = this.#parts[part] ?? new Map<string, Group>();
    this.#left.add(part);
    this.#parts[part] = new Map();
    this.#sizes[part] = 0;
    return groups;
  }

  /** In the order in which their first records came. */
  inOrder(): Group[] {
    return this.#parts.flatMap((part) => [...part.values()]).sort((left, right) => left.position - right.position);
  }

  result({ keys, states }: Group): Row {
    const { keyNames, measures } = this.#shape;
    return Object.fromEntries([
      ...keyNames.map((name, at): [string, Json] => [name, (keys[at] ?? null) as Json]),
      ...measures.map(({ name, operation }, at): [string, Json] => [name, operation.result(states[at])]),
    ]);
  }
}
