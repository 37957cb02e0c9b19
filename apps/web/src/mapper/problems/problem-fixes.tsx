import { applyFix, constantOf, fixesFor } from '@patchbay/mapping/edit';
import type { Diagnostic, QuickFix } from '@patchbay/model/errors';
import { Link2, WandSparkles } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, TextInput } from '../../ui/index.ts';
import { scoreWords } from '../auto-map/suggestion.ts';
import { useSuggestionActions } from '../auto-map/use-suggestion-actions.ts';
import { takeUp } from '../drag/keyboard-carry.ts';
import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';

/** All ways out of a problem; one that needs a value asks for it in place. */
export function ProblemFixes({ problem }: { readonly problem: Diagnostic }) {
  const mapper = useMapper();
  const { mayEdit } = useHost();
  const { view } = useMapperData();
  const { make } = useRuleActions();
  const [asking, setAsking] = useState<QuickFix | null>(null);
  const [value, setValue] = useState('');
  const fixes = useMemo(() => fixesFor(view, problem), [view, problem]);
  if (!mayEdit) return null;
  if (asking !== null) {
    return (
      <form
        className="mt-1.5 ml-5.5 flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(null);
          make(applyFix(mapper.data().view, problem, asking, { value: constantOf(value) }));
        }}
      >
        <TextInput
          mono
          autoFocus
          aria-label={`Value for: ${asking.title}`}
          placeholder="UNKNOWN"
          frameClassName="flex-1"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <Button size="small" type="submit">
          Use it
        </Button>
        <Button size="small" look="plain" onClick={() => setAsking(null)}>
          Not now
        </Button>
      </form>
    );
  }
  const isUnmapped = problem.code === 'mapping.requiredUnmapped' || (fixes.length === 0 && readsNothing(problem));
  if (fixes.length === 0 && !isUnmapped) return null;
  return (
    <div className="mt-1.5 ml-5.5 flex flex-wrap gap-1.5">
      {fixes.map((fix, index) => (
        <Button
          key={`${fix.kind}${index}`}
          size="small"
          icon={WandSparkles}
          onClick={() =>
            fix.kind === 'addDefault' && fix.value === undefined
              ? setAsking(fix)
              : make(applyFix(mapper.data().view, problem, fix))
          }
        >
          {fix.title}
        </Button>
      ))}
      {isUnmapped ? <WaysToMap path={pathOf(problem)} offered={fixes} /> : null}
    </div>
  );
}

const pathOf = ({ at }: Diagnostic): string => (at.field ?? '').replace(/^mapping/, '').split('#', 1)[0] ?? '';

/** The rule itself reads what is not there, and nothing is like it: what to read is a person's choice. */
const readsNothing = ({ code, at }: Diagnostic): boolean =>
  ['expression.unknownField', 'expression.unknownVariable', 'expression.unknownName'].includes(code) &&
  !(at.field ?? '').includes('#');

/** More ways to fill a field that has no rule, or one that reads nothing: what auto-map proposes, a source chosen in its tree, a formula. */
function WaysToMap({ path, offered }: { readonly path: string; readonly offered: readonly QuickFix[] }) {
  const mapper = useMapper();
  const { targetNodes, targetAt } = useMapperData();
  const { accept } = useSuggestionActions();
  const suggestion = useMapperState(({ suggestions }) => suggestions.find(({ target }) => target === path));
  const node = targetNodes[targetAt.get(path) ?? -1];
  if (node === undefined) return null;
  const isOffered = offered.some((fix) => fix.kind === 'addRule' && reads(fix.rule, suggestion?.text));
  return (
    <>
      {suggestion === undefined || isOffered ? null : (
        <Button size="small" icon={WandSparkles} title={suggestion.reasons[0]} onClick={() => accept([suggestion])}>
          <span className="truncate">{`Read ${suggestion.text}`}</span>
          <span className="text-ink-3">{scoreWords(suggestion.score)}</span>
        </Button>
      )}
      <Button
        size="small"
        icon={Link2}
        onClick={() => {
          mapper.store.getState().show({ drawer: null, view: 'canvas' });
          takeUp(mapper, 'target', node);
        }}
      >
        Choose a source
      </Button>
      <Button
        size="small"
        look="plain"
        onClick={() => {
          mapper.goTo(path);
          mapper.store.getState().startEditing(path, '');
        }}
      >
        Type a formula
      </Button>
    </>
  );
}

const reads = (rule: unknown, text: string | undefined): boolean =>
  typeof rule === 'object' && rule !== null && 'expr' in rule && rule.expr === text;
