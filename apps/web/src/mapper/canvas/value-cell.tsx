import type { RowResult } from '@patchbay/mapping';
import { X } from 'lucide-react';
import { Button, IconButton } from '../../ui/index.ts';
import { madeValue, valueWords } from '../data/sample-values.ts';
import { FixButton } from '../problems/fix-button.tsx';
import { failureWords } from '../problems/problem-words.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { TracedValue } from '../trace/traced-value.tsx';
import type { Suggestion } from '../auto-map/suggestion.ts';
import { useSuggestionActions } from '../auto-map/use-suggestion-actions.ts';
import type { TargetFacts } from './row-facts.ts';

type ValueCellProps = Pick<TargetFacts, 'node' | 'suggestion' | 'problems' | 'result' | 'mayEdit'>;

/** What the rule gives on the sample. Where it gives nothing yet, the way out stands here: a suggestion, a quick fix. */
export function ValueCell({ node, suggestion, problems, result, mayEdit }: ValueCellProps) {
  if (suggestion !== undefined && mayEdit) return <SuggestionAnswer suggestion={suggestion} />;
  const isError = result !== undefined && 'error' in result;
  // A rule that failed says so. A warning does not take the place of a value: its way out stands below the trees.
  const isEmpty = result === undefined || isError || result.value === null;
  const problem =
    mayEdit && !(isError && node.rule !== undefined)
      ? problems.find(
          ({ severity, fix, fixes }) =>
            (severity === 'error' || (severity === 'warning' && isEmpty)) && (fix ?? fixes) !== undefined,
        )
      : undefined;
  const value = isError ? (
    <TracedValue node={node}>
      <span className="error" title={failureWords(result.error)}>
        {failureWords(result.error)}
      </span>
    </TracedValue>
  ) : (
    <ValueWords node={node} result={result} />
  );
  return (
    <span className="value-cell" data-cell="value">
      {problem === undefined ? value : <FixButton problem={problem} size="row" otherwise={value} />}
    </span>
  );
}

function ValueWords({ node, result }: { readonly node: TargetNode; readonly result: RowResult | undefined }) {
  if (result === undefined || 'error' in result) return null;
  const { value, turns } = result;
  const isLoop = node.part === '' && node.rule !== undefined && 'for' in node.rule;
  const count = turns ?? (Array.isArray(value) ? value.length : 0);
  // What a structure holds stands in its rows; that it is not written at all is said at its own.
  if (!isLoop && !isLeaf(node) && node.part === '' && !Array.isArray(value) && result.passed !== true) return null;
  const words =
    isLoop || (Array.isArray(value) && !isLeaf(node))
      ? `${count} ${plural(node.name, count)}`
      : valueWords(madeValue(node, value));
  return (
    <TracedValue node={node}>
      <code title={words} data-absent={result.passed === true || undefined}>
        {result.passed === true ? 'not written' : words}
      </code>
    </TracedValue>
  );
}

/** `3 lines` for the list `lines`; one of them, and other names, keep the plain word. */
const plural = (name: string, count: number): string =>
  count === 1 ? 'item' : /^[a-z]+s$/.test(name) ? name : 'items';

function SuggestionAnswer({ suggestion }: { readonly suggestion: Suggestion }) {
  const { accept, reject } = useSuggestionActions();
  return (
    <span className="value-cell" data-cell="value">
      <Button
        size="small"
        className="h-5"
        tabIndex={-1}
        title={suggestion.reasons.join('\n')}
        onClick={() => accept([suggestion])}
      >
        Accept
      </Button>
      <IconButton
        icon={X}
        size="small"
        label="Not this one"
        className="h-5"
        tabIndex={-1}
        onClick={() => reject([suggestion])}
      />
    </span>
  );
}
