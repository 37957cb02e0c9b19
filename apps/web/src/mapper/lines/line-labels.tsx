import { Repeat, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { Wire } from './wire.ts';

export const labelId = (wire: Wire): string => `${wire.kind} ${wire.from} ${wire.to}`;

/** The words on lines; where they stand is set by hand as the trees scroll. */
export const LineLabels = memo(function LineLabels({
  wires,
  elements,
}: {
  readonly wires: readonly Wire[];
  readonly elements: Map<string, HTMLElement>;
}) {
  return wires.map((wire) => {
    const id = labelId(wire);
    return (
      <span
        key={id}
        className={`line-label ${wire.kind}`}
        ref={(element) => {
          if (element === null) elements.delete(id);
          else elements.set(id, element);
        }}
      >
        {wire.kind === 'loop' ? (
          <Repeat size={12} aria-hidden />
        ) : wire.kind === 'mismatch' ? (
          <TriangleAlert size={12} aria-hidden />
        ) : null}
        {wire.label}
      </span>
    );
  });
});
