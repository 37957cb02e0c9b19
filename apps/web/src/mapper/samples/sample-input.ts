// What a sample holds: a value for each source, put together from what is given and what is at hand.
import { parsePath } from '@patchbay/model/expression';
import type { MappingDocument, MappingSample } from '@patchbay/model/mapping';
import { isJsonObject, sampleFromSchema } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { MapperSource } from '../mapper-host.ts';

/**
 * Characters of JSON that a sample may hold. It is kept inside the mapping, which is saved after every edit.
 */
export const largestSample = 300_000;

/** Characters that all samples of a mapping may hold together. */
const largestTogether = 3_000_000;

/** Why one more input cannot be kept with the mapping; undefined where there is room. `instead`: the sample that it replaces. */
export function noRoomFor(doc: MappingDocument, input: Json, instead?: string): string | undefined {
  const others = (doc.samples ?? []).filter(({ name }) => name !== instead);
  const size = JSON.stringify(others).length + JSON.stringify(input).length;
  return size <= largestTogether
    ? undefined
    : `With it the samples would have ${(size / 1_000_000).toFixed(1)} million characters, and a mapping keeps three million of them. Remove one, or take a smaller one.`;
}

/** The input with a value in the place that a source reads: `order`, `trigger.body`. */
export function withSourceValue(input: Json | undefined, root: string, value: Json): Json {
  const names = (parsePath(root) ?? [{ kind: 'name' as const, name: root }]).flatMap((step) =>
    step.kind === 'name' ? [step.name] : [],
  );
  return put(input, names, value);
}

function put(input: Json | undefined, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  const before: JsonObject = isJsonObject(input) ? input : {};
  const child = Object.hasOwn(before, name) ? before[name] : undefined;
  return Object.fromEntries([
    ...Object.entries(before).filter(([key]) => key !== name),
    [name, put(child, rest, value)],
  ]);
}

/** Sources that a person can fill: those of flows that hold headers and variables come along as they are. */
export const fillable = (sources: readonly MapperSource[]): MapperSource[] =>
  sources.filter(({ role }) => role !== 'headers' && role !== 'variables');

/** An example of every source whose shape is known, which fits; undefined where nothing is known. */
export function generatedInput(sources: readonly MapperSource[]): Json | undefined {
  let input: Json | undefined;
  for (const { root, schema } of sources) {
    if (schema === undefined || Object.keys(schema).length === 0) continue;
    input = withSourceValue(input, root, sampleFromSchema(schema));
  }
  return input;
}

export function freeSampleName(wanted: string, samples: readonly MappingSample[] = []): string {
  const isTaken = (name: string): boolean => samples.some((sample) => sample.name === name);
  if (!isTaken(wanted)) return wanted;
  let number = 2;
  while (isTaken(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}

/** Characters of its JSON. */
export const sampleSize = (sample: Pick<MappingSample, 'in'>): number => JSON.stringify(sample.in).length;

/** Whether a text is the input of the whole mapping, and not of one source: it has a key for each. */
export function isWholeInput(doc: MappingDocument, value: Json): boolean {
  const names = Object.keys(doc.sources ?? {});
  if (!isJsonObject(value)) return false;
  const keys = Object.keys(value);
  if (names.length === 0) return keys.length > 0 && keys.every((key) => key === 'trigger' || key === 'steps');
  return keys.length > 0 && keys.every((key) => names.includes(key));
}
