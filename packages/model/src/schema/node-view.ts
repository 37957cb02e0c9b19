// A node as trees see it: through its lists, with what stands below. Types that many fields share are looked at once.
import type { DataSchema, DataType } from './data-schema.ts';
import { typesOf } from './data-schema.ts';
import { refHop, resolveRef } from './resolve-ref.ts';
import { shapeOf } from './shape.ts';
import type { Shape } from './shape.ts';

export interface ViewField {
  readonly name: string;
  readonly schema: DataSchema;
  readonly required: boolean;
  /** Lists to enter before the field is reached. */
  readonly lists: number;
}

export interface NodeView {
  readonly types: readonly DataType[];
  readonly nullable: boolean;
  readonly lists: number;
  /** The innermost item; undefined where the node is no list and so is its own. */
  readonly item: DataSchema | undefined;
  readonly fields: readonly ViewField[];
  readonly values: { readonly schema: DataSchema; readonly lists: number } | undefined;
  readonly identities: ReadonlySet<DataSchema>;
}

const maxLists = 8;

/** What is many stands for its items. A value that is a list or a structure shows the fields of both. */
export class NodeViews {
  readonly root: DataSchema;
  readonly #known = new Map<DataSchema, NodeView>();

  constructor(root: DataSchema) {
    this.root = root;
  }

  of(schema: DataSchema): NodeView {
    const key = this.#typeOf(schema);
    if (isLeaf(key)) return leafView(key);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const view = wholeView(this.root, key);
    this.#known.set(key, view);
    return view;
  }

  /** Behind references that add words and annotations, but nothing to the shape. */
  #typeOf(schema: DataSchema): DataSchema {
    let current = schema;
    for (let hops = 0; current.$ref !== undefined && hops < 32 && addsNoShape(current); hops += 1) {
      const next = refHop(this.root, current);
      if (next === undefined) return current;
      current = next;
    }
    return current;
  }
}

const words = new Set(['$ref', '$defs', 'title', 'description', 'default', 'examples', 'deprecated']);

function addsNoShape(schema: DataSchema): boolean {
  for (const key in schema) if (!words.has(key) && !key.startsWith('x-')) return false;
  return true;
}

/** Most nodes: nothing to follow and nothing below. */
const isLeaf = (schema: DataSchema): boolean =>
  schema.$ref === undefined &&
  schema.properties === undefined &&
  schema.items === undefined &&
  schema.oneOf === undefined &&
  typeof schema.additionalProperties !== 'object' &&
  schema['anyOf'] === undefined &&
  schema['allOf'] === undefined;

const none: readonly never[] = [];
const noIdentities: ReadonlySet<DataSchema> = new Set();

function leafView(schema: DataSchema): NodeView {
  const types = typesOf(schema);
  const nullable = types.includes('null');
  return {
    types: nullable ? types.filter((type) => type !== 'null') : types,
    nullable,
    lists: 0,
    item: undefined,
    fields: none,
    values: undefined,
    identities: noIdentities,
  };
}

function wholeView(root: DataSchema, schema: DataSchema): NodeView {
  let shape = shapeOf(root, schema);
  const { nullable } = shape;
  let item: DataSchema | undefined;
  let lists = 0;
  const identities = new Set(shape.fields.length > 0 ? shape.identities : none);
  const levels: Shape[] = [shape];
  while (shape.items !== undefined && levels.length <= maxLists) {
    const isOnlyList = shape.types.every((type) => type === 'array');
    const inner = shape.items;
    if (isOnlyList && lists === levels.length - 1) {
      lists += 1;
      item = inner;
    }
    shape = shapeOf(root, inner);
    levels.push(shape);
    if (shape.fields.length > 0) for (const identity of shape.identities) identities.add(identity);
  }
  const last = levels[lists] ?? shape;
  const withValues = levels.findIndex((level) => level.values !== undefined);
  const values = levels[withValues]?.values;
  return {
    types: last.types,
    nullable,
    lists,
    item: item === undefined ? undefined : resolveRef(root, item),
    fields: fieldsOf(levels),
    values: values === undefined ? undefined : { schema: values, lists: withValues },
    identities,
  };
}

function fieldsOf(levels: readonly Shape[]): ViewField[] {
  const [only] = levels;
  if (only !== undefined && levels.length === 1) return only.fields.map((field) => ({ ...field, lists: 0 }));
  const fields = new Map<string, ViewField>();
  for (const [lists, level] of levels.entries()) {
    for (const field of level.fields) if (!fields.has(field.name)) fields.set(field.name, { ...field, lists });
  }
  return [...fields.values()];
}
