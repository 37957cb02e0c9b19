import { FlaskConical } from 'lucide-react';
import { mappingTests } from '@patchbay/mapping';
import { EmptyState } from '../../ui/index.ts';
import { Drawer } from '../bar/drawer.tsx';
import { CoverageLine } from '../coverage/coverage-line.tsx';
import { useHost, useMapperState } from '../mapper-context.ts';
import type { DrawerProps } from '../slots.tsx';
import { SaveTestButton } from './save-as-test.tsx';
import { TestItem } from './test-item.tsx';
import { countWords } from './tests-button.tsx';
import { testCounts } from './tests-state.ts';

/** The tests of the mapping: what they say now, and what to do about it. */
export function TestsDrawer({ onClose }: DrawerProps) {
  const { doc } = useHost();
  const { verdicts } = useMapperState((state) => state.tests);
  const tests = mappingTests(doc);
  return (
    <Drawer
      title="Tests"
      aside={<span role="status">{verdicts.size === 0 ? `${tests.length}` : countWords(testCounts(verdicts))}</span>}
      footer={
        <>
          <span className="flex-1" />
          <SaveTestButton />
        </>
      }
      onClose={onClose}
    >
      <div className="flex min-h-9 items-center border-b border-line px-3 py-1">
        <CoverageLine />
      </div>
      {tests.length === 0 ? (
        <EmptyState
          icon={FlaskConical}
          title="No test yet"
          why="A test is a sample with the result that it has to give. “Save as test” keeps the sample at hand with its present result: then you see at once when a change breaks it."
        />
      ) : (
        <ul aria-label="Tests">
          {tests.map((test) => (
            <TestItem key={test.name} test={test} verdict={verdicts.get(test.name)} />
          ))}
        </ul>
      )}
    </Drawer>
  );
}
