import { isStructure } from '@patchbay/model/mapping';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';

/** Shows how the value of a row came about, beside the value. */
export function openTrace({ store, data }: Mapper, node: Pick<TargetNode, 'path' | 'part' | 'key' | 'rule'>): void {
  if (node.rule === undefined || (isStructure(node.rule) && !('for' in node.rule) && node.rule.when === undefined)) {
    store.getState().say('There is no formula whose value could be followed.');
    return;
  }
  if (data().sample === undefined) {
    store.getState().say('There is no sample: without data there is no value.');
    return;
  }
  const box = boxOf(node.key);
  store.getState().show({
    trace: { path: node.path, part: node.part, at: { left: box.left, top: box.top, bottom: box.bottom } },
  });
}

/** The value of the row where it is shown: in the tree or in the table. */
function boxOf(key: string): DOMRect {
  const row = [...document.querySelectorAll<HTMLElement>('[data-side=target] [data-key]')].find(
    (element) => element.dataset['key'] === key,
  );
  const value = row?.querySelector('[data-cell=value]') ?? row;
  return value?.getBoundingClientRect() ?? new DOMRect(window.innerWidth / 2, 120, 0, 24);
}
