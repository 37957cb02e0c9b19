import type { MappingRule } from '@patchbay/model/mapping';
import { isLoop, isStructure } from '@patchbay/model/mapping';
import { useDeferredValue, useRef, useState } from 'react';
import { Kbd, Select } from '../../ui/index.ts';
import type { CodeFieldHandle } from '../../ui/code-editor/index.ts';
import { useHost, useMapperData, useMapperState } from '../mapper-context.ts';
import { editedPart } from '../rows/edited-part.ts';
import { ruleText } from '../rows/rule-text.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { fieldName, useRuleEdit } from '../rules/use-rule-edit.ts';
import type { PaneProps } from '../slots.tsx';
import { ConditionField } from './condition-field.tsx';
import { PartEditor } from './part-editor.tsx';
import { DraftNotes } from './draft-notes.tsx';
import { FormulaTools } from './formula-tools.tsx';
import { LookupChoice } from './lookup-choice.tsx';
import { useKey } from '../../shortcuts/index.ts';

/** The formula of the selected row, with room to write. */
export function FormulaPane({ path }: PaneProps) {
  const { targetNodes, targetAt } = useMapperData();
  const cursor = useDeferredValue(useMapperState((state) => state.cursor.target));
  const node = path === null ? undefined : targetNodes[targetAt.get(path) ?? -1];
  const at = targetNodes[targetAt.get(cursor ?? '') ?? -1];
  // Named values of the whole have no rule with a row.
  if (at !== undefined && at.part !== '' && (path === null || at.path === path))
    return <PartOf key={at.key} node={at} />;
  return node === undefined ? <NothingChosen /> : <FormulaOf key={node.path} path={node.path} rule={node.rule} />;
}

/** What can be done from here, while no row is chosen. */
function NothingChosen() {
  const keys = useKey('takeUp');
  return (
    <div className="nothing-chosen">
      <b>Formula</b>
      <p>Select a row of the target to read and write its formula here.</p>
      <p>
        To map a field, drag it onto a row
        {keys === undefined ? (
          ', or choose “Map to…” in its menu.'
        ) : (
          <>
            , or press <Kbd keys={keys} read /> on it and then <Kbd keys="Enter" read /> on the row.
          </>
        )}
      </p>
    </div>
  );
}

function FormulaOf({ path, rule }: { readonly path: string; readonly rule: MappingRule | undefined }) {
  const { mayEdit } = useHost();
  const { setText } = useRuleEdit();
  const editor = useRef<CodeFieldHandle>(null);
  const [asksWhen, setAsksWhen] = useState(false);
  const isConditional = rule?.when !== undefined || asksWhen;
  const name = fieldName(path);
  const hasEditor = rule === undefined || hasOneFormula(rule);
  return (
    <div data-formula className="flex h-full min-h-0 flex-col gap-2 px-3 pt-2 pb-1">
      <div className="flex h-7 flex-none items-center gap-2">
        <span className="text-12 font-semibold text-ink-2">Formula</span>
        <span className="text-12 text-ink-3">for</span>
        <code className="min-w-0 truncate" title={name}>
          {name}
        </code>
        <span className="flex-1" />
        {rule === undefined ? null : (
          <label className="flex items-center gap-2 text-12 whitespace-nowrap text-ink-3">
            Only when
            <Select<'always' | 'when'>
              aria-label={`When ${name} is written`}
              className="w-28"
              value={isConditional ? 'when' : 'always'}
              disabled={!mayEdit}
              options={[
                { value: 'always', label: 'Always' },
                { value: 'when', label: 'A condition' },
              ]}
              onChange={(next) => {
                setAsksWhen(next === 'when');
                if (next === 'always') setText(path, '#when', '');
              }}
            />
          </label>
        )}
        <FormulaTools editor={editor} canFormat={rule !== undefined && hasOneFormula(rule)} />
      </div>
      {isConditional ? (
        <ConditionField path={path} part="#when" words="only when" autoFocus={asksWhen && rule?.when === undefined} />
      ) : null}
      {rule !== undefined && 'lookup' in rule ? <LookupChoice path={path} rule={rule} /> : null}
      <DraftNotes path={path} rule={rule} onOpen={hasEditor ? () => editor.current?.focus() : undefined} />
      {hasEditor ? (
        <PartEditor
          path={path}
          part=""
          text={rule === undefined ? '' : ruleText(rule)}
          label={`Formula for ${name}`}
          editorRef={editor}
        />
      ) : (
        <p className="text-12 text-ink-3">{otherwiseWords(rule)}</p>
      )}
    </div>
  );
}

/** A named value, or a case: a formula inside a rule, with a row of its own. */
function PartOf({ node }: { readonly node: TargetNode }) {
  const { path, part, rule, kind } = node;
  const editor = useRef<CodeFieldHandle>(null);
  const name = kind === 'let' ? node.name : `${fieldName(path)}, ${node.name}`;
  const edited = editedPart(node);
  return (
    <div data-formula className="flex h-full min-h-0 flex-col gap-2 px-3 pt-2 pb-1">
      <div className="flex h-7 flex-none items-center gap-2">
        <span className="text-12 font-semibold text-ink-2">Formula</span>
        <span className="text-12 text-ink-3">for</span>
        <code className="min-w-0 truncate" title={name}>
          {name}
        </code>
        <span className="flex-1" />
        <FormulaTools editor={editor} canFormat />
      </div>
      {kind === 'case' ? <ConditionField path={path} part={`${part}.when`} words="when" autoFocus={false} /> : null}
      <PartEditor
        path={path}
        part={edited}
        text={rule === undefined ? '' : ruleText(rule, edited)}
        label={`Formula for ${name}`}
        editorRef={editor}
      />
    </div>
  );
}

const hasOneFormula = (rule: MappingRule): boolean =>
  !isStructure(rule) && !('switch' in rule) && !('map' in rule && typeof rule.with !== 'string');

function otherwiseWords(rule: MappingRule): string {
  if (isLoop(rule)) return 'The fields below this row make each item. Press Enter on the row to change its loop.';
  if (isStructure(rule)) return 'The fields below this row make its value.';
  if ('switch' in rule) return 'Each case is a row of its own below: a condition and the value that it gives.';
  return 'A mapping of the library makes this value, from several sources.';
}
