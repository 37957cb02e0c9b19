import type { TargetNode } from './tree-node.ts';

/** The expression that a row's cell edits: of a case what it gives. */
export const editedPart = (node: Pick<TargetNode, 'kind' | 'part'>): string =>
  node.kind === 'case' ? `${node.part}.then` : node.part;

/** Parts without a row of their own are edited in the rule's row. */
export const rowPart = (part: string): string =>
  part.startsWith('#let.') || part.startsWith('#case.')
    ? part.replace(/\.(when|then)$/, '')
    : part === '#otherwise'
      ? part
      : '';
