// Keys and clipboard of a canvas that has the focus. Text fields keep their own keys; Tab is never taken.
import { useCallback } from 'react';
import { copyText, pasteCommands } from '../clipboard.ts';
import { batchOf } from '../editor.store.ts';
import type { Selection } from '../editor.store.ts';
import type { LightStore } from './canvas-context.ts';
import { shortcutOf } from './canvas-shortcuts.ts';
import type { FlowCanvasProps } from './flow-canvas.tsx';
import { gridStep } from './geometry.ts';
import { deleteNodesCommands } from './splice.ts';
import type { CanvasHandle } from './use-canvas-gestures.ts';

interface KeysInput extends FlowCanvasProps {
  readonly selection: Selection;
  readonly light: LightStore;
  readonly handle: CanvasHandle;
}

/** Where typing belongs to something else: fields, the code editor (which focuses a plain div), open menus. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable], .nokey, [role="menu"]') !== null;

const pasteShift = { x: gridStep * 4, y: gridStep * 4 };

export function useCanvasKeys(input: KeysInput) {
  const { doc, selection, editing, handle, light, onSelect, onOpen, onRename } = input;

  const paste = useCallback(
    (text: string) => {
      const pasted = pasteCommands(doc, text, pasteShift);
      const command = batchOf(pasted?.commands ?? []);
      if (command === null || pasted === null) return false;
      return editing?.edit(command, { select: { nodes: pasted.nodeIds, notes: pasted.noteIds } }) ?? false;
    },
    [doc, editing],
  );

  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (takesText(event.target) || event.defaultPrevented) return;
    // A focused button inside the canvas keeps Enter and the space bar.
    if (event.target !== event.currentTarget && (event.key === 'Enter' || event.key === ' ')) return;
    const shortcut = shortcutOf(event, editing !== undefined);
    if (shortcut === undefined) return;
    if (event.key === 'Escape' && selection.nodes.length + selection.edges.length + selection.notes.length === 0)
      return;
    event.preventDefault();
    shortcut.run({
      doc,
      selection,
      editing: editing ?? null,
      select: (next) => onSelect?.(next),
      zoom: handle.zoom,
      reveal: handle.reveal,
      open: (id) => onOpen?.(id, 'key'),
      rename: (id) => {
        if (doc.notes.some((note) => note.id === id)) light.setState({ editedNote: id });
        else onRename?.(id);
      },
      duplicate: () => paste(copyText(doc, selection)),
      addNote: handle.addNote,
    });
  };

  const onCopy = (event: React.ClipboardEvent): boolean => {
    if (takesText(event.target)) return false;
    const text = copyText(doc, selection);
    if (text === '') return false;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    return true;
  };

  return {
    onKeyDown,
    onCopy: (event: React.ClipboardEvent) => {
      onCopy(event);
    },
    onCut: (event: React.ClipboardEvent) => {
      if (editing === undefined || !onCopy(event)) return;
      const command = batchOf([
        ...deleteNodesCommands(doc, selection.nodes, false),
        ...doc.notes
          .filter((note) => selection.notes.includes(note.id))
          .map((note) => ({ type: 'removeNote' as const, noteId: note.id })),
      ]);
      if (command !== null) editing.edit(command, { select: {} });
    },
    onPaste: (event: React.ClipboardEvent) => {
      if (editing === undefined || takesText(event.target)) return;
      if (paste(event.clipboardData.getData('text/plain'))) event.preventDefault();
    },
  };
}
