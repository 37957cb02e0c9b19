import type { FormulaGraph } from '@patchbay/mapping/edit';
import { memo } from 'react';

interface LensEdgesProps {
  readonly graph: FormulaGraph;
  readonly selected: string | null;
  /** Left edge of the target field's box; undefined when there is none. */
  readonly target: number | undefined;
}

const headHeight = 28;
const slotHeight = 24;

const curve = (x1: number, y1: number, x2: number, y2: number): string => {
  const bend = Math.max(16, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
};

/** What goes into which slot. */
export const LensEdges = memo(function LensEdges({ graph, selected, target }: LensEdgesProps) {
  const at = new Map(graph.nodes.map((node) => [node.id, node]));
  const [root] = graph.nodes;
  return (
    <svg aria-hidden className="edges" width="100%" height="100%">
      {graph.edges.map(({ from, to, slot }) => {
        const start = at.get(from);
        const end = at.get(to);
        if (start === undefined || end === undefined) return null;
        const isLit = selected !== null && (selected === from || selected === to);
        return (
          <path
            key={`${from} ${to}`}
            className={isLit ? 'lit' : undefined}
            d={curve(start.x + start.width, start.y + 14, end.x, end.y + headHeight + slotHeight * (slot + 0.5))}
          />
        );
      })}
      {root === undefined || target === undefined ? null : (
        <path d={curve(root.x + root.width, root.y + 14, target, root.y + 14)} />
      )}
    </svg>
  );
});
