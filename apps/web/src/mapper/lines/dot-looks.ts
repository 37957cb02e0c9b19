import type { MapperData } from '../data/mapper-data.ts';
import type { SourceNode, TargetNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import type { DotLook } from './dots.ts';
import type { Wire } from './wire.ts';

/** A source row is tied when a line leaves it or, while it is closed, a row below it. */
export function sourceDots(rows: SideRows<SourceNode>, wires: readonly Wire[]): DotLook[] {
  const tied = new Set(wires.filter((wire) => wire.kind !== 'suggested').map((wire) => wire.from));
  return rows.rows.map((index, row) => {
    const node = rows.nodes[index];
    if (node?.kind === 'source' && node.depth === 0 && !tied.has(row)) return 'idle';
    return tied.has(row) || (node?.branches === true && rows.isOpen(index)) ? 'tied' : 'idle';
  });
}

export function targetDots(
  rows: SideRows<TargetNode>,
  wires: readonly Wire[],
  data: Pick<MapperData, 'meter' | 'problemsAt'>,
): DotLook[] {
  const tied = new Set(wires.filter((wire) => wire.kind !== 'suggested').map((wire) => wire.to));
  return rows.rows.map((index, row) => {
    const node = rows.nodes[index];
    if (node === undefined || node.part !== '') return 'none';
    const isWaiting =
      data.meter.missing.has(node.path) ||
      data.problemsAt.get(node.key)?.some(({ severity }) => severity !== 'info') === true;
    if (isWaiting) return 'wait';
    return tied.has(row) || node.rule !== undefined || node.isCovered ? 'tied' : 'idle';
  });
}
