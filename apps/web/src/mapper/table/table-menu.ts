// What can be done with a row of the table.
import { Ban, CircleCheck, Copy, ListTodo, ListTree, MessageSquareText, Pencil, Spline, Trash2 } from 'lucide-react';
import type { MenuItem } from '../../ui/index.ts';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { libraryItems } from '../parts/library-items.ts';
import { removePart } from '../rules/remove-part.ts';
import { copied } from '../rules/rule-clipboard.ts';
import { ruleActions } from '../rules/use-rule-actions.ts';
import { openTrace } from '../trace/open-trace.ts';
import { showOnCanvas } from './begin-cell.ts';
import { statusTitles } from './rule-meta-mark.tsx';
import type { Sheet } from './sheet-context.ts';
import { metaEdits } from './use-meta-edits.ts';
import { keyOf } from '../../shortcuts/index.ts';

export function tableMenu(mapper: Mapper, node: TargetNode, sheet: Sheet): MenuItem[] {
  const look: MenuItem[] = [
    {
      label: 'How the value came about',
      icon: ListTree,
      shortcut: keyOf('trace'),
      onSelect: () => openTrace(mapper, node),
    },
    { label: 'Show on the canvas', icon: Spline, onSelect: () => showOnCanvas(mapper, node) },
  ];
  if (!mapper.host().mayEdit) return look;
  const edit: MenuItem = {
    label: 'Edit the rule',
    icon: Pencil,
    shortcut: 'Enter',
    onSelect: () => sheet.begin({ key: node.key, column: 'rule' }),
  };
  if (node.part !== '') {
    const remove: MenuItem = {
      label: 'Remove',
      icon: Trash2,
      shortcut: keyOf('removeRule'),
      danger: true,
      onSelect: () => removePart(mapper, node),
    };
    return [edit, ...look, 'divider', remove];
  }
  const { selected } = mapper.store.getState();
  const paths = selected.includes(node.path) ? selected : [node.path];
  const { setStatus } = metaEdits(mapper);
  return [
    edit,
    {
      label: 'Comment',
      icon: MessageSquareText,
      onSelect: () => sheet.begin({ key: node.key, column: 'comment' }),
    },
    ...look,
    ...libraryItems(mapper, node),
    'divider',
    { label: statusTitles.todo, icon: ListTodo, onSelect: () => setStatus(paths, 'todo') },
    { label: statusTitles.reviewed, icon: CircleCheck, onSelect: () => setStatus(paths, 'reviewed') },
    { label: 'No status', icon: Ban, onSelect: () => setStatus(paths, undefined) },
    'divider',
    {
      label: paths.length === 1 ? 'Copy the rule' : 'Copy the rules',
      icon: Copy,
      shortcut: 'Mod+C',
      onSelect: () => copy(mapper, paths),
    },
    {
      label: paths.length === 1 ? 'Remove the rule' : `Remove ${paths.length} rules`,
      icon: Trash2,
      shortcut: keyOf('removeRule'),
      danger: true,
      onSelect: () => ruleActions(mapper).remove(paths),
    },
  ];
}

function copy(mapper: Mapper, paths: readonly string[]): void {
  mapper.store.getState().select(paths);
  const text = copied(mapper);
  if (text !== undefined) void navigator.clipboard.writeText(text);
}
