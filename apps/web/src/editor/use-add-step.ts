import { useCallback } from 'react';
import { useEditor } from './editor-context.ts';
import { batchOf } from './editor.store.ts';
import type { PickerRequest } from './editor.store.ts';
import { addStepCommands, tieTo } from './new-step.ts';
import type { StepKind } from './step-kinds.ts';

/** Adds a step where asked; without a place it is tied to the selected node, or put where the canvas looks. */
export function useAddStep(): (step: StepKind, request?: PickerRequest) => void {
  const { store, canvas } = useEditor();
  return useCallback(
    (step, request = {}) => {
      const { doc, selection, edit, show } = store.getState();
      const nowhere = request.edgeId === undefined && request.after === undefined && request.position === undefined;
      const tie = nowhere ? tieTo(doc, selection.nodes) : {};
      const middle = canvas.current?.middle() ?? { x: 0, y: 0 };
      const { node, commands } = addStepCommands(step, doc, { ...request, ...tie, middle });
      const command = batchOf(commands);
      if (command !== null) edit(command, { select: { nodes: [node.id] } });
      show({ picker: null });
      canvas.current?.reveal(node.id);
    },
    [store, canvas],
  );
}
