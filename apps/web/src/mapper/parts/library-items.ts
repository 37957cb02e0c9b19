// What a row has to do with the library, as items of its menu: a part that may go there, a mapping of it that the row calls.
import { BookmarkPlus, ExternalLink } from 'lucide-react';
import type { MenuAction } from '../../ui/index.ts';
import { keyOf } from '../../shortcuts/index.ts';
import { refParts } from '../library/library-ref.ts';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { askToKeep, isPart, openMapping } from './keep-part.ts';

export function libraryItems(mapper: Mapper, node: TargetNode): MenuAction[] {
  const { keep, open } = mapper.host().library;
  const { rule, path } = node;
  if (keep !== undefined && isPart(node))
    return [
      {
        label: 'Keep as a mapping of its own…',
        icon: BookmarkPlus,
        shortcut: keyOf('keepPart'),
        detail: 'In the library, for other mappings to call',
        onSelect: () => askToKeep(mapper, path),
      },
    ];
  const ref = node.part === '' && rule !== undefined && 'map' in rule ? rule.map : '';
  if (open === undefined || ref === '') return [];
  return [{ label: `Open ${refParts(ref).name}`, icon: ExternalLink, onSelect: () => openMapping(mapper, ref) }];
}
