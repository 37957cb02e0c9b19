// What a mapping that is made of a part is given, for people.
import type { MappingDocument, SubMappingRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';

export interface TakenValue {
  /** What rules inside call it. */
  readonly name: string;
  /** What fills it. */
  readonly text: string;
  /** What it is, in a few words. */
  readonly words: string;
}

/** A line a source of the mapping, with what the rule that calls it gives. */
export const takenValues = ({ sources = {} }: MappingDocument, given: SubMappingRule['with']): TakenValue[] =>
  Object.entries(sources).map(([name, { schema, role }]) => ({
    name,
    text: typeof given === 'string' ? given : (given[name] ?? ''),
    words: role === 'lookup' ? 'to look up in' : typeof schema === 'object' ? shapeWords(schema) : 'a value',
  }));

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  array: 'a list',
  object: 'a structure',
};

function shapeWords({ type, properties = {} }: DataSchema): string {
  const [only, more] = [type ?? []].flat().filter((one) => one !== 'null');
  if (only === undefined || more !== undefined) return 'a value';
  const count = Object.keys(properties).length;
  return only === 'object' && count > 0
    ? `a structure with ${count} ${count === 1 ? 'field' : 'fields'}`
    : (typeWords[only] ?? 'a value');
}
