import { ArrowRight, Check, X } from 'lucide-react';
import { Button, Chip } from '../../../ui/index.ts';
import { likelihood, shownField } from './drift-groups.ts';
import type { RelinkProposal, Verdict, Verdicts } from './drift-groups.ts';

interface RelinkListProps {
  readonly relinks: readonly RelinkProposal[];
  readonly verdicts: Verdicts;
  readonly disabled: boolean;
  /** The same verdict again takes it back. */
  readonly onJudge: (from: string, verdict: Verdict) => void;
}

/** Fields that are gone, each with the new one that may stand for it: nothing is linked that nobody accepted. */
export function RelinkList({ relinks, verdicts, disabled, onJudge }: RelinkListProps) {
  return (
    <ul aria-label="Proposed re-links" className="grid gap-2">
      {relinks.map(({ from, to, score, reasons }) => {
        const verdict = verdicts.get(from);
        const name = `${shownField(from)} is now ${shownField(to)}`;
        return (
          <li
            key={from}
            aria-label={name}
            className="flex flex-wrap items-start gap-x-3 gap-y-1 rounded-2 border border-line px-3 py-2"
          >
            <div className="min-w-60 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 wrap-anywhere">
                <code className="text-ink-2 line-through">{shownField(from)}</code>
                <ArrowRight size={14} role="img" aria-label="is now" className="text-ink-3" />
                <code className="font-semibold">{shownField(to)}</code>
                <Chip tone={likelihood(score).tone}>{likelihood(score).words}</Chip>
              </p>
              {reasons.length === 0 ? null : (
                <p className="text-12 text-ink-2 wrap-anywhere">{reasons.slice(0, 4).join(' · ')}</p>
              )}
            </div>
            <div role="group" aria-label={name} className="flex flex-none gap-1.5">
              <Button
                size="small"
                icon={Check}
                aria-pressed={verdict === 'accepted'}
                look={verdict === 'accepted' ? 'primary' : 'plain'}
                disabled={disabled}
                onClick={() => onJudge(from, 'accepted')}
              >
                {verdict === 'accepted' ? 'Accepted' : 'Accept'}
              </Button>
              <Button
                size="small"
                icon={X}
                aria-pressed={verdict === 'refused'}
                className={verdict === 'refused' ? 'border-bad-line bg-bad-soft text-bad' : ''}
                disabled={disabled}
                onClick={() => onJudge(from, 'refused')}
              >
                {verdict === 'refused' ? 'Refused' : 'Refuse'}
              </Button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
