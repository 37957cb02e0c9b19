import type { TargetNode } from './tree-node.ts';

/** The expression that a row's cell edits: of a case what it gives. */
export const editedPart = (node: Pick<TargetNode, 'kind' | 'part'>): string =>
  node.kind === 'case' ? `${node.part}.then` : node.part;
