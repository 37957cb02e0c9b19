import { Section } from '../../../ui/index.ts';
import { DriftChanges } from './drift-changes.tsx';
import type { SchemaDrift, Verdict, Verdicts } from './drift-groups.ts';
import { RelinkList } from './relink-list.tsx';

interface DriftViewProps {
  readonly drift: SchemaDrift;
  /** The version that it is compared with. */
  readonly against: number;
  /** What becomes of what is accepted, and of the rest, as a sentence. */
  readonly consequence: string;
  readonly verdicts: Verdicts;
  readonly disabled?: boolean | undefined;
  readonly onJudge: (from: string, verdict: Verdict) => void;
}

/** What a new version changes: what may have been renamed, to be judged, and every change. */
export function DriftView({ drift, against, consequence, verdicts, disabled = false, onJudge }: DriftViewProps) {
  const { changes, relinks } = drift;
  const breaking = changes.filter(({ severity }) => severity === 'breaking').length;
  return (
    <>
      {relinks.length === 0 ? null : (
        <Section className="grid gap-2">
          <h2 className="font-semibold">Were these renamed?</h2>
          <p className="text-12 text-ink-2">
            Fields that are gone, and the new ones that may stand for them. {consequence}
          </p>
          <RelinkList relinks={relinks} verdicts={verdicts} disabled={disabled} onJudge={onJudge} />
        </Section>
      )}
      <Section className="grid gap-2">
        <h2 className="font-semibold">
          What changes against version {against}{' '}
          <span className="text-12 font-normal text-ink-3">
            {breaking === 0 ? 'none of it breaks rules' : `${breaking} of ${changes.length} may break rules`}
          </span>
        </h2>
        <DriftChanges drift={drift} verdicts={verdicts} />
      </Section>
    </>
  );
}
