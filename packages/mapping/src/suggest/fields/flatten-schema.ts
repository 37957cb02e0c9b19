// A schema as a flat list of fields, depth first in the schema's own order. Recursive shapes end where they begin again.
import { resolveRef, typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { Field, FieldKind } from './field.ts';

export const maxFields = 10_000;
const maxDepth = 12;
const maxAlternatives = 50;

export interface SchemaRoot {
  readonly name: string;
  readonly schema: DataSchema;
}

export interface FieldList {
  readonly fields: readonly Field[];
  /** Whether there were more than 10,000; the deepest are left out. */
  readonly truncated: boolean;
}

interface Draft {
  readonly parent: Draft | undefined;
  readonly root: number;
  readonly name: string;
  readonly path: readonly string[];
  readonly shape: Shape;
  readonly required: boolean;
  readonly depth: number;
  readonly children: Draft[];
}

interface Shape {
  readonly kind: FieldKind;
  readonly schema: DataSchema;
  /** The structure inside: the schema's own, or that of the items. */
  readonly inside: DataSchema | undefined;
}

/** All roots one after the other. Walked breadth first, so that of a schema too large the upper levels are whole. */
export function flattenSchemas(roots: readonly SchemaRoot[], most = maxFields): FieldList {
  const drafts: Draft[] = roots.map(({ name, schema }, root) => {
    const shape = shapeOf(schema, resolveRef(schema, schema));
    return { parent: undefined, root, name, path: [], shape, required: true, depth: 0, children: [] };
  });
  let count = drafts.length;
  let truncated = false;
  const queue: Draft[] = [...drafts];
  for (let at = 0; at < queue.length && !truncated; at += 1) {
    const draft = queue[at];
    const root = roots[draft?.root ?? 0];
    if (draft === undefined || root === undefined || !mayOpen(draft)) continue;
    for (const child of childrenOf(draft, root.schema)) {
      if (count >= most) {
        truncated = true;
        break;
      }
      count += 1;
      draft.children.push(child);
      queue.push(child);
    }
  }
  return { fields: inOrder(drafts), truncated };
}

/** Not below the depth limit, and not where the same structure is open already: that is recursion. */
function mayOpen(draft: Draft): boolean {
  if (draft.shape.inside === undefined || draft.depth >= maxDepth) return false;
  for (let above = draft.parent; above !== undefined; above = above.parent) {
    if (above.shape.inside === draft.shape.inside) return false;
  }
  return true;
}

function childrenOf(draft: Draft, root: DataSchema): Draft[] {
  const inside = draft.shape.inside ?? {};
  const prefix = draft.shape.kind === 'array' ? [...draft.path, '[]'] : draft.path;
  const children = new Map<string, Draft>();
  for (const part of alternativesOf(root, inside)) {
    const required = new Set(part.required ?? []);
    for (const [name, schema] of Object.entries(part.properties ?? {})) {
      if (children.has(name)) continue;
      const shape = shapeOf(root, resolveRef(root, schema));
      const at = { parent: draft, root: draft.root, path: [...prefix, name], depth: draft.depth + 1 };
      children.set(name, { ...at, name, shape, required: part === inside && required.has(name), children: [] });
    }
  }
  return [...children.values()];
}

/** The schema itself and what `oneOf` offers: a field of any alternative is a field. */
const alternativesOf = (root: DataSchema, schema: DataSchema): DataSchema[] => [
  schema,
  ...(schema.oneOf ?? []).slice(0, maxAlternatives).map((part) => resolveRef(root, part)),
];

function shapeOf(root: DataSchema, schema: DataSchema): Shape {
  const types = typesOf(schema);
  if (types.includes('array') || (types.length === 0 && schema.items !== undefined)) {
    const items = resolveRef(root, schema.items ?? {});
    return hasFields(root, items)
      ? { kind: 'array', schema, inside: items }
      : { kind: 'list', schema, inside: undefined };
  }
  if (hasFields(root, schema)) return { kind: 'object', schema, inside: schema };
  return { kind: 'value', schema, inside: undefined };
}

const hasFields = (root: DataSchema, schema: DataSchema): boolean =>
  alternativesOf(root, schema).some((part) => Object.keys(part.properties ?? {}).length > 0);

/** Whether so many fields are more than there are. A type that many fields refer to counts each time, as it is matched. */
export const hasMoreFields = (roots: readonly SchemaRoot[], than: number): boolean =>
  flattenSchemas(roots, than).truncated;

function inOrder(roots: readonly Draft[]): Field[] {
  const fields: Field[] = [];
  const visit = (draft: Draft, parent: Field | undefined): void => {
    const { shape, root, name, path, required, depth } = draft;
    const array = parent === undefined ? -1 : parent.kind === 'array' ? parent.id : parent.array;
    const field: Field = {
      id: fields.length,
      parent: parent?.id ?? -1,
      root,
      name,
      path,
      kind: shape.kind,
      types: typesOf(shape.schema),
      schema: shape.schema,
      required,
      array,
      depth,
    };
    fields.push(field);
    for (const child of draft.children) visit(child, field);
  };
  for (const root of roots) visit(root, undefined);
  return fields;
}
