import { useRef } from 'react';
import { RuleCell, rowPart } from '../canvas/rule-cell.tsx';
import { useMapper, useMapperState } from '../mapper-context.ts';
import type { Editing } from '../mapper.store.ts';
import { ruleText } from '../rows/rule-text.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { wholeRule } from '../rows/whole-rule.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { useRuleEdit } from '../rules/use-rule-edit.ts';
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
  if (editing !== null) return <RuleEditor node={node} editing={editing} />;
  if (!inWords || node.rule === undefined) {
    return (
      <>
        {node.rule === undefined ? null : <span className="sr-only">{wholeRule(node.rule, node.part)}</span>}
        <RuleCell node={node} />
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
  const { setText } = useRuleEdit();
  const { remove } = useRuleActions();
  const { store } = useMapper();
  const { leave } = useSheet();
  const after = useRef<AfterEdit>('none');
  const apply = (text: string, next: AfterEdit): void => {
    // What is left by a press elsewhere has been left.
    const isOpen = store.getState().editing === editing;
    if (!isOpen) return;
    leave(node.key, next);
    const isExpression = editing.part === '' && node.rule !== undefined && 'expr' in node.rule;
    if (text.trim() === '' && isExpression) remove([node.path]);
    else setText(editing.path, editing.part, text);
  };
  return (
    <span
      className="rule-cell nokey"
      onKeyDownCapture={(event) => {
        const isListOpen = event.currentTarget.querySelector('[aria-expanded=true]') !== null;
        if (isListOpen) return;
        if (event.key === 'Enter') after.current = 'down';
        if (event.key !== 'Tab') return;
        after.current = event.shiftKey ? 'left' : 'right';
        event.preventDefault();
        event.stopPropagation();
        // The line applies what was typed when it loses the focus.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }}
    >
      <PlainRowFormula
        path={editing.path}
        part={editing.part}
        text={node.rule === undefined ? '' : ruleText(node.rule, editing.part)}
        seed={editing.seed}
        label={`Rule of ${node.name}`}
        onApply={(text) => apply(text, after.current)}
        onCancel={() => leave(node.key, 'stay')}
        onMove={(text, to) => apply(text, to === 'next' ? 'down' : 'stay')}
      />
    </span>
  );
}
