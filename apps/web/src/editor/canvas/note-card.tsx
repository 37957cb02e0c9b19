import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useCanvas } from './canvas-context.ts';
import type { NoteNode } from './projection.ts';

/** A remark on the canvas: a double click or F2 edits it, Escape or a click elsewhere ends that. */
export const NoteCard = memo(function NoteCard({ data }: NodeProps<NoteNode>) {
  const { editing, light } = useCanvas();
  const { note } = data;
  const edited = useStore(light, (state) => state.editedNote === note.id);
  if (!edited || editing === null) {
    return (
      <div
        className="note-card"
        role="note"
        onDoubleClick={(event) => {
          event.stopPropagation();
          light.setState({ editedNote: note.id });
        }}
      >
        {note.text === '' ? <span className="text-ink-3">Write a note</span> : note.text}
      </div>
    );
  }
  return (
    <div className="note-card">
      <textarea
        className="nodrag nowheel nokey"
        aria-label="Text of the note"
        autoFocus
        defaultValue={note.text}
        maxLength={5_000}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        onBlur={(event) => {
          light.setState({ editedNote: null });
          const text = event.currentTarget.value;
          if (text !== note.text) editing.edit({ type: 'putNote', note: { ...note, text } });
        }}
      />
    </div>
  );
});
