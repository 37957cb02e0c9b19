import type { Diagnostic } from '@patchbay/model/errors';
import { WandSparkles, X } from 'lucide-react';
import { Button, IconButton } from '../../ui/index.ts';
import { valueWords } from '../data/sample-values.ts';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { useSuggestion } from './use-suggestion.ts';

interface ValueCellProps {
  readonly node: TargetNode;
  readonly problems: readonly Diagnostic[];
}

/** What the rule gives on the sample. Where it gives nothing yet, the way out stands here: a suggestion, a quick fix. */
export function ValueCell({ node, problems }: ValueCellProps) {
  const { results } = useMapperData();
  const { mayEdit } = useHost();
  const suggestion = useSuggestion(node);
  if (suggestion !== undefined && mayEdit) return <SuggestionAnswer target={node.path} />;
  const result = results.get(node.key);
  if (result !== undefined && 'error' in result) {
    return (
      <span className="value-cell" data-cell="value">
        <span className="error" title={result.error.message}>
          {result.error.message}
        </span>
      </span>
    );
  }
  const fix = mayEdit
    ? problems.find((problem) => problem.severity !== 'info' && problem.fix !== undefined)?.fix
    : undefined;
  return (
    <span className="value-cell" data-cell="value">
      {fix === undefined ? <ValueWords node={node} value={result?.value} /> : <FixButton title={fix.title} />}
    </span>
  );
}

function ValueWords({ node, value }: { readonly node: TargetNode; readonly value: unknown }) {
  if (value === undefined) return null;
  if (!isLeaf(node) && node.part === '' && !Array.isArray(value)) return null;
  const words =
    Array.isArray(value) && !isLeaf(node)
      ? `${value.length} ${value.length === 1 ? 'item' : node.name === '' ? 'items' : plural(node.name, value.length)}`
      : valueWords(value);
  return <code title={words}>{words}</code>;
}

/** `3 lines` for the list `lines`; other names keep the plain word. */
const plural = (name: string, count: number): string =>
  /^[a-z]+s$/.test(name) ? name : count === 1 ? 'item' : 'items';

function FixButton({ title }: { readonly title: string }) {
  return (
    <span className="fix">
      <WandSparkles size={12} aria-hidden />
      {title}
    </span>
  );
}

function SuggestionAnswer({ target }: { readonly target: string }) {
  const { store } = useMapper();
  const drop = (): void => {
    const { suggestions, show } = store.getState();
    show({ suggestions: suggestions.filter((suggestion) => suggestion.target !== target) });
  };
  return (
    <span className="value-cell" data-cell="value">
      <Button size="small" className="h-5" tabIndex={-1}>
        Accept
      </Button>
      <IconButton icon={X} size="small" label="Not this one" className="h-5" tabIndex={-1} onClick={drop} />
    </span>
  );
}
