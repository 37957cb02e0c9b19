import { CircleCheck, CircleDashed, CircleX, EllipsisVertical } from 'lucide-react';
import { useState } from 'react';
import type { MappingTest, TestVerdict } from '@patchbay/mapping';
import { removeSample } from '@patchbay/mapping/edit';
import { Button, IconButton, Menu } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { sampleId } from '../data/mapper-data.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { ExpectedDialog } from './expected-dialog.tsx';
import { withAcceptedResult } from './saved-test.ts';
import { TestDifferences } from './test-differences.tsx';
import { TestName } from './test-name.tsx';

interface TestItemProps {
  readonly test: MappingTest;
  /** Undefined until it has run. */
  readonly verdict: TestVerdict | undefined;
}

/** One test: passed, or failed with all that differs. */
export function TestItem({ test, verdict }: TestItemProps) {
  const mapper = useMapper();
  const { mayEdit } = useHost();
  const { make } = useRuleActions();
  const [renaming, setRenaming] = useState(false);
  const [editing, setEditing] = useState(false);
  const isFailed = verdict?.passed === false;
  const items: MenuItem[] = [
    { label: 'Show its data', detail: 'As the sample of the mapper', onSelect: () => showSample(mapper, test.name) },
    ...(mayEdit
      ? ([
          { label: 'Rename', onSelect: () => setRenaming(true) },
          { label: 'Edit what is expected…', onSelect: () => setEditing(true) },
          'divider',
          {
            label: 'Remove the test',
            danger: true,
            onSelect: () => void make(removeSample(mapper.host().doc, test.name)),
          },
        ] as const)
      : []),
  ];
  return (
    <li className="border-b border-line py-2 pr-2 pl-3" aria-label={test.name}>
      <div className="flex min-h-6 items-center gap-2">
        <VerdictIcon verdict={verdict} />
        {renaming ? (
          <TestName name={test.name} onDone={() => setRenaming(false)} />
        ) : (
          <button
            type="button"
            className="min-w-0 flex-1 truncate rounded-1 text-left font-medium hover:underline"
            title={`Show the data of ${test.name}`}
            onClick={() => showSample(mapper, test.name)}
          >
            {test.name}
          </button>
        )}
        <span className={isFailed ? 'text-12 text-bad' : 'text-12 text-ink-3'}>{verdictWords(verdict)}</span>
        <Menu
          trigger={<IconButton icon={EllipsisVertical} size="small" label={`What to do with ${test.name}`} />}
          items={items}
        />
      </div>
      {isFailed ? (
        <>
          <TestDifferences verdict={verdict} />
          {mayEdit && verdict.differences.length > 0 ? (
            <Button
              size="small"
              className="mt-2 ml-5.5"
              onClick={() => make(withAcceptedResult(mapper.host().doc, mapper.data().resolved, test.name))}
            >
              Accept the new result
            </Button>
          ) : null}
        </>
      ) : null}
      {editing ? <ExpectedDialog test={test} onDone={() => setEditing(false)} /> : null}
    </li>
  );
}

function VerdictIcon({ verdict }: { readonly verdict: TestVerdict | undefined }) {
  if (verdict === undefined) return <CircleDashed size={14} aria-hidden className="flex-none text-ink-3" />;
  return verdict.passed ? (
    <CircleCheck size={14} aria-hidden className="flex-none text-ok" />
  ) : (
    <CircleX size={14} aria-hidden className="flex-none text-bad" />
  );
}

const verdictWords = (verdict: TestVerdict | undefined): string =>
  verdict === undefined ? 'not run yet' : verdict.passed ? 'passed' : 'failed';

/** The mapper works on the data of the test. */
export function showSample({ store, host }: Mapper, name: string): void {
  if (host().doc.samples?.some((sample) => sample.name === name) !== true) return;
  store.getState().show({ sampleId: sampleId(name), positions: {} });
  store.getState().say(`Showing the data of ${name}.`);
}
