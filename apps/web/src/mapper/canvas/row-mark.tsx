import { isLoop } from '@patchbay/model/mapping';
import { ChevronRight, CircleCheck, MessageSquareText, Shield, Sparkles, TriangleAlert } from 'lucide-react';
import { problemWords } from '../problems/problem-words.ts';
import type { TargetFacts } from './row-facts.ts';

type RowMarkProps = Pick<TargetFacts, 'node' | 'suggestion' | 'problems' | 'meta'>;

/** One icon at the end of a row: the most urgent thing that there is to know about it. */
export function RowMark({ node, suggestion, problems, meta }: RowMarkProps) {
  const worst =
    problems.find(({ severity }) => severity === 'error') ?? problems.find(({ severity }) => severity === 'warning');
  const note = node.part === '' ? (meta?.comment ?? node.rule?.note) : undefined;
  const personal = node.shape?.item['x-data-class'];
  return (
    <span className="mark" data-cell="mark">
      {worst !== undefined ? (
        <TriangleAlert size={14} className="text-wait" aria-label={`problem: ${problemWords(worst)}`} role="img">
          <title>{problemWords(worst)}</title>
        </TriangleAlert>
      ) : suggestion !== undefined ? (
        <Sparkles size={14} className="text-accent-text" aria-label="suggested" role="img" />
      ) : meta?.status === 'todo' || note !== undefined ? (
        <MessageSquareText size={14} className="text-ink-3" aria-label={note ?? 'to do'} role="img">
          <title>{note ?? 'to do'}</title>
        </MessageSquareText>
      ) : meta?.status === 'reviewed' ? (
        <CircleCheck size={14} className="text-ok" aria-label="reviewed" role="img" />
      ) : node.part === '' && node.rule !== undefined && isLoop(node.rule) ? (
        <ChevronRight size={14} className="text-ink-3" aria-label="Edit the loop" role="img" />
      ) : typeof personal === 'string' ? (
        <Shield size={14} className="text-ink-3" aria-label={`${personal} data`} role="img">
          <title>{`${personal} data`}</title>
        </Shield>
      ) : null}
    </span>
  );
}
