import { describeExpression } from '@patchbay/mapping';
import { parseExpression } from '@patchbay/model/expression';
import { useEffect, useMemo, useRef } from 'react';
import { CodeField } from '../../ui/code-editor/index.ts';
import type { CodeFieldHandle } from '../../ui/code-editor/index.ts';
import { useExpressionAssist } from '../../editor/expression/use-expression-assist.ts';
import { useRuleScope } from '../data/use-rule-scope.ts';
import { useHost, useMapperData } from '../mapper-context.ts';
import { ruleText } from '../rows/rule-text.ts';
import { fieldName, useRuleEdit } from '../rules/use-rule-edit.ts';

interface ConditionFieldProps {
  readonly path: string;
  /** `#when`: of the rule itself · `#case.0.when`: of one of its cases. */
  readonly part: string;
  readonly words: string;
  readonly autoFocus: boolean;
}

/** A condition of a rule, and what it says in words. */
export function ConditionField({ path, part, words: leading, autoFocus }: ConditionFieldProps) {
  const { mayEdit, seal } = useHost();
  const { targetAt, targetNodes } = useMapperData();
  const { setText } = useRuleEdit();
  const field = useRef<CodeFieldHandle>(null);
  const rule = targetNodes[targetAt.get(path) ?? -1]?.rule;
  const text = rule === undefined ? '' : ruleText(rule, part);
  const { scope, types } = useRuleScope(path, part);
  const assist = useExpressionAssist(scope, types);
  const words = useMemo(() => (text.trim() === '' ? '' : describeExpression(parseExpression(text).ast)), [text]);
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  return (
    <div className="grid flex-none grid-cols-[auto_1fr] items-center gap-x-2 text-12">
      <span className="text-ink-3">{leading}</span>
      <CodeField
        handleRef={field}
        aria-label={`${fieldName(path)} ${leading}`}
        placeholder="order.delivery = 'ship'"
        value={text}
        disabled={!mayEdit}
        onChange={(next) => setText(path, part, next)}
        onBlur={seal}
        assist={assist}
      />
      {words === '' || words === text ? null : <span className="col-start-2 truncate text-ink-3">{words}</span>}
    </div>
  );
}
