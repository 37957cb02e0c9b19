import { useMapper } from '../mapper-context.ts';
import type { Editing } from '../mapper.store.ts';
import { ruleText } from '../rows/rule-text.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { PlainRowFormula } from '../formula/plain-row-formula.tsx';
import { useRuleEdit } from '../rules/use-rule-edit.ts';

/** The row's formula while one types in it. */
export function RowEditor({ node, editing }: { readonly node: TargetNode; readonly editing: Editing }) {
  const { store } = useMapper();
  const { setText } = useRuleEdit();
  const leave = (): void => {
    store.getState().stopEditing();
    store.getState().show({ reveal: { side: 'target', key: node.key, focus: true } });
  };
  return (
    <PlainRowFormula
      path={editing.path}
      part={editing.part}
      text={node.rule === undefined ? '' : ruleText(node.rule, editing.part)}
      seed={editing.seed}
      label={`Rule of ${node.name}`}
      onApply={(text) => {
        setText(editing.path, editing.part, text);
        leave();
      }}
      onCancel={leave}
      onMove={(text) => {
        setText(editing.path, editing.part, text);
        leave();
      }}
    />
  );
}
