// The rows of one schema as a tree to look at: what is open, what is found. Flat, so that 5,000 fields cost no more than 50.
import type { DataSchema } from '@patchbay/model/schema';
import { useMemo, useState } from 'react';
import { sourceTree } from '../rows/source-tree.ts';
import type { SourceNode } from '../rows/tree-node.ts';
import { matcherOf } from '../rows/search.ts';
import { usualDepth, visibleRows } from '../rows/visible-rows.ts';

export interface SchemaRows {
  readonly nodes: readonly SourceNode[];
  /** Indices of the shown nodes, in order. */
  readonly rows: readonly number[];
  /** For every node the row it is drawn at, its own or that of the nearest shown one above. */
  readonly rowOf: Int32Array;
  readonly isOpen: (index: number) => boolean;
  readonly toggle: (node: SourceNode) => void;
  readonly openAll: (open: boolean) => void;
  /** How many fields match the search; undefined without one. */
  readonly hits: number | undefined;
}

const nothing: ReadonlySet<string> = new Set();

export interface SchemaSearch {
  readonly search: string;
  /** Beside the search: which fields are wanted at all. */
  readonly only?: ((node: SourceNode) => boolean) | undefined;
}

export function useSchemaRows(schema: DataSchema, { search, only }: SchemaSearch): SchemaRows {
  const [state, setState] = useState({ toggled: nothing, cuts: nothing, depth: null as number | null });
  const nodes = useMemo(
    () => sourceTree([{ root: '', label: schema.title ?? 'whole', role: 'payload', schema }], state.cuts),
    [schema, state.cuts],
  );
  const hits = useMemo(() => found(nodes, search, only), [nodes, search, only]);
  const openDepth = useMemo(() => state.depth ?? usualDepth(nodes), [nodes, state.depth]);
  const visible = useMemo(
    () => visibleRows(nodes, { toggled: state.toggled, openDepth }, { hits }),
    [nodes, state.toggled, openDepth, hits],
  );
  return {
    nodes,
    ...visible,
    hits: hits?.size,
    toggle: (node) => {
      const toggled = new Set(state.toggled);
      // A cut row is read anew as it opens: then it stands open by its depth, or by being turned.
      const turn = node.isCut ? node.depth >= openDepth : !toggled.has(node.key);
      if (turn) toggled.add(node.key);
      else toggled.delete(node.key);
      setState({ ...state, toggled, cuts: node.isCut ? new Set([...state.cuts, cutOf(node)]) : state.cuts });
    },
    openAll: (open) => setState({ ...state, toggled: nothing, depth: open ? 99 : 0 }),
  };
}

/** As `sourceTree` wants to be told of opened cuts. */
const cutOf = (node: SourceNode): string => `\n${node.shape?.path ?? ''}`;

function found(
  nodes: readonly SourceNode[],
  search: string,
  only: SchemaSearch['only'],
): ReadonlySet<number> | undefined {
  const matches = matcherOf(search);
  if (matches === undefined && only === undefined) return undefined;
  const hits = new Set<number>();
  for (const [at, node] of nodes.entries()) {
    if (only?.(node) === false) continue;
    const candidate = {
      name: node.name,
      path: node.steps.filter((step) => step !== '[]').join(' '),
      shape: node.shape,
      texts: () => [],
    };
    if (matches === undefined || matches(candidate)) hits.add(at);
  }
  return hits;
}
