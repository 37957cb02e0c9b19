import type { FlowDocument } from '@patchbay/model/flow';
import { ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import { bodyFrames } from './body-frames.ts';
import type { Point } from './geometry.ts';

export interface BodyFrameLayerProps {
  readonly doc: FlowDocument;
  readonly frames: ReadonlyMap<string, Point>;
  /** Said beside the name of a body: `turn 3 of 5`. */
  readonly words?: ReadonlyMap<string, string> | undefined;
}

/** Behind the steps: which of them are done several times, or under one roof. */
export function BodyFrameLayer({ doc, frames, words }: BodyFrameLayerProps) {
  const drawn = useMemo(() => bodyFrames(doc, frames), [doc, frames]);
  if (drawn.length === 0) return null;
  return (
    <ViewportPortal>
      {drawn.map((frame) => (
        <div
          key={frame.id}
          className="body-frame"
          data-body={frame.id}
          style={{
            transform: `translate(${frame.x}px, ${frame.y}px)`,
            width: frame.width,
            height: frame.height,
          }}
        >
          <span className="body-name">
            {frame.words}
            {words?.get(frame.id) === undefined ? null : <span className="turn"> · {words.get(frame.id)}</span>}
          </span>
        </div>
      ))}
    </ViewportPortal>
  );
}
