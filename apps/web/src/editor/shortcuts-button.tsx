import { Keyboard } from 'lucide-react';
import { flowGroups, showShortcuts, useKey, usePageShortcuts } from '../shortcuts/index.ts';
import { IconButton } from '../ui/index.ts';

export function ShortcutsButton() {
  usePageShortcuts(flowGroups);
  return (
    <IconButton icon={Keyboard} label="Shortcuts" shortcut={useKey('help')} onClick={() => showShortcuts(flowGroups)} />
  );
}
