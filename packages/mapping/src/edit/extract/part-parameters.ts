// What a mapping of its own is given: a source for each structure that the part reads, for each source that it looks up
// in, and for each value that is worked out around it.
import { quoteName } from '@patchbay/model/expression';
import type { MappingSource } from '@patchbay/model/mapping';
import { binderOf, mayBeField } from '../../lineage/name-scope.ts';
import type { NameScope } from '../../lineage/name-scope.ts';
import { placeAt } from '../../lineage/place.ts';
import type { Place } from '../../lineage/place.ts';
import { eachStep } from '../../lineage/source-path.ts';
import { pathTextIn } from '../expression-for.ts';
import { bareName, itemName } from '../free-name.ts';
import type { Reads } from './part-reads.ts';

/** What the new mapping is given. */
export interface Parameter {
  readonly name: string;
  /** The text that fills it. */
  readonly text: string;
  readonly place?: Place | undefined;
  /** Of a source that it looks up in: it is found by name where tables are, so it keeps its name. */
  readonly lookedUp?: MappingSource | undefined;
}

/**
 * One parameter for each structure that is read: the longest path that all readings below one name have in common. What
 * is read of a source that it looks up in is read of that.
 */
export function parametersOf(reads: Reads, tables: readonly Parameter[], scope: NameScope): Parameter[] {
  const { places, names } = reads;
  const groups = new Map<string, Place[]>();
  const tableRoots = new Set(tables.map(({ place }) => place?.root));
  for (const place of places) {
    const start = pathTextIn(scope, place, place.open)?.through ?? [];
    if (start.length === 0 && tableRoots.has(place.root)) continue;
    const key = JSON.stringify([place.root, start, openAt(place, start.length)]);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  const taken = new Set([...names, ...tables.map(({ name }) => name)]);
  const parameters: Parameter[] = [];
  for (const [key, group] of groups) {
    const [, start] = JSON.parse(key) as [string, string[]];
    const place = commonPlace(group, start.length, scope);
    const text = place === undefined ? undefined : pathTextIn(scope, place, place.open);
    if (place === undefined || text === undefined) continue;
    const name = nameOf(place, reads, { taken, scope });
    taken.add(name);
    parameters.push({ name, text: text.text, place });
  }
  return [...parameters, ...tables, ...[...names].map((name) => ({ name, text: quoteName(name) }))];
}

/** The structure around all of the places, not below the first list that is mapped over; a value that stands alone is itself. */
function commonPlace(group: readonly Place[], least: number, scope: NameScope): Place | undefined {
  const [first] = group;
  if (first === undefined) return undefined;
  const { steps } = first;
  let length = 0;
  while (length < steps.length && group.every((place) => place.steps[length] === steps[length])) length += 1;
  const list = steps.indexOf(eachStep, least);
  const end = Math.max(least, Math.min(length, list === -1 ? length : list));
  return { ...placeAt(scope.roots.placeOfRoot(first.root), steps.slice(0, end)), open: openAt(first, end) };
}

/** How many lists are mapped over up to there. */
const openAt = ({ open, steps }: Place, length: number): number =>
  open - steps.slice(length).filter((step) => step === eachStep).length;

/**
 * A name that nothing inside has. Where items of an unknown shape are looked through, they may well have a field of the
 * last name (`products[sku = line.sku]`), and that would come first: there it is a longer one.
 */
function nameOf(
  { root, steps }: Place,
  { scopes, fields }: Reads,
  { taken, scope: around }: { taken: ReadonlySet<string>; scope: NameScope },
): string {
  const [last = '', before] = [
    root.split('.').at(-1) ?? root,
    ...steps.filter((step) => step !== eachStep),
  ].toReversed();
  const seen = [...scopes];
  const isTaken = (name: string): boolean =>
    taken.has(name) || fields.has(name) || seen.some((scope) => binderOf(scope, name) !== binderOf(around, name));
  const isItem = steps.at(-1) === eachStep;
  const isUnsafe = before !== undefined && seen.some((scope) => mayBeField(scope, around, last));
  const wanted = isUnsafe ? `${before}_${last}` : last;
  return isItem ? itemName(wanted, { has: isTaken }) : bareName(wanted, { has: isTaken });
}
