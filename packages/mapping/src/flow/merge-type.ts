import type { MergeNode } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { anything, itemsOf, listOf, unionOf } from '../check/type-algebra.ts';

/** A way into a merge: the step's name and what comes along. */
export interface WayType {
  readonly name: string;
  readonly type: DataSchema;
}

/** What a merge hands on: whichever came, all by name, or the records of all lists. */
export function mergeType(mode: MergeNode['mode'], ways: readonly WayType[]): DataSchema {
  if (mode === 'any') return ways.length === 0 ? anything : unionOf(ways.map(({ type }) => type));
  if (mode === 'combine') {
    const properties = ways.map(({ type }) => recordOf(type).properties);
    // One way of which nothing is known may bring any field.
    if (properties.includes(undefined)) return listOf(anything);
    return listOf({ type: 'object', properties: Object.assign({}, ...properties) as DataSchema['properties'] });
  }
  return {
    type: 'object',
    required: ways.map(({ name }) => name),
    properties: Object.fromEntries(ways.map(({ name, type }) => [name, type])),
  };
}

/** An item of a list; what is no list is a record itself. */
export const recordOf = (type: DataSchema): DataSchema => (type.type === 'array' ? itemsOf(type) : type);
