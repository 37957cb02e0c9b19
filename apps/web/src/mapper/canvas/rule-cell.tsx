import { isLoop, isObject, looksBackwards } from '@patchbay/model/mapping';
import type { LookupRule, LoopRule, MappingRule } from '@patchbay/model/mapping';
import { PencilLine, Repeat } from 'lucide-react';
import { memo } from 'react';
import type { ReactNode } from 'react';
import { scoreWords } from '../auto-map/suggestion.ts';
import { whyNotApplied } from '../drafts/formula-draft.ts';
import { useHost, useMapper, useMapperState } from '../mapper-context.ts';
import { editedPart, rowPart } from '../rows/edited-part.ts';
import { ruleText, sortText } from '../rows/rule-text.ts';
import { wholeRule } from '../rows/whole-rule.ts';
import { FormulaText } from './formula-text.tsx';
import type { TargetFacts } from './row-facts.ts';
import { RowEditor } from './row-editor.tsx';

type RuleCellProps = Pick<TargetFacts, 'node' | 'draft' | 'waits' | 'suggestion'>;

/** The rule of a row, on one line: as formula where it is one, in words where it is more. */
export function RuleCell({ node, draft, waits, suggestion }: RuleCellProps) {
  const { host } = useMapper();
  const editing = useMapperState((state) =>
    state.editing !== null && state.editing.path === node.path && rowPart(state.editing.part) === node.part
      ? state.editing
      : null,
  );
  return (
    <span
      // Another element while one types: the words of before are no title of the editor.
      key={editing === null ? 'words' : 'editor'}
      className="rule-cell"
      data-cell="rule"
      aria-hidden={editing === null}
      // Found when the pointer comes: most rows are never pointed at.
      onPointerEnter={({ currentTarget }) => {
        const words = editing !== null || node.rule === undefined ? '' : wholeRule(node.rule, node.part, host().doc);
        // An empty title would hide that of the row.
        if (words === '') currentTarget.removeAttribute('title');
        else currentTarget.title = words;
      }}
    >
      {editing === null ? (
        <WordsOrDraft node={node} draft={draft} waits={waits} suggestion={suggestion} />
      ) : (
        <RowEditor node={node} editing={editing} />
      )}
    </span>
  );
}

/** What was typed and is not applied stands before the rule, which it has not changed; as a mark behind it where the rule says something else since. */
function WordsOrDraft({ node, draft, waits, suggestion }: RuleCellProps) {
  if (draft === undefined) {
    return (
      <>
        <RuleWords node={node} suggestion={suggestion} />
        {waits === undefined ? null : <DraftMark text={waits} />}
      </>
    );
  }
  const why = whyNotApplied(node.rule, editedPart(node), draft);
  return (
    <span className="words" title={`${draft}\n${why}`}>
      <code className="draft">{draft}</code>
      <span className="dim tail"> {why}</span>
    </span>
  );
}

const DraftMark = ({ text }: { readonly text: string }) => (
  <span className="draft-mark" title={`Typed and not applied: ${text}`}>
    <PencilLine size={12} aria-hidden />
    draft
  </span>
);

function RuleWords({ node, suggestion }: Pick<TargetFacts, 'node' | 'suggestion'>) {
  if (node.rule === undefined) {
    if (suggestion !== undefined) {
      const percent = scoreWords(suggestion.score);
      return node.shape?.required === true ? (
        <Words>
          <span className="no-rule">No rule</span>
          <Dim> · suggested: </Dim>
          <FormulaText text={suggestion.text} quiet />
          <Dim>, {percent}</Dim>
        </Words>
      ) : (
        <Words>
          <FormulaText text={suggestion.text} />
          <span className="dim tail">
            {` ${percent}`}
            {suggestion.reasons[0] === undefined ? '' : `, ${suggestion.reasons[0]}`}
          </span>
        </Words>
      );
    }
    if (node.isCovered) return null;
    return node.shape?.required === true && node.shape.childCount === 0 ? (
      <span className="no-rule">No rule</span>
    ) : null;
  }
  return <RuleSummary rule={node.rule} part={node.part} />;
}

/** Memoised: a rule object is new only when it changed. */
const RuleSummary = memo(function RuleSummary({ rule, part }: { readonly rule: MappingRule; readonly part: string }) {
  if (part.startsWith('#case.')) {
    return (
      <Words>
        <Dim>when </Dim>
        <FormulaText text={ruleText(rule, `${part}.when`)} />
        <Dim> then </Dim>
        <FormulaText text={ruleText(rule, `${part}.then`)} />
      </Words>
    );
  }
  if (part !== '') {
    return (
      <Words>
        <FormulaText text={ruleText(rule, part)} />
      </Words>
    );
  }
  return (
    <Words>
      <OwnWords rule={rule} />
      {rule.when === undefined ? null : (
        <>
          <Dim>{isObject(rule) ? 'only when ' : ' only when '}</Dim>
          <FormulaText text={rule.when} />
        </>
      )}
    </Words>
  );
});

const Words = ({ children }: { readonly children: ReactNode }) => <span className="words">{children}</span>;
const Dim = ({ children }: { readonly children: ReactNode }) => <span className="dim">{children}</span>;

function Direction({ rule }: { readonly rule: LookupRule }) {
  const { doc } = useHost();
  return looksBackwards(rule, doc) ? <Dim>, backwards</Dim> : null;
}

function OwnWords({ rule }: { readonly rule: MappingRule }) {
  if (isLoop(rule)) return <LoopWords rule={rule} />;
  if (isObject(rule)) return null;
  if ('expr' in rule) return <FormulaText text={rule.expr} />;
  if ('const' in rule) return <FormulaText text={JSON.stringify(rule.const)} />;
  if ('lookup' in rule) {
    return (
      <>
        <Dim>look up </Dim>
        <FormulaText text={rule.key} />
        <Dim> in </Dim>
        <span>{rule.lookup}</span>
        <Direction rule={rule} />
      </>
    );
  }
  if ('map' in rule) {
    return (
      <>
        <Dim>by </Dim>
        <span>{rule.map}</span>
        <Dim> from </Dim>
        <FormulaText text={typeof rule.with === 'string' ? rule.with : Object.values(rule.with).join(', ')} />
      </>
    );
  }
  return <Dim>{`by case: ${rule.switch.length}${rule.otherwise === undefined ? '' : ', otherwise'}`}</Dim>;
}

function LoopWords({ rule }: { readonly rule: LoopRule }) {
  return (
    <>
      <Repeat size={12} aria-hidden className="flex-none self-center text-ink-2" />
      <span> for each </span>
      <FormulaText text={rule.for} />
      <span className="tail">
        {' as '}
        <FormulaText text={rule.as ?? 'item'} />
        {rule.join?.map((join) => (
          <span key={join.as}>
            {join.on === undefined ? <Dim> × each </Dim> : <Dim> with </Dim>}
            <FormulaText text={join.in} /> as <FormulaText text={join.as} />
          </span>
        ))}
        <Clause word="where" text={rule.where} />
        <Clause word="one per" text={rule.distinct} />
        <Clause word="by" text={rule.groupBy} />
        {rule.orderBy === undefined ? null : <Clause word="sorted by" text={rule.orderBy.map(sortText).join(', ')} />}
        <Clause word="at most" text={rule.limit} />
      </span>
    </>
  );
}

const Clause = ({ word, text }: { readonly word: string; readonly text: string | undefined }) =>
  text === undefined ? null : (
    <>
      <Dim> {word} </Dim>
      <FormulaText text={text} />
    </>
  );
