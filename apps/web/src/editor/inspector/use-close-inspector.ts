import { useCallback } from 'react';
import { useEditor } from '../editor-context.ts';

/** Nothing is selected any more, and the keys go on with the canvas. */
export function useCloseInspector(): () => void {
  const { store, canvas } = useEditor();
  return useCallback(() => {
    store.getState().select({});
    canvas.current?.focus();
  }, [store, canvas]);
}
