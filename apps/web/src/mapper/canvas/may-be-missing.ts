import type { SourceNode } from '../rows/tree-node.ts';

/** Said of fields that a schema names: nobody expects names that it leaves open. */
export const mayBeMissing = ({ kind, shape }: SourceNode): boolean =>
  kind === 'field' && shape?.kind === 'field' && !shape.required;
