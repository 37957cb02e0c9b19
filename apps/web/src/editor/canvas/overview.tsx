import type { FlowDocument } from '@patchbay/model/flow';
import { MiniMap, useStore } from '@xyflow/react';
import { useMemo } from 'react';
import { nodeHeight, nodeWidth } from './geometry.ts';
import type { CanvasNode } from './projection.ts';

/** The whole flow in the corner, once a part of it lies out of view: it would only cover what is seen anyway. */
export function Overview({ doc }: { readonly doc: FlowDocument }) {
  const { nodes, notes } = doc;
  const around = useMemo(() => {
    const boxes = [
      ...nodes.map(({ position }) => ({ ...position, width: nodeWidth, height: nodeHeight })),
      ...notes.map(({ position, size }) => ({ ...position, ...size })),
    ];
    return {
      left: Math.min(...boxes.map(({ x }) => x)),
      top: Math.min(...boxes.map(({ y }) => y)),
      right: Math.max(...boxes.map(({ x, width }) => x + width)),
      bottom: Math.max(...boxes.map(({ y, height }) => y + height)),
    };
  }, [nodes, notes]);
  const isCut = useStore(({ transform: [x, y, zoom], width, height }) => {
    // Without a step there is nothing to look over.
    if (around.left > around.right || width === 0) return false;
    const left = around.left * zoom + x;
    const top = around.top * zoom + y;
    return left < 0 || top < 0 || around.right * zoom + x > width || around.bottom * zoom + y > height;
  });
  if (!isCut) return null;
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel="Overview of the flow"
      style={{ width: 152, height: 112 }}
      nodeColor={miniColour}
      nodeStrokeWidth={0}
      nodeBorderRadius={8}
    />
  );
}

function miniColour(node: CanvasNode): string {
  if (node.type === 'note') return 'var(--line-2)';
  const status = node.data.overlay?.status;
  if (status === 'started') return 'var(--run)';
  if (status === 'failed') return 'var(--bad)';
  if (status === 'unknown' || status === 'waiting') return 'var(--wait)';
  if (node.data.problem !== null) return node.data.problem.severity === 'error' ? 'var(--bad)' : 'var(--wait)';
  return 'var(--edge)';
}
