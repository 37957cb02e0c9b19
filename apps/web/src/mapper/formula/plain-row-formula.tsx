import { useEffect, useRef, useState } from 'react';
import { useExpressionAssist } from '../../editor/expression/use-expression-assist.ts';
import { CodeField } from '../../ui/code-editor/index.ts';
import type { CodeFieldHandle } from '../../ui/code-editor/index.ts';
import { useRuleScope } from '../data/use-rule-scope.ts';
import { DraftResult } from '../trace/draft-result.tsx';
import type { RowFormulaProps } from '../slots.tsx';

/** One line to type a formula in. */
export function PlainRowFormula({ path, part, text, seed, label, onApply, onCancel }: RowFormulaProps) {
  const [draft, setDraft] = useState(seed ?? text);
  const field = useRef<CodeFieldHandle>(null);
  const host = useRef<HTMLDivElement>(null);
  const left = useRef(false);
  const { scope, types } = useRuleScope(path, part);
  const assist = useExpressionAssist(scope, types);
  useEffect(() => field.current?.focus(), []);
  return (
    <div
      ref={host}
      className="row-formula nokey"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.defaultPrevented && event.key !== 'Enter') return;
        const isListOpen = host.current?.querySelector('[aria-expanded=true]') !== null;
        if (event.key === 'Escape') {
          left.current = true;
          onCancel();
        }
        if (event.key === 'Enter' && !isListOpen) {
          event.preventDefault();
          left.current = true;
          onApply(draft);
        }
      }}
    >
      <DraftResult before={text} draft={draft} scope={scope} />
      <CodeField
        handleRef={field}
        aria-label={label}
        value={draft}
        onChange={setDraft}
        onBlur={() => {
          if (!left.current) onApply(draft);
        }}
        assist={assist}
      />
    </div>
  );
}
