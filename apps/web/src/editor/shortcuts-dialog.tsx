import { Keyboard } from 'lucide-react';
import { useState } from 'react';
import { Dialog, IconButton, ShortcutList, useShortcut } from '../ui/index.ts';
import { canvasShortcuts } from './canvas/canvas-shortcuts.ts';

const everywhere: readonly { keys: readonly string[]; words: string }[] = [
  { keys: ['Mod+K'], words: 'Go to a page, a flow or an action' },
  { keys: ['Mod+F'], words: 'Find a step' },
  { keys: ['Mod+Enter'], words: 'Test run' },
  { keys: ['Mod+S'], words: 'Save now' },
  { keys: ['Shift+P'], words: 'Publish' },
  { keys: ['F8'], words: 'Next problem' },
  { keys: ['Shift+F8'], words: 'Previous problem' },
  { keys: ['?'], words: 'This list' },
];
const clipboard: readonly { keys: readonly string[]; words: string }[] = [
  { keys: ['Mod+C'], words: 'Copy as text' },
  { keys: ['Mod+X'], words: 'Cut' },
  { keys: ['Mod+V'], words: 'Paste' },
];

export function ShortcutsButton() {
  const [open, setOpen] = useState(false);
  useShortcut('?', () => setOpen(true));
  return (
    <>
      <IconButton icon={Keyboard} label="Shortcuts" shortcut="?" onClick={() => setOpen(true)} />
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Shortcuts"
        description="Single letters act while the canvas has the focus."
        size="medium"
        isReadOnly
      >
        <div className="grid grid-cols-2 gap-x-8">
          <ShortcutList title="Everywhere in the editor" rows={everywhere} />
          <ShortcutList title="On the canvas" rows={[...canvasShortcuts, ...clipboard]} />
        </div>
      </Dialog>
    </>
  );
}
