import type { Diagnostic } from '@patchbay/model/errors';
import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { Button, CopyButton } from '../../ui/index.ts';
import { useDoc, useEditorState } from '../editor-context.ts';
import { problemWords } from '../../mapper/index.ts';
import { keyOf } from '../../shortcuts/index.ts';

const looks = {
  error: { icon: CircleX, colour: 'text-bad', word: 'Error' },
  warning: { icon: TriangleAlert, colour: 'text-wait', word: 'Warning' },
  info: { icon: Info, colour: 'text-ink-3', word: 'Remark' },
} as const;

/** Every problem with its way there. */
export function ProblemsList({
  problems,
  onGo,
}: {
  readonly problems: readonly Diagnostic[];
  readonly onGo: (problem: Diagnostic) => void;
}) {
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 px-3 py-2 text-ink-2">
        <CircleCheck size={16} aria-hidden className="text-ok" />
        No problems: the flow can be published.
      </p>
    );
  }
  return (
    <ul aria-label="Problems">
      {problems.map((problem, index) => (
        <ProblemRow
          key={`${problem.code}${problem.at.nodeId ?? ''}${problem.at.field ?? ''}${index}`}
          problem={problem}
          first={index === 0}
          onGo={onGo}
        />
      ))}
    </ul>
  );
}

interface ProblemRowProps {
  readonly problem: Diagnostic;
  readonly first: boolean;
  readonly onGo: (problem: Diagnostic) => void;
}

function ProblemRow({ problem, first, onGo }: ProblemRowProps) {
  const doc = useDoc();
  const selected = useEditorState(
    (state) => problem.at.nodeId !== undefined && state.selection.nodes.includes(problem.at.nodeId),
  );
  const node = doc.nodes.find((candidate) => candidate.id === problem.at.nodeId);
  const { icon: Icon, colour, word } = looks[problem.severity];
  const words = problemWords(problem);
  const reachable = node !== undefined || problem.at.edgeId !== undefined;
  return (
    <li className={`flex min-h-9 items-start gap-2 px-3 py-1 ${selected ? 'bg-accent-soft' : 'hover:bg-hover'}`}>
      <Icon size={16} className={`mt-1.5 flex-none ${colour}`} aria-label={word} />
      <p className="min-w-0 flex-1 py-1 text-ink-2 select-text wrap-anywhere">
        {node === undefined ? null : <span className="mr-2 font-medium text-ink">{node.label}</span>}
        {words}
      </p>
      <CopyButton text={node === undefined ? words : `${node.label}: ${words}`} label="Copy the problem" />
      {reachable ? (
        <Button size="small" shortcut={first ? keyOf('nextProblem') : undefined} onClick={() => onGo(problem)}>
          Go to
        </Button>
      ) : null}
    </li>
  );
}
