// What every part of a mounted editor may reach. One editor, one context: nothing of it is global.
import type { ApiOutputs } from '@patchbay/api';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { createContext, useContext } from 'react';
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import type { Autosave } from './autosave.ts';
import type { CanvasHandle } from './canvas/index.ts';
import type { Catalogue } from './catalogue.ts';
import type { EditorActions, EditorState, EditorStore } from './editor.store.ts';
import type { FlowLearning } from './mapping/flow-learning.ts';
import type { TestRun, TestRunStore } from './test-run.store.ts';

export type FlowView = ApiOutputs['flow']['get'];

export interface Editor {
  readonly flowId: string;
  readonly store: EditorStore;
  readonly learning: FlowLearning;
  readonly autosave: Autosave;
  readonly run: TestRunStore;
  readonly catalogue: Catalogue;
  readonly canvas: RefObject<CanvasHandle | null>;
  /** What the server knows beside the document: what is live, which connection fills which slot. */
  readonly live: FlowView['live'];
  readonly bindings: FlowView['bindings'];
  readonly mayEdit: boolean;
  readonly mayPublish: boolean;
  readonly mayRun: boolean;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error('This part belongs inside an editor.');
  return editor;
}

export const useEditorState = <T>(select: (state: EditorState & EditorActions) => T): T =>
  useStore(useEditor().store, select);
export const useDoc = (): FlowDocument => useEditorState((state) => state.doc);
export const useTestRun = <T>(select: (run: TestRun) => T): T => useStore(useEditor().run, select);

/** The one node that is selected; null for none or several. */
export const useSelectedNode = (): FlowNode | null =>
  useEditorState((state) => {
    const [id, ...others] = state.selection.nodes;
    if (id === undefined || others.length > 0) return null;
    return state.doc.nodes.find((node) => node.id === id) ?? null;
  });
