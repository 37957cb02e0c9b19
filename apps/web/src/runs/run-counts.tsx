import type { StepRecord } from '@patchbay/model/run';
import { StatusIcon, type StatusLook } from '../ui/index.ts';
import { stepLook } from './run-words.ts';

const shown: readonly StatusLook[] = [
  'succeeded',
  'running',
  'failed',
  'unknown',
  'waiting',
  'queued',
  'undone',
  'cancelled',
  'skipped',
];
/** A sign that says less by itself is followed by its word. */
const spelled: ReadonlySet<StatusLook> = new Set(['undone', 'cancelled', 'skipped']);

/** How many steps ended how; floats over the picture of the flow. */
export function RunCounts({ steps, over }: { readonly steps: readonly StepRecord[]; readonly over: boolean }) {
  const counts = new Map<StatusLook, { count: number; words: string }>();
  for (const step of steps) {
    const { look, words } = stepLook(step.status, over);
    counts.set(look, { count: (counts.get(look)?.count ?? 0) + 1, words });
  }
  if (counts.size === 0) return null;
  return (
    <ul
      aria-label="Steps by outcome"
      className="absolute top-4 left-4 z-10 flex h-7 items-center gap-3 rounded-2 bg-panel px-2.5 text-12 text-ink-2 shadow-2"
    >
      {shown.map((look) => {
        const entry = counts.get(look);
        return entry === undefined ? null : (
          <li key={look} className="tabular flex items-center gap-1">
            <StatusIcon look={look} size={14} label={entry.words} />
            {entry.count}
            {spelled.has(look) ? ` ${entry.words.toLowerCase()}` : ''}
          </li>
        );
      })}
    </ul>
  );
}
