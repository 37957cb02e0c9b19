import { Plus } from 'lucide-react';
import { memo } from 'react';
import { many } from '../../ui/index.ts';
import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { rowHeights } from '../lines/canvas-link.ts';
import { targetMenu } from '../rules/row-menu.ts';
import { targetKey } from '../rules/target-keys.ts';
import { useByHand } from '../rules/use-by-hand.ts';
import { homeOf, useRuleActions } from '../rules/use-rule-actions.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import { EmptyTarget } from '../schemas/empty-panels.tsx';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { wholeRule } from '../rows/whole-rule.ts';
import { draftOfRow, waitsInRow } from '../drafts/row-draft.ts';
import { targetWords } from './row-words.ts';
import { PanelHead } from './panel-head.tsx';
import { useKeptFacts } from './row-facts.ts';
import type { TargetFacts } from './row-facts.ts';
import { suggestionOf } from './row-suggestion.ts';
import { TargetRow } from './target-row.tsx';
import { TreeView } from './tree-view.tsx';

/** Memoised: the canvas around it follows the selection, which rows look at by themselves. */
export const TargetPanel = memo(function TargetPanel({ rows }: { readonly rows: SideRows<TargetNode> }) {
  const { view, targetNodes, results, problemsAt, meter } = useMapperData();
  const keep = useKeptFacts<TargetFacts>();
  const { givenTarget, doc, mayEdit } = useHost();
  const density = useMapperState((state) => state.density);
  const drafts = useMapperState((state) => state.drafts);
  const suggestions = useMapperState((state) => state.suggestions);
  const mapper = useMapper();
  const isByHand = useByHand();
  const fields = targetNodes.filter((node) => isLeaf(node)).length;
  const ref = typeof doc.target?.schema === 'string' ? doc.target.schema : undefined;
  const [name, version] = ref?.split('@') ?? [];
  const count = fields === 0 ? '' : `${many(fields)} ${fields === 1 ? 'field' : 'fields'}`;
  return (
    <section className="mapper-panel target" aria-label="Target">
      <PanelHead
        side="target"
        rows={rows}
        title={givenTarget?.label ?? name ?? view.target?.title ?? 'Target'}
        detail={version === undefined ? count : `version ${version} · ${count}`}
      />
      <TreeView
        side="target"
        label="Target fields"
        rows={rows}
        rowHeight={rowHeights[density]}
        Row={TargetRow}
        factsOf={(node) =>
          keep({
            node,
            rule: node.rule === undefined ? '' : wholeRule(node.rule, node.part, doc),
            draft: draftOfRow(drafts, node),
            waits: waitsInRow(drafts, node),
            suggestion: suggestionOf(suggestions, node),
            result: results.get(node.key),
            problems: problemsAt.get(node.key) ?? noProblems,
            isMissing: node.kind === 'field' && meter.missing.has(node.path),
            meta: node.part === '' ? view.doc.meta?.rules[node.path] : undefined,
            mayEdit,
          })
        }
        wordsOf={targetWords}
        onKey={(event, node) => mayEdit && targetKey(mapper, event, node)}
        menu={(node) => targetMenu(mapper, node)}
        empty={<EmptyTarget isEmpty={targetNodes.length === 0} />}
      />
      {mayEdit && targetNodes.length > 0 && isByHand ? <AddField /> : null}
    </section>
  );
});

const noProblems = [] as const;

/** Without a shape the fields are added by hand: at the top, or into the selected structure. */
function AddField() {
  const mapper = useMapper();
  const { add } = useRuleActions();
  const lead = useMapperState((state) => state.lead);
  const home = lead === null ? '' : homeOf(mapper, lead);
  return (
    <div className="add-field">
      {home === '' ? null : (
        <button type="button" onClick={() => add(home)}>
          <Plus size={14} aria-hidden />
          {`Add a field to ${fieldName(home)}`}
        </button>
      )}
      <button type="button" onClick={() => add('')}>
        <Plus size={14} aria-hidden />
        Add a field
      </button>
    </div>
  );
}
