import type { Mapper } from '../mapper-context.ts';

const words = {
  undo: { done: 'Undone.', none: 'There is nothing to undo.' },
  redo: { done: 'Done again.', none: 'There is nothing to do again.' },
} as const;

/** Undo or redo, said: who does not see the rows change hears that they did. */
export function takeBack(mapper: Mapper, way: 'undo' | 'redo'): void {
  const { canUndo, canRedo, undo, redo } = mapper.host();
  const can = way === 'undo' ? canUndo : canRedo;
  if (can) (way === 'undo' ? undo : redo)();
  mapper.store.getState().say(can ? words[way].done : words[way].none);
}
