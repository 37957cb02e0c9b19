import { RuleCell } from '../canvas/rule-cell.tsx';
import { suggestionOf } from '../canvas/row-suggestion.ts';
import { draftFor } from '../drafts/formula-draft.ts';
import { draftOfRow, waitsInRow } from '../drafts/row-draft.ts';
import { rowPart } from '../rows/edited-part.ts';
import { useHost, useMapper, useMapperState } from '../mapper-context.ts';
import type { Editing } from '../mapper.store.ts';
import { ruleText } from '../rows/rule-text.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { wholeRule } from '../rows/whole-rule.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { useLineEdit } from '../rules/line-edit.ts';
import { PlainRowFormula } from '../formula/plain-row-formula.tsx';
import { rowInWords } from './rule-words.ts';
import { useSheet } from './sheet-context.ts';
import type { AfterEdit } from './sheet-context.ts';

/** The rule, as formula or in words, and the line to type it in. */
export function RuleTableCell({ node, inWords }: { readonly node: TargetNode; readonly inWords: boolean }) {
  const editing = useMapperState((state) =>
    state.editing !== null && state.editing.path === node.path && rowPart(state.editing.part) === node.part
      ? state.editing
      : null,
  );
  const { doc } = useHost();
  const draft = useMapperState(({ drafts }) => draftOfRow(drafts, node));
  const waits = useMapperState(({ drafts }) => waitsInRow(drafts, node));
  const suggestion = useMapperState(({ suggestions }) => suggestionOf(suggestions, node));
  if (editing !== null) return <RuleEditor node={node} editing={editing} />;
  const typed = draft ?? waits;
  // What is typed has no words.
  if (!inWords || node.rule === undefined || typed !== undefined) {
    return (
      <>
        <span className="sr-only">
          {node.rule === undefined ? '' : wholeRule(node.rule, node.part, doc)}
          {typed === undefined ? '' : `, typed and not applied: ${typed}`}
        </span>
        <RuleCell node={node} draft={draft} waits={waits} suggestion={suggestion} />
      </>
    );
  }
  const words = rowInWords(node.rule, node.part);
  return (
    <span className="clip" title={words} data-cell="rule">
      {words}
    </span>
  );
}

function RuleEditor({ node, editing }: { readonly node: TargetNode; readonly editing: Editing }) {
  const { remove } = useRuleActions();
  const { store } = useMapper();
  const { leave } = useSheet();
  const { path, part } = editing;
  const { write, hold, dropDraft } = useLineEdit(path, part);
  const text = node.rule === undefined ? '' : ruleText(node.rule, part);
  const draft = useMapperState((state) => draftFor(state.drafts, editing, text));
  /** Hands back what is wrong with the text; then the cell stays open. */
  const apply = (next: string, after: AfterEdit): string | undefined => {
    const isExpression = part === '' && node.rule !== undefined && 'expr' in node.rule;
    if (next.trim() === '' && isExpression) {
      leave(node.key, after);
      remove([path]);
      return undefined;
    }
    const mistake = write(next);
    if (mistake === undefined) leave(node.key, after);
    return mistake;
  };
  return (
    <span className="rule-cell nokey">
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
        onApply={(next) => apply(next, 'down')}
        onLeave={(next) => {
          // What is left by a press elsewhere has been left.
          if (store.getState().editing !== editing) return;
          if (apply(next, 'none') !== undefined) leave(node.key, 'none');
        }}
        onCancel={() => {
          dropDraft();
          leave(node.key, 'stay');
        }}
        onMove={(next, to) => apply(next, to === 'next' ? 'right' : 'left')}
      />
    </span>
  );
}
