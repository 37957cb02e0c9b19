import type { Diagnostic, Severity } from '@patchbay/model/errors';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { useMapper } from '../mapper-context.ts';
import { FieldName, useFieldTitle } from '../rules/field-name.tsx';
import { problemPath, problemWords } from './problem-words.ts';

const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const;
const tones: Readonly<Record<Severity, string>> = { error: 'text-bad', warning: 'text-wait', info: 'text-ink-3' };

/** A problem in words with the field that it is about; a press goes there. */
export function ProblemLink({ problem, onGo }: { readonly problem: Diagnostic; readonly onGo?: () => void }) {
  const { goTo } = useMapper();
  const Icon = icons[problem.severity];
  const path = problemPath(problem);
  const title = useFieldTitle(path);
  return (
    <button
      type="button"
      className="flex w-full items-start gap-2 text-left"
      onClick={() => {
        onGo?.();
        goTo(path);
      }}
    >
      <Icon size={14} aria-hidden className={`mt-px flex-none ${tones[problem.severity]}`} />
      <span className="min-w-0 wrap-anywhere text-ink">
        <span className="sr-only">Go to: </span>
        {problemWords(problem)}
        {path === '' || (title === undefined && problem.message.startsWith(path)) ? null : (
          <span className="block truncate text-ink-3">
            <FieldName path={path} />
          </span>
        )}
      </span>
    </button>
  );
}
