import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { rowHeights } from '../lines/canvas-link.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { PanelHead } from './panel-head.tsx';
import { TargetRow } from './target-row.tsx';
import { TreeView } from './tree-view.tsx';
import { editedPart } from './use-row-pointer.ts';

export function TargetPanel({ rows }: { readonly rows: SideRows<TargetNode> }) {
  const { view, targetNodes } = useMapperData();
  const { givenTarget, doc, mayEdit } = useHost();
  const density = useMapperState((state) => state.density);
  const { store } = useMapper();
  const fields = targetNodes.filter((node) => isLeaf(node)).length;
  const ref = typeof doc.target?.schema === 'string' ? doc.target.schema : undefined;
  const [name, version] = ref?.split('@') ?? [];
  const count = `${fields} ${fields === 1 ? 'field' : 'fields'}`;
  return (
    <section className="mapper-panel target" aria-label="Target">
      <PanelHead
        side="target"
        title={givenTarget?.label ?? name ?? view.target?.title ?? 'Target'}
        detail={version === undefined ? count : `version ${version} · ${count}`}
      />
      <TreeView
        side="target"
        label="Target fields"
        rows={rows}
        rowHeight={rowHeights[density]}
        Row={TargetRow}
        onKey={(event, node) => {
          if ((event.key === 'Enter' || event.key === 'F2') && mayEdit) {
            store.getState().startEditing(node.path, editedPart(node));
            return true;
          }
          if (event.key === '=' && mayEdit) {
            store.getState().startEditing(node.path, editedPart(node), '');
            return true;
          }
          return false;
        }}
        empty={<p className="nothing">{targetNodes.length === 0 ? 'No fields yet.' : 'No field is found.'}</p>}
      />
    </section>
  );
}
