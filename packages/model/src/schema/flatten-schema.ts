// A schema as one flat array of nodes: what trees are drawn from and what the matcher compares.
import type { DataSchema, DataType } from './data-schema.ts';
import { NodeViews } from './node-view.ts';
import type { NodeView } from './node-view.ts';
import { escapePointer, resolveRef } from './resolve-ref.ts';

/** One step into a value. `each` enters the items of a list, `anyName` the values of a map. */
export type SchemaStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'each' }
  | { readonly kind: 'anyName' };

export interface SchemaNode {
  /** The identity: a pointer of names, without list positions, like the ids of rules (`/lines/sku`); the root is ''. */
  readonly path: string;
  /** From the value of the whole to that of the node. */
  readonly steps: readonly SchemaStep[];
  /** Index of the parent in the array; −1 for the root. */
  readonly parent: number;
  /** −1 for the root, 0 for its fields. */
  readonly depth: number;
  /** The property's own name; '' for the root and `*` for the values of a map. */
  readonly name: string;
  readonly kind: 'root' | 'field' | 'mapValue';
  /** Of the value, or, where `cardinality` is many, of one item; without `null`; empty means any. */
  readonly types: readonly DataType[];
  readonly cardinality: 'one' | 'many';
  readonly required: boolean;
  readonly nullable: boolean;
  /** As it stands at the field, references followed; for a list the list's. */
  readonly schema: DataSchema;
  /** The schema of the innermost item of a list; else the same as `schema`. */
  readonly item: DataSchema;
  /** Its type stands above it already, so it has children without end. */
  readonly recursive: boolean;
  /** How many children it has, listed or not. */
  readonly childCount: number;
  /** It has children that are not listed: name its path in `expanded` to have them. */
  readonly isCut: boolean;
}

export interface FlattenOptions {
  /** Default 40 levels. */
  readonly maxDepth?: number;
  /** Default 20,000. The upper levels are listed first, so that a limit cuts the deep ones. */
  readonly maxNodes?: number;
  /** Paths of nodes to open though they are recursive or beyond a limit. */
  readonly expanded?: ReadonlySet<string>;
}

interface Draft {
  readonly node: { -readonly [Key in keyof SchemaNode]: SchemaNode[Key] };
  readonly view: NodeView;
  readonly up: Draft | undefined;
  children: Draft[];
}

/** All nodes, depth first, the root at index 0; parents stand before their children. */
export function flattenSchema(root: DataSchema, options: FlattenOptions = {}): SchemaNode[] {
  const { maxDepth = 40, maxNodes = 20_000, expanded } = options;
  const hardLimit = maxNodes * 4;
  const views = new NodeViews(root);
  const first = draftOf(views, {
    path: '',
    steps: [],
    depth: -1,
    name: '',
    kind: 'root',
    required: true,
    schema: root,
  });
  const drafts: Draft[] = [first];
  for (let at = 0; at < drafts.length; at += 1) {
    const draft = drafts[at];
    if (draft === undefined) break;
    const { node } = draft;
    if (node.childCount === 0) continue;
    const total = drafts.length + node.childCount;
    const isAsked = expanded?.has(node.path) === true && total <= hardLimit;
    if (!isAsked && (node.recursive || node.depth + 1 >= maxDepth || total > maxNodes)) {
      node.isCut = true;
      continue;
    }
    draft.children = childrenOf(views, draft);
    for (const child of draft.children) drafts.push(child);
  }
  return inDepthFirstOrder(first);
}

function inDepthFirstOrder(first: Draft): SchemaNode[] {
  const nodes: SchemaNode[] = [];
  const open: { draft: Draft; parent: number }[] = [{ draft: first, parent: -1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const index = nodes.length;
    next.draft.node.parent = next.parent;
    nodes.push(next.draft.node);
    const { children } = next.draft;
    for (let at = children.length - 1; at >= 0; at -= 1) {
      const draft = children[at];
      if (draft !== undefined) open.push({ draft, parent: index });
    }
  }
  return nodes;
}

interface Place {
  readonly path: string;
  readonly steps: readonly SchemaStep[];
  readonly depth: number;
  readonly name: string;
  readonly kind: SchemaNode['kind'];
  readonly required: boolean;
  readonly schema: DataSchema;
}

function draftOf(views: NodeViews, place: Place, up?: Draft): Draft {
  const view = views.of(place.schema);
  const schema = resolveRef(views.root, place.schema);
  const childCount = view.fields.length + (view.values === undefined ? 0 : 1);
  return {
    view,
    up,
    children: [],
    node: {
      path: place.path,
      steps: place.steps,
      parent: -1,
      depth: place.depth,
      name: place.name,
      kind: place.kind,
      types: view.types,
      cardinality: view.lists > 0 ? 'many' : 'one',
      required: place.required,
      nullable: view.nullable,
      schema,
      item: view.item ?? schema,
      recursive: childCount > 0 && isRecursive(view, up),
      childCount,
      isCut: false,
    },
  };
}

function isRecursive(view: NodeView, up: Draft | undefined): boolean {
  for (let above = up; above !== undefined; above = above.up) {
    if (haveCommon(above.view.identities, view.identities)) return true;
  }
  return false;
}

function haveCommon(one: ReadonlySet<DataSchema>, other: ReadonlySet<DataSchema>): boolean {
  if (one.size > other.size) return haveCommon(other, one);
  for (const identity of one) if (other.has(identity)) return true;
  return false;
}

const each: SchemaStep = { kind: 'each' };
const anyName: SchemaStep = { kind: 'anyName' };
/** No name is escaped to this, so that a property `*` is another path. */
const mapValuePath = '~*';

function childrenOf(views: NodeViews, draft: Draft): Draft[] {
  const { node, view } = draft;
  const bases: SchemaStep[][] = [[...node.steps]];
  const base = (lists: number): SchemaStep[] => (bases[lists] ??= [...base(lists - 1), each]);
  const depth = node.depth + 1;
  const children = view.fields.map((field) => {
    const { name, required, schema } = field;
    const steps = [...base(field.lists), { kind: 'name' as const, name }];
    const path = `${node.path}/${escapePointer(name)}`;
    return draftOf(views, { path, steps, depth, name, kind: 'field', required, schema }, draft);
  });
  if (view.values !== undefined) {
    const { schema, lists } = view.values;
    const place = { path: `${node.path}/${mapValuePath}`, steps: [...base(lists), anyName], depth, name: '*' };
    children.push(draftOf(views, { ...place, kind: 'mapValue', required: false, schema }, draft));
  }
  return children;
}
