// Whether a structure or a list may go into the target as it is: nothing required missing, nothing there that is not allowed.
import { isAssignable } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { fieldsOf, itemShape } from '../shapes.ts';
import type { Shape } from '../shapes.ts';

const maxDepth = 12;

export function goesWhole(from: Shape, to: Shape, depth = 0): boolean {
  if (from.schema === undefined || to.schema === undefined || depth > maxDepth) return true;
  if (depth === 0 && !isAssignable(wholeSchema(from), wholeSchema(to)).ok) return false;
  if (from.kind === 'list' && to.kind === 'list') return goesWhole(itemShape(from), itemShape(to), depth + 1);
  if (from.kind !== 'structure' || to.kind !== 'structure') return true;
  const given = new Map(fieldsOf(from).map((field) => [field.name, field]));
  const wanted = new Map(fieldsOf(to).map((field) => [field.name, field]));
  const isClosed = to.schema.additionalProperties === false;
  if ((to.schema.required ?? []).some((name) => !given.has(name))) return false;
  return [...given].every(([name, field]) => {
    const other = wanted.get(name);
    return other === undefined ? !isClosed : goesWhole(field, other, depth + 1);
  });
}

/** A schema that stands for itself: with the definitions that its references need. */
export function wholeSchema({ schema = {}, definitions }: Pick<Shape, 'schema' | 'definitions'>): DataSchema {
  return definitions?.$defs === undefined || schema === definitions ? schema : { ...schema, $defs: definitions.$defs };
}
