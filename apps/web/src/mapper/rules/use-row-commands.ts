import { Pencil } from 'lucide-react';
import { useCallback } from 'react';
import { usePageCommands } from '../../ui/index.ts';
import type { PaletteGroup, PaletteItem } from '../../ui/index.ts';
import { useMapper } from '../mapper-context.ts';
import { targetMenu } from './row-menu.ts';
import { fieldName } from './use-rule-edit.ts';

/** All that the menu of the row with the cursor offers stands in the command palette too. */
export function useRowCommands(): void {
  const mapper = useMapper();
  usePageCommands(
    useCallback((): PaletteGroup => {
      const { cursor, lead } = mapper.store.getState();
      const { targetNodes, targetAt } = mapper.data();
      const node = targetNodes[targetAt.get(cursor.target ?? lead ?? '') ?? -1];
      if (node === undefined) return { heading: 'Row', items: [] };
      return {
        heading: `Row ${fieldName(node.path)}`,
        items: targetMenu(mapper, node).flatMap((item, at): PaletteItem[] =>
          item === 'divider' || item.disabled === true || typeof item.label !== 'string'
            ? []
            : [
                {
                  id: `row-${at}`,
                  label: item.label,
                  icon: item.icon ?? Pencil,
                  ...(item.shortcut === undefined ? {} : { shortcut: item.shortcut }),
                  onSelect: item.onSelect,
                },
              ],
        ),
      };
    }, [mapper]),
  );
}
