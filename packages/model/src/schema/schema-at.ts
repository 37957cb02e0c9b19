import type { DataSchema } from './data-schema.ts';
import type { SchemaStep } from './flatten-schema.ts';
import { resolveRef } from './resolve-ref.ts';
import { shapeOf } from './shape.ts';

/** A step of a path in an expression; an index enters a list as `each` does. */
type PathLike = SchemaStep | { readonly kind: 'index'; readonly index: number };

/** The schema at a path, references followed. Undefined when the shape says that nothing is there; `{}` when anything may be. */
export function schemaAt(root: DataSchema, steps: readonly PathLike[]): DataSchema | undefined {
  let current: DataSchema = root;
  for (const step of steps) {
    const next = stepInto(root, current, step);
    if (next === undefined) return undefined;
    current = next;
  }
  return resolveRef(root, current);
}

function stepInto(root: DataSchema, schema: DataSchema, step: PathLike): DataSchema | undefined {
  const shape = shapeOf(root, schema);
  const isAny = shape.types.length === 0 && !shape.nullable;
  if (step.kind === 'each' || step.kind === 'index') {
    if (shape.items !== undefined) return shape.items;
    return isAny || shape.types.includes('array') ? {} : undefined;
  }
  const field = step.kind === 'name' ? shape.fields.find(({ name }) => name === step.name) : undefined;
  if (field !== undefined) return field.schema;
  if (shape.values !== undefined) return shape.values;
  if (resolveRef(root, schema).additionalProperties === true) return {};
  if (shape.fields.length > 0) return undefined;
  return isAny || shape.types.includes('object') ? {} : undefined;
}
