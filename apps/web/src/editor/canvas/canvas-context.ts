// What the parts of one canvas share: what they may do, and which edges are lit. Kept out of React's state, so that
// the pointer's way over the canvas draws two edges anew and not five hundred nodes.
import type { FlowDocument } from '@patchbay/model/flow';
import { createContext, useContext } from 'react';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EditOptions, PickerRequest } from '../editor.store.ts';
import type { FlowCommand } from '@patchbay/model/flow';

export interface CanvasEditing {
  readonly edit: (command: FlowCommand, options?: EditOptions) => boolean;
  readonly openPicker: (request: PickerRequest) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export interface Light {
  /** Edges on the path of the hovered node. */
  readonly lit: ReadonlySet<string>;
  readonly hoveredEdge: string | null;
  /** The edge that a dragged node would be put into. */
  readonly dropEdge: string | null;
  /** The one selected node: a “+” stands on its ways on. */
  readonly chosen: string | null;
  readonly editedNote: string | null;
}
export type LightStore = StoreApi<Light>;
export const createLight = (): LightStore =>
  createStore<Light>(() => ({
    lit: new Set<string>(),
    hoveredEdge: null,
    dropEdge: null,
    chosen: null,
    editedNote: null,
  }));

export interface CanvasShared {
  readonly editing: CanvasEditing | null;
  readonly light: LightStore;
}
export const CanvasContext = createContext<CanvasShared | null>(null);

export function useCanvas(): CanvasShared {
  const shared = useContext(CanvasContext);
  if (shared === null) throw new Error('This part belongs inside a FlowCanvas.');
  return shared;
}

/** Edges by which a node is reached, and by which it leads on. */
export function pathEdges(doc: FlowDocument, nodeId: string): Set<string> {
  const lit = new Set<string>();
  const follow = (from: 'from' | 'to', to: 'from' | 'to'): void => {
    const seen = new Set<string>();
    const open = [nodeId];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      for (const edge of doc.edges) {
        if (edge[from].node !== id) continue;
        lit.add(edge.id);
        open.push(edge[to].node);
      }
    }
  };
  follow('from', 'to');
  follow('to', 'from');
  return lit;
}
