import type { FlowCommand } from '@patchbay/model/flow';
import { useStore } from 'zustand';
import { Button, CopyButton, Dialog } from '../ui/index.ts';
import type { RejectedEdit } from './autosave-queue.ts';
import { useEditor } from './editor-context.ts';

function words(command: FlowCommand): string {
  switch (command.type) {
    case 'addNode':
      return `Add the step “${command.node.label}”`;
    case 'removeNode':
      return 'Delete a step';
    case 'moveNodes':
      return 'Move steps';
    case 'updateNode':
      return `Change the settings of “${command.node.label}”`;
    case 'renameNode':
      return `Rename a step to “${command.label}”`;
    case 'addEdge':
      return 'Connect two steps';
    case 'removeEdge':
      return 'Remove a connection between steps';
    case 'putSlot':
      return `Add or change the connection slot “${command.slot.label}”`;
    case 'removeSlot':
      return `Remove the connection slot “${command.name}”`;
    case 'putNote':
      return 'Add or change a note';
    case 'removeNote':
      return 'Delete a note';
    case 'updateFlow':
      return 'Change the name or the settings of the flow';
    case 'batch':
      return command.commands.map(words).join(', ');
  }
}

/** Edits that met another person's: shown to their author, who decides. They are never dropped in silence. */
export function RejectedEdits() {
  const { autosave, store } = useEditor();
  const rejected = useStore(autosave.view, (view) => view.rejected);
  const done = (edit: RejectedEdit): void => autosave.forget(edit);
  return (
    <Dialog
      open={rejected.length > 0}
      onClose={() => {
        for (const edit of rejected) done(edit);
      }}
      title="Some of your edits met another person’s"
      description="The canvas shows the flow as it is on the server now. Decide for each edit that did not fit."
      size="medium"
    >
      <ul className="grid gap-2">
        {rejected.map((edit, index) => (
          <li key={index} className="flex items-center gap-2 rounded-2 border border-line px-3 py-2">
            <div className="min-w-0 flex-1">
              <div className="font-medium wrap-anywhere">{words(edit.command)}</div>
              <div className="text-12 text-ink-3">{edit.reason}</div>
            </div>
            <CopyButton text={JSON.stringify(edit.command, null, 2)} label="Copy the edit as text" />
            <Button
              size="small"
              onClick={() => {
                if (store.getState().edit(edit.command)) done(edit);
              }}
            >
              Apply mine
            </Button>
            <Button size="small" onClick={() => done(edit)}>
              Keep theirs
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
