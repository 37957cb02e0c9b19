import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowNode } from '@patchbay/model/flow';
import { useCallback, useMemo } from 'react';
import { useDoc, useEditor, useTestRun } from '../editor-context.ts';
import { previewScope } from '../preview/preview-scope.ts';
import type { PreviewScope } from '../preview/preview-scope.ts';

/** What the parts of an inspector share about the node that is shown. */
export interface NodeForm<Node extends FlowNode = FlowNode> {
  readonly node: Node;
  /** Replaces the node's settings. `field` names what is typed in: typing into one field is one step of undo. */
  readonly update: (node: Node, field: string) => void;
  readonly seal: () => void;
  readonly preview: PreviewScope;
  readonly problems: readonly Diagnostic[];
  readonly disabled: boolean;
}

export function useNodeForm<Node extends FlowNode>(node: Node, problems: readonly Diagnostic[]): NodeForm<Node> {
  const { store, catalogue, mayEdit } = useEditor();
  const doc = useDoc();
  const run = useTestRun((state) => state);
  const preview = useMemo(() => previewScope({ doc, catalogue, run, nodeId: node.id }), [doc, catalogue, run, node.id]);
  const own = useMemo(() => problems.filter((problem) => problem.at.nodeId === node.id), [problems, node.id]);
  const update = useCallback(
    (next: Node, field: string) => {
      store.getState().edit({ type: 'updateNode', node: next }, { coalesce: `${next.id}/${field}` });
    },
    [store],
  );
  const seal = useCallback(() => store.getState().seal(), [store]);
  return { node, update, seal, preview, problems: own, disabled: !mayEdit };
}

/** Problems of a field and of what lies inside it. */
export const problemsAt = (problems: readonly Diagnostic[], field: string): Diagnostic[] =>
  problems.filter(
    ({ at }) =>
      at.field === field || at.field?.startsWith(`${field}.`) === true || at.field?.startsWith(`${field}#`) === true,
  );
