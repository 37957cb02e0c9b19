import { sourceKey } from '@patchbay/mapping';
import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema, SchemaNode, SchemaStep } from '@patchbay/model/schema';
import type { MapperSource } from '../mapper-host.ts';
import { endsOf } from './tree-node.ts';
import type { SourceNode } from './tree-node.ts';

const stepText = (step: SchemaStep): string =>
  step.kind === 'each' ? '[]' : step.kind === 'anyName' ? '*' : step.name;

/** Per schema the nodes with the cuts that are open now: every edit asks again, few edits change a schema. */
const flattened = new WeakMap<DataSchema, { readonly opened: string; readonly nodes: readonly SchemaNode[] }>();

export function schemaNodes(schema: DataSchema, opened: ReadonlySet<string>): readonly SchemaNode[] {
  const wanted = [...opened].join('\n');
  const known = flattened.get(schema);
  if (known?.opened === wanted) return known.nodes;
  const nodes = flattenSchema(schema, { expanded: opened });
  flattened.set(schema, { opened: wanted, nodes });
  return nodes;
}

/** All sources below one another. With one source its fields stand at the margin; with several each has a head row, as lookup tables always have. */
export function sourceTree(sources: readonly MapperSource[], opened: ReadonlySet<string>): SourceNode[] {
  const heads = sources.filter(({ role }) => role !== 'tables').length > 1;
  const drafts: (Omit<SourceNode, 'end'> & { end: number })[] = [];
  for (const [index, source] of sources.entries()) {
    const base = drafts.length;
    const nodes = source.schema === undefined ? [] : schemaNodes(source.schema, cutsOf(opened, source.root));
    const root = nodes[0];
    if (heads || source.role === 'tables' || !isPlainObject(root)) drafts.push(headOf(source, index, root));
    const shift = drafts.length - base - 1;
    for (let at = 1; at < nodes.length; at += 1) {
      const node = nodes[at];
      if (node !== undefined) drafts.push(fieldOf({ node, source, index, base, shift }));
    }
  }
  const ends = endsOf(drafts.map((node) => node.parent));
  for (const [at, node] of drafts.entries()) node.end = ends[at] ?? at + 1;
  return drafts;
}

/** Its fields say all; a list or a single value needs a row of its own. */
const isPlainObject = (root: SchemaNode | undefined): boolean =>
  root !== undefined && root.cardinality === 'one' && root.childCount > 0;

/** The opened cuts that lie in this source, as paths of its schema. */
function cutsOf(opened: ReadonlySet<string>, root: string): ReadonlySet<string> {
  if (opened.size === 0) return opened;
  const prefix = `${root}\n`;
  return new Set([...opened].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
}

/** How an opened cut is named: schema paths of several sources stand in one set. */
export const cutKey = (root: string, node: SchemaNode): string => `${root}\n${node.path}`;

const headOf = (source: MapperSource, index: number, root: SchemaNode | undefined): SourceNode => ({
  key: sourceKey({ root: source.root, steps: [] }),
  name: source.label,
  parent: -1,
  depth: 0,
  end: 0,
  branches: (root?.childCount ?? 0) > 0,
  isCut: false,
  kind: 'source',
  source: index,
  steps: [],
  shape: root,
});

function fieldOf(given: {
  node: SchemaNode;
  source: MapperSource;
  index: number;
  base: number;
  shift: number;
}): SourceNode {
  const { node, source, index, base, shift } = given;
  const steps = node.steps.map(stepText);
  return {
    key: sourceKey({ root: source.root, steps }),
    name: node.name === '*' && node.kind === 'mapValue' ? 'any name' : node.name,
    // The schema's root is row 0 of its nodes: with a head row it keeps its place, without one it falls away.
    parent: node.parent === 0 && shift < 0 ? -1 : base + node.parent + shift,
    depth: node.depth + (shift < 0 ? 0 : 1),
    end: 0,
    branches: node.childCount > 0,
    isCut: node.isCut,
    kind: 'field',
    source: index,
    steps,
    shape: node,
  };
}
