import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema, SchemaNode } from '@patchbay/model/schema';

const nothing: ReadonlyMap<string, string> = new Map();

/** Fields with other remarks than before, by path, with what a person is told of them. */
export function changedFields(before: DataSchema, after: DataSchema): ReadonlyMap<string, string> {
  if (before === after) return nothing;
  const old = new Map(flattenSchema(before).map((node) => [node.path, remarksOf(node)]));
  const changed = flattenSchema(after).filter((node) => old.get(node.path) !== remarksOf(node));
  return new Map(changed.map((node) => [node.path, 'changed, not saved yet']));
}

const remarksOf = ({ schema }: SchemaNode): string =>
  JSON.stringify([schema['x-alias'], schema.description, schema['x-synonyms'], schema['x-data-class']]);
