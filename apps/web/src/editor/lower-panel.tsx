import type { Diagnostic } from '@patchbay/model/errors';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { classNames, CountPill, IconButton, Spinner, Tab, TabList, TabPanel, Tabs } from '../ui/index.ts';
import { useEditorState, useTestRun } from './editor-context.ts';
import type { LowerPanel as LowerPanelName } from './editor.store.ts';
import { ProblemsList } from './problems/problems-list.tsx';
import { TestRunPanel } from './test-run/test-run-panel.tsx';

/** Below the canvas: problems and the test run. Folded, only its tabs are left. */
export function LowerPanel({
  problems,
  onGo,
}: {
  readonly problems: readonly Diagnostic[];
  readonly onGo: (problem: Diagnostic) => void;
}) {
  const shown = useEditorState((state) => state.ui.lowerPanel);
  const show = useEditorState((state) => state.show);
  const running = useTestRun((run) => run.phase === 'running' || run.phase === 'starting');
  const worst = problems.some((problem) => problem.severity === 'error')
    ? 'bad'
    : problems.some((problem) => problem.severity === 'warning')
      ? 'wait'
      : 'neutral';
  const open = shown !== null;
  return (
    <section
      aria-label="Problems and test run"
      className={classNames('flex flex-none flex-col border-t border-line bg-panel', open && 'h-40')}
    >
      <Tabs
        value={shown ?? ('none' as LowerPanelName)}
        onChange={(lowerPanel) => show({ lowerPanel })}
        className="flex-1"
      >
        <TabList
          label="Problems and test run"
          className="px-3"
          aside={
            <IconButton
              icon={open ? ChevronDown : ChevronUp}
              label={open ? 'Fold this panel' : 'Show this panel'}
              aria-expanded={open}
              onClick={() => show({ lowerPanel: open ? null : 'problems' })}
            />
          }
        >
          <Tab value="problems" onClick={() => show({ lowerPanel: 'problems' })}>
            Problems <CountPill count={problems.length} tone={worst} />
          </Tab>
          <Tab value="testRun" onClick={() => show({ lowerPanel: 'testRun' })}>
            Test run {running ? <Spinner className="text-run" /> : null}
          </Tab>
        </TabList>
        <TabPanel value="problems" className="overflow-auto">
          <ProblemsList problems={problems} onGo={onGo} />
        </TabPanel>
        <TabPanel value="testRun" className="overflow-auto">
          <TestRunPanel />
        </TabPanel>
      </Tabs>
    </section>
  );
}
