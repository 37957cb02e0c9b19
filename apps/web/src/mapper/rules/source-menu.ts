// What can be done with a source row, as the items of its menu.
import { parseSourceKey } from '@patchbay/mapping';
import { expressionFor } from '@patchbay/mapping/edit';
import { ArrowRight, Copy, Focus, Link2, TextCursorInput } from 'lucide-react';
import { keyOf } from '../../shortcuts/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { takeUp } from '../drag/keyboard-carry.ts';
import { insertField } from '../formula/writing.ts';
import type { Mapper } from '../mapper-context.ts';
import type { SourceNode } from '../rows/tree-node.ts';
import { fieldName } from './use-rule-edit.ts';

/** So many rules are named in the menu; more are a matter for the filter. */
const mostNamed = 8;

export function sourceMenu(mapper: Mapper, node: SourceNode): MenuItem[] {
  const { view, lines } = mapper.data();
  const { lead } = mapper.store.getState();
  const text = expressionFor(view, parseSourceKey(node.key), lead ?? '') ?? node.name;
  const readers = [...new Set(lines.filter((line) => line.source === node.key).map((line) => line.target))];
  return [
    {
      label: 'Map to…',
      icon: Link2,
      shortcut: keyOf('takeUp'),
      disabled: !mapper.host().mayEdit,
      onSelect: () => takeUp(mapper, 'source', node),
    },
    {
      label: 'Insert into the formula',
      icon: TextCursorInput,
      shortcut: keyOf('insertField'),
      disabled: !mapper.host().mayEdit || (mapper.writing.row ?? mapper.writing.pane) === null,
      // The menu gives the focus back first.
      onSelect: () => void setTimeout(() => insertField(mapper, node)),
    },
    ...(node.branches
      ? [
          {
            label: 'Show only this',
            icon: Focus,
            shortcut: keyOf('drillInto'),
            onSelect: () => mapper.store.getState().drill('source', node.key),
          },
        ]
      : []),
    { label: 'Copy its path', icon: Copy, detail: text, onSelect: () => void navigator.clipboard.writeText(text) },
    ...(readers.length === 0 ? [] : (['divider'] as const)),
    ...readers
      .slice(0, mostNamed)
      .map((path) => ({ label: `Go to ${fieldName(path)}`, icon: ArrowRight, onSelect: () => mapper.goTo(path) })),
  ];
}
