// Nodes of a tree by their address: positions among the children on the way down, `0.1`; the root is the empty text.
import { childrenOf } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';

export const addressOf = (parent: string, position: number): string =>
  parent === '' ? `${position}` : `${parent}.${position}`;

/** The positions of an address; undefined when the text is none. */
export function positionsOf(address: string): number[] | undefined {
  if (address === '') return [];
  const parts = address.split('.');
  return parts.every((part) => /^\d{1,5}$/.test(part)) ? parts.map(Number) : undefined;
}

export function nodeAt(tree: Expression, address: string): Expression | undefined {
  let node: Expression | undefined = tree;
  for (const position of positionsOf(address) ?? [-1])
    node = node === undefined ? undefined : childrenOf(node)[position];
  return node;
}

/** The address of the node around, and the position in it; undefined for the root. */
export function parentOf(address: string): { readonly parent: string; readonly position: number } | undefined {
  const positions = positionsOf(address);
  const position = positions?.at(-1);
  if (positions === undefined || position === undefined) return undefined;
  return { parent: positions.slice(0, -1).join('.'), position };
}

/** The tree with another node at an address; undefined when nothing is there. */
export function withNode(
  tree: Expression,
  address: string,
  change: (node: Expression) => Expression,
): Expression | undefined {
  const positions = positionsOf(address);
  return positions === undefined ? undefined : replaced(tree, positions, change);
}

function replaced(
  node: Expression,
  [position, ...rest]: readonly number[],
  change: (node: Expression) => Expression,
): Expression | undefined {
  if (position === undefined) return change(node);
  const children = childrenOf(node);
  const child = children[position];
  const next = child === undefined ? undefined : replaced(child, rest, change);
  return next === undefined ? undefined : withChildren(node, children.with(position, next));
}

/** The node with other children, as many as before; of calls and lists any number. */
export function withChildren(node: Expression, children: readonly Expression[]): Expression {
  const [first = node, second = node] = children;
  switch (node.kind) {
    case 'literal':
    case 'name':
    case 'special':
      return node;
    case 'member':
    case 'each':
      return { ...node, object: first };
    case 'index':
      return { ...node, object: first, index: second };
    case 'unary':
      return { ...node, operand: first };
    case 'binary':
      return { ...node, left: first, right: second };
    case 'call':
      return { ...node, args: children };
    case 'lambda':
      return { ...node, body: first };
    case 'list':
      return { ...node, items: children };
    case 'object':
      return { ...node, entries: node.entries.map((entry, at) => ({ ...entry, value: children[at] ?? entry.value })) };
    case 'error':
      return { ...node, parts: children };
  }
}
