import type { MapperData } from '../data/mapper-data.ts';
import type { SourceNode, TargetNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import type { DotLook } from './edges.ts';
import type { Wire } from './wire.ts';

/** Worked out for the rows that are drawn, not for thousands that are not. */
export type DotLooks = (row: number) => DotLook;

/** A source row is tied when a line leaves it or, while it is closed, a row below it. */
export function sourceDots(rows: SideRows<SourceNode>, wires: readonly Wire[]): DotLooks {
  const tied = tiedRows(wires, 'from');
  return (row) => {
    const index = rows.rows[row] ?? -1;
    const node = rows.nodes[index];
    if (node === undefined) return 'none';
    if (tied.has(row)) return 'tied';
    return node.depth > 0 && node.branches && rows.isOpen(index) ? 'tied' : 'idle';
  };
}

export function targetDots(
  rows: SideRows<TargetNode>,
  wires: readonly Wire[],
  data: Pick<MapperData, 'meter' | 'problemsAt'>,
): DotLooks {
  const tied = tiedRows(wires, 'to');
  return (row) => {
    const node = rows.nodes[rows.rows[row] ?? -1];
    if (node === undefined || node.part !== '') return 'none';
    const isWaiting =
      data.meter.missing.has(node.path) ||
      data.problemsAt.get(node.key)?.some(({ severity }) => severity !== 'info') === true;
    if (isWaiting) return 'wait';
    return tied.has(row) || node.rule !== undefined || node.isCovered ? 'tied' : 'idle';
  };
}

function tiedRows(wires: readonly Wire[], end: 'from' | 'to'): ReadonlySet<number> {
  const tied = new Set<number>();
  for (const wire of wires) if (wire.kind !== 'suggested') tied.add(wire[end]);
  return tied;
}
