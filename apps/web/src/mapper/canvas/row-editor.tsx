import { draftFor } from '../drafts/formula-draft.ts';
import { PlainRowFormula } from '../formula/plain-row-formula.tsx';
import { useMapper, useMapperState } from '../mapper-context.ts';
import type { Editing } from '../mapper.store.ts';
import { ruleText } from '../rows/rule-text.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { useLineEdit } from '../rules/line-edit.ts';

/** The row's formula while one types in it. */
export function RowEditor({ node, editing }: { readonly node: TargetNode; readonly editing: Editing }) {
  const { store } = useMapper();
  const { path, part } = editing;
  const { write, hold, dropDraft } = useLineEdit(path, part);
  const text = node.rule === undefined ? '' : ruleText(node.rule, part);
  const draft = useMapperState((state) => draftFor(state.drafts, editing, text));
  const leave = (): void => {
    store.getState().stopEditing();
    store.getState().show({ reveal: { side: 'target', key: node.key, focus: true } });
  };
  return (
    <PlainRowFormula
      path={path}
      part={part}
      text={text}
      seed={editing.seed ?? draft}
      label={`Rule of ${node.name}`}
      onType={(next) => {
        hold(next);
        // Scrolled away and back, the row opens with all that was typed.
        if (editing.seed !== undefined) store.getState().startEditing(path, part);
      }}
      onApply={(next) => {
        const mistake = write(next);
        if (mistake === undefined) leave();
        return mistake;
      }}
      onLeave={(next) => {
        if (store.getState().editing !== editing) return;
        store.getState().stopEditing();
        write(next);
      }}
      onCancel={() => {
        dropDraft();
        leave();
      }}
    />
  );
}
