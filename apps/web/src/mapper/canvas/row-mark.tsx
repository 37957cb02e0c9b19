import type { Diagnostic } from '@patchbay/model/errors';
import { isLoop } from '@patchbay/model/mapping';
import { ChevronRight, CircleCheck, MessageSquareText, Shield, Sparkles, TriangleAlert } from 'lucide-react';
import { useMapperData } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { problemWords } from '../problems/problem-words.ts';
import { useSuggestion } from './use-suggestion.ts';

interface RowMarkProps {
  readonly node: TargetNode;
  readonly problems: readonly Diagnostic[];
}

/** One icon at the end of a row: the most urgent thing that there is to know about it. */
export function RowMark({ node, problems }: RowMarkProps) {
  const { view } = useMapperData();
  const suggestion = useSuggestion(node);
  const worst =
    problems.find(({ severity }) => severity === 'error') ?? problems.find(({ severity }) => severity === 'warning');
  const meta = node.part === '' ? view.doc.meta?.rules[node.path] : undefined;
  const note = node.part === '' ? (meta?.comment ?? node.rule?.note) : undefined;
  const personal = node.shape?.item['x-data-class'];
  return (
    <span className="mark" data-cell="mark">
      {worst !== undefined ? (
        <TriangleAlert size={14} className="text-wait" aria-label={problemWords(worst)}>
          <title>{problemWords(worst)}</title>
        </TriangleAlert>
      ) : suggestion !== undefined ? (
        <Sparkles size={14} className="text-accent-text" aria-label="suggested" />
      ) : meta?.status === 'todo' || note !== undefined ? (
        <MessageSquareText size={14} className="text-ink-3" aria-label={note ?? 'to do'}>
          <title>{note ?? 'to do'}</title>
        </MessageSquareText>
      ) : meta?.status === 'reviewed' ? (
        <CircleCheck size={14} className="text-ok" aria-label="reviewed" />
      ) : node.part === '' && node.rule !== undefined && isLoop(node.rule) ? (
        <ChevronRight size={14} className="text-ink-3" aria-label="Edit the loop" />
      ) : typeof personal === 'string' ? (
        <Shield size={14} className="text-ink-3" aria-label={`${personal} data`}>
          <title>{`${personal} data`}</title>
        </Shield>
      ) : null}
    </span>
  );
}
