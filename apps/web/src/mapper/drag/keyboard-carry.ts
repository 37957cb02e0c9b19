// The keyboard's way to draw a line: M takes the row up, arrows or letters go to its partner, Enter lets it go.
import type { Mapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import { choicesFor, drop, dropWords } from './drops.ts';

export const otherSide = (side: Side): Side => (side === 'source' ? 'target' : 'source');

/** Takes a row up; the focus goes to the other tree. */
export function takeUp(mapper: Mapper, side: Side, node: TreeNode): void {
  const { store } = mapper;
  const other = otherSide(side);
  const nodes = other === 'source' ? mapper.data().sourceNodes : mapper.data().targetNodes;
  const cursor = store.getState().cursor[other];
  const key = cursor !== null && nodes.some((candidate) => candidate.key === cursor) ? cursor : nodes[0]?.key;
  if (key === undefined) {
    store.getState().say(other === 'target' ? 'There is no target field yet.' : 'There is no source field.');
    return;
  }
  store.getState().show({
    carried: { side, key: node.key, by: 'keyboard' },
    over: null,
    reveal: { side: other, key, focus: true },
  });
  const partner = other === 'target' ? 'a target' : 'a source';
  store
    .getState()
    .say(
      `${node.name} is taken up. Choose ${partner} with the arrow keys or type its name; Enter maps, Escape puts it back.`,
    );
}

/** Puts the carried row back and gives it the focus. */
export function putBack(mapper: Mapper): void {
  const { carried } = mapper.store.getState();
  if (carried === null) return;
  mapper.store
    .getState()
    .show({ carried: null, over: null, reveal: { side: carried.side, key: carried.key, focus: true } });
  mapper.store.getState().say('Put back.');
}

/** Lets the carried row go on the row with the focus. */
export function letGo(mapper: Mapper, node: TreeNode, element: Element | null): void {
  const { carried } = mapper.store.getState();
  if (carried === null) return;
  const ends =
    carried.side === 'source' ? { source: carried.key, target: node.key } : { source: node.key, target: carried.key };
  const box = element?.getBoundingClientRect();
  mapper.store.getState().show({ carried: null, over: null });
  drop(mapper, { ...ends, at: { x: (box?.left ?? 200) + 40, y: box?.bottom ?? 200 } });
}

/** Says what letting go at a row would do, as the arrows move. */
export function weigh(mapper: Mapper, node: TreeNode): void {
  const { carried } = mapper.store.getState();
  if (carried === null) return;
  const ends =
    carried.side === 'source' ? { source: carried.key, target: node.key } : { source: node.key, target: carried.key };
  const over = { key: node.key, ...dropWords(choicesFor(mapper, ends)) };
  mapper.store.getState().show({ over });
  mapper.store.getState().say(`${node.name}: ${over.words}`);
}
