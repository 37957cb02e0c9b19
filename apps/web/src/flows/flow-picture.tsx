import type { FlowDocument } from '@patchbay/model/flow';
import { picture } from './picture-layout.ts';

/** A small picture of a flow: its shape, not its words. */
export function FlowPicture({ document, className }: { readonly document: FlowDocument; readonly className?: string }) {
  const { viewBox, boxes, lines } = picture(document);
  return (
    <svg
      viewBox={viewBox}
      preserveAspectRatio="xMidYMid meet"
      role="img"
      aria-label={`Picture of the flow: ${document.nodes.length} steps`}
      className={className}
    >
      {lines.map((line) => (
        <path
          key={line.id}
          d={line.path}
          fill="none"
          stroke={line.error ? 'var(--bad)' : 'var(--edge)'}
          strokeWidth={4}
          strokeDasharray={line.error ? '10 8' : undefined}
        />
      ))}
      {boxes.map((box) => (
        <rect
          key={box.id}
          x={box.x}
          y={box.y}
          width={box.width}
          height={box.height}
          rx={box.round ? 24 : 8}
          fill="var(--raised)"
          stroke="var(--edge)"
          strokeWidth={3}
        />
      ))}
      {boxes.map((box) => (
        <rect
          key={box.id}
          x={box.x + 14}
          y={box.y + 14}
          width={20}
          height={20}
          rx={box.round ? 10 : 4}
          fill="var(--line-2)"
        />
      ))}
      {boxes.map((box) => (
        <rect
          key={box.id}
          x={box.x + 46}
          y={box.y + 19}
          width={Math.min(box.width - 66, 24 + box.words * 6)}
          height={10}
          rx={5}
          fill="var(--edge)"
        />
      ))}
    </svg>
  );
}
