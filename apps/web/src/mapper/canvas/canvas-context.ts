import { createContext, useContext } from 'react';
import type { SampleValues } from '../data/sample-values.ts';
import type { Hover, LineId } from '../mapper.store.ts';

/** What the rows of both trees need beside the derived data. */
export interface Canvas {
  readonly values: SampleValues;
  /** Source keys that go into the selected rule. */
  readonly feeding: ReadonlySet<string>;
  /** The ends that the pointer is over, at either side. */
  readonly hovered: (hover: Hover) => Partial<LineId> | undefined;
}

export const CanvasContext = createContext<Canvas | null>(null);

export function useCanvas(): Canvas {
  const canvas = useContext(CanvasContext);
  if (canvas === null) throw new Error('This part belongs inside the canvas of a mapper.');
  return canvas;
}
