import type { TargetOrder } from '@patchbay/mapping/edit';
import type { MapperData } from '../data/mapper-data.ts';

/** The target's fields below a row, as they are listed: those of its shape in their order, then the others. */
export const namesBelow =
  ({ targetNodes, targetAt }: Pick<MapperData, 'targetNodes' | 'targetAt'>): TargetOrder =>
  (path) => {
    const above = targetAt.get(path) ?? -1;
    if (above < 0 && path !== '') return [];
    const end = targetNodes[above]?.end ?? targetNodes.length;
    const names: string[] = [];
    for (let at = above + 1; at < end;) {
      const node = targetNodes[at];
      if (node?.kind === 'field' && node.shape !== undefined) names.push(node.name);
      at = node?.end ?? end;
    }
    return names;
  };
