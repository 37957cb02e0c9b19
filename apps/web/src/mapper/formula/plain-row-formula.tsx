import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useExpressionAssist } from '../../editor/expression/use-expression-assist.ts';
import { CodeField } from '../../ui/code-editor/index.ts';
import type { CodeFieldHandle } from '../../ui/code-editor/index.ts';
import { useRuleScope } from '../data/use-rule-scope.ts';
import type { RowFormulaProps } from '../slots.tsx';
import { DraftResult } from '../trace/draft-result.tsx';
import { useOutsideOf } from './use-outside-of.ts';
import { useWriting } from './use-writing.ts';

/** One line to type a formula in. It stays open while one chooses a field of the source for it. */
export function PlainRowFormula(props: RowFormulaProps) {
  const { path, part, text, seed, label, onType, onApply, onLeave, onCancel, onMove } = props;
  const [draft, setDraft] = useState(seed ?? text);
  const [mistake, setMistake] = useState<string>();
  const field = useRef<CodeFieldHandle>(null);
  const host = useRef<HTMLDivElement>(null);
  const { scope, types } = useRuleScope(path, part);
  const assist = useExpressionAssist(scope, types);
  useEffect(() => field.current?.focus(), []);
  // The whole row: it is the one that is written.
  useWriting('row', { path, part, field, host, around: '[data-key]' });
  useOutsideOf(host, () => onLeave(draft));

  const onKeyDown = (event: KeyboardEvent): void => {
    // From here one goes to the source and back.
    if (event.key === 'F6') return;
    event.stopPropagation();
    if (event.defaultPrevented && event.key !== 'Enter') return;
    const isListOpen = host.current?.querySelector('[aria-expanded=true]') !== null;
    if (event.key === 'Escape') onCancel();
    if (isListOpen) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      setMistake(onApply(draft));
    } else if (event.key === 'Tab' && onMove !== undefined) {
      event.preventDefault();
      setMistake(onMove(draft, event.shiftKey ? 'previous' : 'next'));
    }
  };
  return (
    <div ref={host} className="row-formula nokey" onKeyDown={onKeyDown}>
      {mistake === undefined ? (
        <DraftResult before={text} draft={draft} scope={scope} />
      ) : (
        <span role="alert" className="draft-result mistake">
          {mistake}
        </span>
      )}
      <CodeField
        handleRef={field}
        aria-label={label}
        aria-invalid={mistake !== undefined}
        value={draft}
        onChange={(next) => {
          setDraft(next);
          onType(next);
          setMistake(undefined);
        }}
        assist={assist}
      />
    </div>
  );
}
