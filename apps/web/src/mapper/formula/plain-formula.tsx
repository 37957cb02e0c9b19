import { ExpressionField } from '../../editor/expression/expression-field.tsx';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import { fieldName, useRuleEdit } from '../rules/use-rule-edit.ts';
import { ruleText } from '../rows/rule-text.ts';
import { useRuleScope } from '../data/use-rule-scope.ts';
import type { PaneProps } from '../slots.tsx';

/** The selected rule's formula, with its result. */
export function PlainFormula({ path }: PaneProps) {
  if (path === null) return <p className="p-3 text-12 text-ink-3">Select a target row to see its formula.</p>;
  return <FormulaOf key={path} path={path} />;
}

function FormulaOf({ path }: { readonly path: string }) {
  const { mayEdit, seal } = useHost();
  const mapper = useMapper();
  const { targetAt, targetNodes, problemsAt } = useMapperData();
  const { setText } = useRuleEdit();
  const { scope, types } = useRuleScope(path, '');
  const rule = targetNodes[targetAt.get(path) ?? -1]?.rule;
  return (
    <div className="grid gap-2 px-3 py-2">
      <div className="flex h-6 items-center gap-2">
        <span className="text-12 font-semibold text-ink-2">Formula</span>
        <span className="text-12 text-ink-3">for</span>
        <code>{fieldName(path)}</code>
      </div>
      <ExpressionField
        label={`Formula for ${fieldName(path)}`}
        value={rule === undefined ? '' : ruleText(rule)}
        onChange={(text) => setText(path, '', text)}
        onBlur={seal}
        scope={scope}
        types={types}
        sources={mapper.data().sources.map((source) => ({
          root: source.root,
          nodeId: source.root,
          label: source.label,
          icon: 'database',
          value: null,
          origin: 'sample' as const,
        }))}
        problems={problemsAt.get(path) ?? []}
        disabled={!mayEdit}
      />
    </div>
  );
}
