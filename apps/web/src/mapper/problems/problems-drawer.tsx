import type { Diagnostic, Severity } from '@patchbay/model/errors';
import { useMemo, useState } from 'react';
import { Segmented } from '../../ui/index.ts';
import { Drawer } from '../bar/drawer.tsx';
import { useMapperData } from '../mapper-context.ts';
import type { DrawerProps } from '../slots.tsx';
import { problemGroups } from './problem-groups.ts';
import { ProblemFixes } from './problem-fixes.tsx';
import { ProblemLink } from './problem-link.tsx';

type Shown = 'all' | 'problems' | 'remarks';

/** Everything that is wrong or worth a look, by severity, each with its ways out. */
export function ProblemsDrawer({ onClose }: DrawerProps) {
  const { diagnostics } = useMapperData();
  const [shown, setShown] = useState<Shown>('problems');
  const groups = useMemo(() => problemGroups(diagnostics), [diagnostics]);
  const remarks = groups.find(({ severity }) => severity === 'info')?.problems.length ?? 0;
  const listed = groups.filter(({ severity }) => shown === 'all' || (shown === 'remarks') === (severity === 'info'));
  return (
    <Drawer title="Problems" aside={`${diagnostics.length - remarks}`} onClose={onClose}>
      <div className="px-3 py-2">
        <Segmented<Shown>
          label="Shown"
          value={shown}
          options={[
            { value: 'problems', label: 'Problems' },
            { value: 'remarks', label: `Remarks ${remarks}` },
            { value: 'all', label: 'All' },
          ]}
          onChange={setShown}
        />
      </div>
      {listed.map(({ severity, problems }) => (
        <section key={severity} aria-label={words[severity]}>
          <h3 className="border-y border-line bg-sunken px-3 py-1 text-12 font-semibold text-ink-2">
            {words[severity]} <span className="tabular font-normal text-ink-3">{problems.length}</span>
          </h3>
          <ul>
            {problems.map((problem, index) => (
              <ProblemRow key={`${problem.code}${problem.at.field ?? ''}${index}`} problem={problem} />
            ))}
          </ul>
        </section>
      ))}
      {listed.length === 0 ? (
        <p className="px-3 py-4 text-12 text-ink-3">
          {shown === 'remarks'
            ? 'Nothing to remark.'
            : 'No problems. What the target needs has a rule, and the types fit.'}
        </p>
      ) : null}
    </Drawer>
  );
}

const words: Readonly<Record<Severity, string>> = { error: 'Errors', warning: 'Warnings', info: 'Remarks' };
function ProblemRow({ problem }: { readonly problem: Diagnostic }) {
  return (
    <li className="border-b border-line px-3 py-2 text-12 hover:bg-hover">
      <ProblemLink problem={problem} />
      <ProblemFixes problem={problem} />
    </li>
  );
}
